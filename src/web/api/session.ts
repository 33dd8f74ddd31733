import type { Session } from '../api-types.ts'
import { readJson, writeJson } from '../lib/storage.ts'
import { type ApiReply, type ApiRequest, send } from './client.ts'

const place = 'holdfast.session'

interface KeptSession {
  readonly token: string
  readonly userId: string
}

function isKeptSession(value: unknown): value is KeptSession {
  return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string'
}

/** The guest that this browser is, if it has been one. */
export function currentToken(): string | undefined {
  return readJson(localStorage, place, isKeptSession)?.token
}

let opening: Promise<ApiReply<string>> | undefined

/** The token of this browser's guest; makes one on first use. Tabs that start together agree on one where the browser has locks. */
function openToken(): Promise<ApiReply<string>> {
  opening ??= whileLocked(async () => {
    const known = currentToken()
    if (known !== undefined) return { ok: true, value: known } as const
    const reply = await send<Session>({ method: 'POST', path: '/api/sessions', body: {} })
    if (!reply.ok) return reply
    writeJson(localStorage, place, { token: reply.value.token, userId: reply.value.user_id })
    return { ok: true, value: reply.value.token } as const
  }).finally(() => {
    opening = undefined
  })
  return opening
}

function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only; without them two first tabs may each be a guest, and the last one stays.
  return 'locks' in navigator ? navigator.locks.request(place, work) : work()
}

/** Sends a request as this browser's guest. A guest whose time is over becomes a new one, since nothing else can be done. */
export async function sendAsGuest<T>(request: ApiRequest): Promise<ApiReply<T>> {
  const first = await openToken()
  if (!first.ok) return first
  const reply = await send<T>({ ...request, token: first.value })
  if (reply.ok || reply.refusal.code !== 'unauthenticated') return reply
  if (currentToken() === first.value) localStorage.removeItem(place)
  const second = await openToken()
  return second.ok ? send<T>({ ...request, token: second.value }) : second
}
