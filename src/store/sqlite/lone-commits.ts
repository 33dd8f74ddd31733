import { Session, WriteFailed } from './session.ts'
import type { Writes } from './writes.ts'

/** How busy the event loop was, as `performance.eventLoopUtilization` says it, in milliseconds. */
interface LoopTime {
  readonly active: number
  readonly idle: number
}

interface LoneParts {
  /** A second connection to the file, in this thread. */
  readonly session: Pick<Session, 'write' | 'close'>
  readonly monotonicMs: () => number
  /** The time of this thread's event loop since it began. */
  readonly loopTime: () => LoopTime
}

/** Values of a batch that counts as lone: a decision about nine seats fits, two bookings do not. */
const loneValues = 160
/** Lone batches add to the evidence that nothing waits, others take from it. */
const evidence = { most: 16, enough: 8, ofCompany: 4 } as const
/** A commit that takes longer is slow: it holds up everybody who asks meanwhile. */
const slowMs = 5
/** After a slow commit, the writer's thread makes them for this many times as long. */
const pauseFactor = 20
/** How often to see whether the event loop has other work, and which share of its time is too much. */
const lookEvery = { commits: 64, ms: 250 } as const
const mostBusy = 0.7

/**
 * Commits that the selling thread makes by itself, since waking the writer's thread and being woken by it
 * costs more than a lone commit does. They are for a server without much to do: not beside larger batches,
 * nor on a slow disk, nor while the event loop has other work that a wait for the disk would hold up.
 *
 * The writer's thread must be idle meanwhile, so the file still has one writer at a time.
 */
export class LoneCommits {
  readonly #parts: LoneParts
  #evidence = 0
  #closedUntilMs = 0
  #looked: { readonly atMs: number; readonly loop: LoopTime }
  #commits = 0
  /** Time spent in commits since the last look, which is not other work. */
  #spentMs = 0

  constructor(parts: LoneParts) {
    this.#parts = parts
    this.#looked = { atMs: parts.monotonicMs(), loop: parts.loopTime() }
  }

  static open(file: string): LoneCommits {
    return new LoneCommits({
      session: Session.beside(file),
      monotonicMs: () => performance.now(),
      loopTime: () => performance.eventLoopUtilization(),
    })
  }

  /** Whether to make this commit here; every batch is asked about, since each says how busy the store is. */
  suits(writes: Writes): boolean {
    if (writes.length > loneValues) {
      this.#evidence = Math.max(0, this.#evidence - evidence.ofCompany)
      return false
    }
    this.#evidence = Math.min(evidence.most, this.#evidence + 1)
    if (this.#evidence < evidence.enough) return false
    this.#lookAtLoop()
    return this.#parts.monotonicMs() >= this.#closedUntilMs
  }

  /** Commits here; false if nothing was written and the thread should try. Throws `WriteFailed`. */
  commit(writes: Writes): boolean {
    const startedMs = this.#parts.monotonicMs()
    try {
      this.#parts.session.write(writes)
      return true
    } catch (error) {
      if (error instanceof WriteFailed && error.outcome === 'nothing') return false
      throw error
    } finally {
      const tookMs = this.#parts.monotonicMs() - startedMs
      this.#spentMs += tookMs
      this.#commits++
      if (tookMs > slowMs) this.#close(tookMs * pauseFactor)
    }
  }

  close(): void {
    this.#parts.session.close()
  }

  #close(forMs: number): void {
    this.#closedUntilMs = this.#parts.monotonicMs() + forMs
  }

  #lookAtLoop(): void {
    const { atMs, loop } = this.#looked
    const now = this.#parts.monotonicMs()
    if (this.#commits < lookEvery.commits && now - atMs < lookEvery.ms) return
    const since = this.#parts.loopTime()
    const activeMs = since.active - loop.active
    const isBusy = (activeMs - this.#spentMs) / (activeMs + since.idle - loop.idle) > mostBusy
    if (isBusy) this.#close(lookEvery.ms)
    this.#looked = { atMs: now, loop: since }
    this.#commits = 0
    this.#spentMs = 0
  }
}
