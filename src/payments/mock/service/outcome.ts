import { hash } from 'node:crypto'

/** How the mock service behaves. Everything succeeds at once by default. */
export interface MockSettings {
  /** Share of authorizations that are declined, 0 to 1. */
  readonly failRate: number
  /** Share of authorizations that get no answer, 0 to 1; half of them are authorized anyway. */
  readonly timeoutRate: number
  /** How long an authorization takes, in milliseconds, drawn evenly from this range. */
  readonly delayMs: { readonly from: number; readonly to: number }
  readonly seed: number
}

export const defaultMockSettings: MockSettings = {
  failRate: 0,
  timeoutRate: 0,
  delayMs: { from: 0, to: 0 },
  seed: 1,
}

/** What happens to one authorization. */
export interface Outcome {
  readonly result: 'authorized' | 'declined' | 'error' | 'nothing'
  /** Why it is declined. */
  readonly code: string | null
  /** Time until it is decided. */
  readonly afterMs: number
  /** True if the caller gets an answer; otherwise a webhook follows. */
  readonly isAnswered: boolean
  /** How many webhooks are sent. */
  readonly webhooks: number
}

const authorized: Outcome = { result: 'authorized', code: null, afterMs: 0, isAnswered: true, webhooks: 0 }
const unanswered: Outcome = { ...authorized, isAnswered: false, webhooks: 1 }
const silent: Outcome = { ...authorized, result: 'nothing', isAnswered: false }

/** Tokens that decide alone, whatever the rates. */
const fixedOutcomes: Readonly<Record<string, Outcome>> = {
  tok_ok: authorized,
  tok_declined: { ...authorized, result: 'declined', code: 'card_declined' },
  tok_insufficient_funds: { ...authorized, result: 'declined', code: 'insufficient_funds' },
  tok_timeout: silent,
  tok_error: { ...authorized, result: 'error' },
  tok_duplicate: { ...authorized, webhooks: 2 },
}

const slowToken = /^tok_slow_([0-9]{1,7})$/
const lateToken = /^tok_late_ok_([0-9]{1,7})$/

/**
 * The outcome of an authorization. It depends only on the settings, the token and the key, so a run can be
 * repeated.
 */
export function outcomeOf(settings: MockSettings, token: string, key: string): Outcome {
  const slow = slowToken.exec(token)
  if (slow) return { ...authorized, afterMs: Number(slow[1]) }
  const late = lateToken.exec(token)
  if (late) return { ...unanswered, afterMs: Number(late[1]) }
  const fixed = Object.hasOwn(fixedOutcomes, token) ? fixedOutcomes[token] : undefined
  const { failRate, timeoutRate, delayMs } = settings
  const isDrawn = (!fixed && failRate + timeoutRate > 0) || delayMs.to > delayMs.from
  const draws = isDrawn ? drawThree(`${settings.seed}\n${token}\n${key}`) : ([0, 0, 0] as const)
  const outcome = fixed ?? drawn(settings, draws[0], draws[1])
  const afterMs = Math.floor(delayMs.from + draws[2] * (delayMs.to - delayMs.from + 1))
  return afterMs > 0 ? { ...outcome, afterMs: Math.min(afterMs, delayMs.to) } : outcome
}

function drawn(settings: MockSettings, first: number, second: number): Outcome {
  if (first < settings.failRate) return { ...authorized, result: 'declined', code: 'card_declined' }
  if (first < settings.failRate + settings.timeoutRate) return second < 0.5 ? silent : unanswered
  return authorized
}

/** Three uniform draws from [0, 1) that depend only on the text. */
function drawThree(text: string): readonly [number, number, number] {
  const digest = hash('sha256', text, 'buffer')
  const draw = (offset: number) => digest.readUInt32BE(offset) / 2 ** 32
  return [draw(0), draw(4), draw(8)]
}

/** `50` or `20-80`, in milliseconds; undefined if the text is neither. */
export function parseDelay(text: string): MockSettings['delayMs'] | undefined {
  const match = /^([0-9]{1,7})(?:-([0-9]{1,7}))?$/.exec(text)
  if (!match) return undefined
  const from = Number(match[1])
  const to = match[2] === undefined ? from : Number(match[2])
  return from <= to ? { from, to } : undefined
}
