import { type BackoffReason, backoff } from './backoff.ts'
import { after, type Instant } from './instant.ts'

/** The loops that handle due work, named by what they do. */
export const setbackKinds = ['attempt', 'step', 'ledger', 'expiry', 'row'] as const
export type SetbackKind = (typeof setbackKinds)[number]

/** Something that failed on our side and is put aside until its next try. */
export interface Setback {
  readonly kind: SetbackKind
  /** What failed: the key of a payment or refund at its provider, or a run. */
  readonly what: string
  /** How often it has failed. */
  readonly tryCount: number
  readonly nextAt: Instant
  /** The cause of the last failure. */
  readonly fault: string
}

/** If it is not retried for this long after its pause, someone else has done it. */
const forgottenAfterMs = 300_000

/**
 * Repeated failures, put aside with growing pauses so that they do not keep workers from other work. They are
 * kept in memory for two reasons: a row that cannot be written cannot be marked either, and each start,
 * perhaps of a newer program that can do it, tries everything once.
 */
export class Setbacks {
  readonly #setbacks = new Map<string, Setback>()

  isPaused(kind: SetbackKind, what: string, now: Instant): boolean {
    const setback = this.#setbacks.get(keyOf(kind, what))
    return setback !== undefined && now < setback.nextAt
  }

  /** How often it has failed; 0 if it has not, or has succeeded since. */
  tryCount(kind: SetbackKind, what: string): number {
    return this.#setbacks.get(keyOf(kind, what))?.tryCount ?? 0
  }

  /** It failed once more. `random`, from 0 to 1, spreads the next tries. */
  failed(
    { kind, what, fault }: Pick<Setback, 'kind' | 'what' | 'fault'>,
    why: Exclude<BackoffReason, 'refused'>,
    now: Instant,
    random: number,
  ): Setback {
    const tryCount = this.tryCount(kind, what) + 1
    const nextAt = after(now, backoff(why, tryCount - 1, random))
    const setback = { kind, what, tryCount, nextAt, fault }
    this.#setbacks.set(keyOf(kind, what), setback)
    return setback
  }

  /** It succeeded; returns whether it had failed before. */
  over(kind: SetbackKind, what: string): boolean {
    // As nearly always.
    if (this.#setbacks.size === 0) return false
    return this.#setbacks.delete(keyOf(kind, what))
  }

  /** Forgets everything that is no longer left to do. */
  retain(kind: SetbackKind, left: readonly string[]): void {
    const known = new Set(left)
    for (const setback of this.#setbacks.values())
      if (setback.kind === kind && !known.has(setback.what)) this.over(kind, setback.what)
  }

  /** Everything that is put aside, or one kind of it, in the order of the first failure. */
  list(now: Instant, kind?: SetbackKind): readonly Setback[] {
    for (const { kind: one, what, nextAt } of this.#setbacks.values())
      if (after(nextAt, forgottenAfterMs) < now) this.over(one, what)
    return [...this.#setbacks.values()].filter((setback) => kind === undefined || setback.kind === kind)
  }
}

function keyOf(kind: SetbackKind, what: string): string {
  return `${kind} ${what}`
}
