import type { PageSession } from '../api-types.ts'
import { isRecord, readJson, writeJson } from '../lib/storage.ts'
import { type ApiReply, type ApiRequest, send } from './client.ts'

const place = 'holdfast.session'

/**
 * Whether this browser has a session, and for which guest. Its proof is in a cookie that no script can read.
 */
function isPageSession(value: unknown): value is PageSession {
  return isRecord(value) && typeof value.user_id === 'string' && typeof value.expires_at === 'string'
}

function knownSession(): PageSession | undefined {
  return readJson(localStorage, place, isPageSession)
}

let opening: Promise<ApiReply<PageSession>> | undefined

/**
 * The session of this browser. Opens one on first use, or if the known one is `gone`. Tabs that start at the
 * same time end up with one session, because the server keeps a session that the browser already has.
 */
function openSession(gone?: PageSession): Promise<ApiReply<PageSession>> {
  opening ??= whileLocked(async () => {
    const known = knownSession()
    if (known && known.expires_at !== gone?.expires_at) return { ok: true, value: known } as const
    const reply = await send<PageSession>({ method: 'POST', path: '/api/page_sessions' })
    if (reply.ok) writeJson(localStorage, place, reply.value)
    return reply
  }).finally(() => {
    opening = undefined
  })
  return opening
}

function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist only in secure contexts. Without them, two tabs that start first may each get a guest,
  // and the last one stays.
  return 'locks' in navigator ? navigator.locks.request(place, work) : work()
}

/**
 * Sends a request as this browser's guest. An expired guest is replaced by a new one, since nothing else can
 * be done.
 */
export async function sendAsGuest<T>(request: ApiRequest): Promise<ApiReply<T>> {
  const first = await openSession()
  if (!first.ok) return first
  const reply = await send<T>(request)
  if (reply.ok || reply.refusal.code !== 'unauthenticated') return reply
  const second = await openSession(first.value)
  return second.ok ? send<T>(request) : second
}

/** Forgets whose session this browser has: the next request asks whose the cookie is now. */
export function renewSession(): void {
  localStorage.removeItem(place)
}
