import { isRecord, readJson } from '../lib/storage.ts'
import { type ApiRefusal, type ApiReply, send } from './client.ts'
import { sendAsGuest } from './session.ts'

/** A request that must have one effect only: its key and body are kept until its outcome is known. */
export interface Attempt {
  readonly key: string
  readonly path: string
  readonly body: unknown
}

const prefix = 'holdfast.attempt.'

function isAttempt(value: unknown): value is Attempt {
  return isRecord(value) && typeof value.key === 'string' && typeof value.path === 'string' && 'body' in value
}

/** The attempt with this purpose whose outcome is not known yet, also after a reload. */
export function openAttempt(purpose: string): Attempt | undefined {
  return readJson(sessionStorage, prefix + purpose, isAttempt)
}

/** What says nothing about the outcome: the same key has to be sent again. */
const undecided: ReadonlySet<string> = new Set([
  'unreachable',
  'outcome_unknown',
  'request_in_progress',
  'overloaded',
  'rate_limited',
  'internal_error',
])

export function isUndecided(refusal: ApiRefusal): boolean {
  return undecided.has(refusal.code)
}

/** Longest pause between two tries. */
const longestPauseMs = 8_000

/** How often to try before a person is asked: longer than any payment may take. */
const mostTries = 60

/** While the first request is still running, its outcome can come at any moment. */
const runningPauseMs = 1_000

/**
 * Sends a request that must not happen twice. Key and body are kept before anything is sent; while the outcome is unknown the very
 * same request goes again, with growing pauses. An attempt that is open already is taken up instead of `body`.
 */
export async function attempt<T>(
  purpose: string,
  path: string,
  body: unknown,
  onWaiting: (refusal: ApiRefusal) => void = () => {},
): Promise<ApiReply<T>> {
  const open = openAttempt(purpose) ?? { key: newKey(), path, body }
  sessionStorage.setItem(prefix + purpose, JSON.stringify(open))
  for (let tries = 1; ; tries++) {
    const reply = await sendAsGuest<T>({
      method: 'POST',
      path: open.path,
      body: open.body,
      idempotencyKey: open.key,
    })
    if (reply.ok || !isUndecided(reply.refusal)) {
      sessionStorage.removeItem(prefix + purpose)
      return reply
    }
    if (tries >= mostTries) return reply
    onWaiting(reply.refusal)
    await pause(pauseMs(reply.refusal, tries))
  }
}

/** Whether the server can be reached at all. */
export async function isReachable(): Promise<boolean> {
  const reply = await send({ path: '/healthz' })
  return reply.ok || reply.refusal.code !== 'unreachable'
}

function pauseMs(refusal: ApiRefusal, tries: number): number {
  const asked = 'retry_after_ms' in refusal ? (refusal.retry_after_ms ?? 0) : 0
  const longest = refusal.code === 'request_in_progress' ? runningPauseMs : longestPauseMs
  return Math.max(asked, Math.min(longest, 500 * 2 ** (tries - 1)))
}

/** Ends early when the network comes back. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    addEventListener('online', end)
  })
}

/** 128 bit; `crypto.randomUUID` exists in secure contexts only. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
