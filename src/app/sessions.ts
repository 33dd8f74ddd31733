import { createHmac, timingSafeEqual } from 'node:crypto'
import type { UserId } from '../domain/ids.ts'
import { after, type Instant } from '../domain/instant.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import type { Caller, Deps } from './deps.ts'
import { parseUserId } from './wire-ids.ts'

/** A guest: a user id that only this token can speak for. */
export interface Session {
  readonly userId: UserId
  readonly token: string
  readonly expiresAt: Instant
}

/** Why a caller is not known; `session_unknown` says nothing of what was wrong with the token. */
export type SessionRefusal = {
  readonly code: 'unauthenticated'
  readonly reason: 'no_token' | 'session_unknown' | 'session_expired' | 'no_accounts'
}

/** Makes a new guest. */
export async function openSession(
  deps: Pick<Deps, 'store' | 'settings' | 'sessionSecret'>,
): Promise<Session> {
  const userId = (await deps.store.nextId('user')) as UserId
  const expiresAt = after(deps.store.now(), deps.settings.sessionMs)
  return { userId, token: signSession(deps.sessionSecret, userId, expiresAt), expiresAt }
}

/** A caller who is known until then. */
export interface KnownCaller extends Caller {
  readonly expiresAt: Instant
}

/** Tells callers by their tokens. Tokens are signed and not stored, so any node knows them and none has to be looked up. */
export interface Sessions {
  find(token: string, now: Instant): Reply<KnownCaller, SessionRefusal>
}

/** How many verified tokens each of two generations remembers: checking a signature costs more than the rest of a request's head. */
const rememberedTokens = 20_000

export function makeSessions(secret: Uint8Array): Sessions {
  let young = new Map<string, KnownCaller>()
  let old = new Map<string, KnownCaller>()
  function remember(token: string, verified: KnownCaller): void {
    if (young.size >= rememberedTokens) {
      old = young
      young = new Map()
    }
    young.set(token, verified)
  }
  return {
    find(token, now) {
      let verified = young.get(token)
      if (!verified) {
        verified = old.get(token) ?? verify(secret, token)
        if (!verified) return refuse({ code: 'unauthenticated', reason: 'session_unknown' })
        remember(token, verified)
      }
      if (now >= verified.expiresAt) return refuse({ code: 'unauthenticated', reason: 'session_expired' })
      return accept(verified)
    },
  }
}

const form = /^g1\.([0-9]{1,16})\.([0-9]{1,16})\.([A-Za-z0-9_-]{43})$/

function signSession(secret: Uint8Array, userId: UserId, expiresAt: Instant): string {
  const body = `g1.${userId}.${expiresAt}`
  return `${body}.${signatureOf(secret, body)}`
}

function signatureOf(secret: Uint8Array, body: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url')
}

function verify(secret: Uint8Array, token: string): KnownCaller | undefined {
  const match = form.exec(token)
  if (!match) return undefined
  const [, user = '', expiry = '', signature = ''] = match
  const expected = signatureOf(secret, `g1.${user}.${expiry}`)
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined
  const userId = parseUserId(user)
  if (userId === undefined) return undefined
  return { userId, expiresAt: Number(expiry) as Instant }
}
