import { isRecord, readJson } from '../lib/storage.ts'
import type { ApiRefusal, ApiReply } from './client.ts'
import { isUndecided, newKey } from './idempotency.ts'
import { sendAsGuest } from './session.ts'

/** A request that must take effect only once. Its key and body are kept until its outcome is known. */
interface Attempt {
  readonly key: string
  readonly path: string
  readonly body: unknown
  readonly runId?: string
}

const prefix = 'holdfast.attempt.'

function isAttempt(value: unknown): value is Attempt {
  return isRecord(value) && typeof value.key === 'string' && typeof value.path === 'string' && 'body' in value
}

/** The attempt with this purpose whose outcome is still unknown, even after a reload. */
export function openAttempt(purpose: string): Attempt | undefined {
  return readJson(sessionStorage, prefix + purpose, isAttempt)
}

/** Longest pause between two tries. */
const longestPauseMs = 8_000

/** How often to try before a person has to decide: longer than any payment may take. */
const mostTries = 60

/** While the first request is in progress, its outcome can arrive at any moment. */
const runningPauseMs = 1_000

interface AttemptOptions {
  readonly runId?: string
  /** Called before each further try. */
  readonly onWaiting?: (refusal: ApiRefusal) => void
  /** What to send with the same key after a refusal that it can overcome; undefined if there is nothing. */
  readonly onRefused?: (refusal: ApiRefusal) => Promise<unknown>
}

/**
 * Sends a request that must not happen twice. Key and body are kept before anything is sent. While the
 * outcome is unknown, the same request is sent again, with growing pauses. An open attempt is continued
 * instead of sending `body`.
 */
export async function attempt<T>(
  purpose: string,
  path: string,
  body: unknown,
  { runId, onWaiting = () => {}, onRefused = async () => undefined }: AttemptOptions = {},
): Promise<ApiReply<T>> {
  let open: Attempt = openAttempt(purpose) ?? {
    key: newKey(),
    path,
    body,
    ...(runId === undefined ? {} : { runId }),
  }
  for (let tries = 1; ; tries++) {
    sessionStorage.setItem(prefix + purpose, JSON.stringify(open))
    const reply = await sendAsGuest<T>({
      method: 'POST',
      path: open.path,
      body: open.body,
      idempotencyKey: open.key,
      ...(open.runId === undefined ? {} : { runId: open.runId }),
    })
    if (reply.ok || !isUndecided(reply.refusal)) {
      const better = reply.ok ? undefined : await onRefused(reply.refusal)
      if (better !== undefined) {
        open = { ...open, body: better }
        continue
      }
      sessionStorage.removeItem(prefix + purpose)
      return reply
    }
    if (tries >= mostTries) return reply
    onWaiting(reply.refusal)
    await pause(pauseMs(reply.refusal, tries))
  }
}

function pauseMs(refusal: ApiRefusal, tries: number): number {
  const asked = 'retry_after_ms' in refusal ? (refusal.retry_after_ms ?? 0) : 0
  const longest = refusal.code === 'request_in_progress' ? runningPauseMs : longestPauseMs
  return Math.max(asked, Math.min(longest, 500 * 2 ** (tries - 1)))
}

/** Ends early when the network is back. */
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
