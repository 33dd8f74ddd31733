import { createHmac } from 'node:crypto'
import type { UserId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import {
  isReadable,
  type Keyring,
  readableKeys,
  type SecretKey,
  signingKey,
} from '../../domain/people/keyring.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { tokensEqual } from '../tokens.ts'
import { parseUserId } from '../wire-ids.ts'

/** A guest: a user id that only this token can speak for. */
interface Session {
  readonly userId: UserId
  readonly token: string
  readonly expiresAt: Instant
}

/** Why a caller is not known; `session_unknown` does not reveal what was wrong with the token. */
export type SessionRefusal = {
  readonly code: 'unauthenticated'
  readonly reason: 'no_token' | 'session_unknown' | 'session_expired' | 'no_accounts'
}

/** Makes a new guest. */
export async function openSession(deps: Pick<Deps, 'store' | 'settings' | 'sessionKeys'>): Promise<Session> {
  const userId = (await deps.store.nextId('user')) as UserId
  const now = deps.store.now()
  const expiresAt = after(now, deps.settings.sessionMs)
  return { userId, token: signSession(signingKey(deps.sessionKeys(), now), userId, expiresAt), expiresAt }
}

/** A caller who is known until a given time. */
interface KnownCaller extends Caller {
  readonly expiresAt: Instant
}

/**
 * Identifies callers by their tokens. Tokens are signed and not stored, so any node knows them and none has
 * to be looked up.
 */
export interface Sessions {
  find(token: string, now: Instant): Reply<KnownCaller, SessionRefusal>
}

/**
 * The number of verified tokens that each of two generations remembers: checking a signature costs more than
 * the rest of a request's head.
 */
const rememberedTokens = 20_000

interface Verified {
  readonly caller: KnownCaller
  /** The key that signed the token; the token is worthless once that key is no longer accepted. */
  readonly key: SecretKey
}

export function makeSessions(keys: () => Keyring): Sessions {
  let young = new Map<string, Verified>()
  let old = new Map<string, Verified>()
  let knownBy = keys()
  function remember(token: string, verified: Verified): void {
    if (young.size >= rememberedTokens) {
      old = young
      young = new Map()
    }
    young.set(token, verified)
  }
  function forgetWhereKeysChanged(): void {
    if (knownBy === keys()) return
    knownBy = keys()
    young = new Map()
    old = new Map()
  }
  return {
    find(token, now) {
      forgetWhereKeysChanged()
      let verified = young.get(token)
      if (!verified) {
        verified = old.get(token) ?? verify(knownBy, token, now)
        if (!verified) return refuse({ code: 'unauthenticated', reason: 'session_unknown' })
        remember(token, verified)
      }
      if (!isReadable(verified.key, now))
        return refuse({ code: 'unauthenticated', reason: 'session_unknown' })
      if (now >= verified.caller.expiresAt)
        return refuse({ code: 'unauthenticated', reason: 'session_expired' })
      return accept(verified.caller)
    },
  }
}

const form = /^g1\.([0-9]{1,16})\.([0-9]{1,16})\.([A-Za-z0-9_-]{43})$/

function signSession(key: SecretKey, userId: UserId, expiresAt: Instant): string {
  const body = `g1.${userId}.${expiresAt}`
  return `${body}.${signatureOf(key, body)}`
}

function signatureOf({ secret }: SecretKey, body: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(body).digest('base64url')
}

function verify(keyring: Keyring, token: string, now: Instant): Verified | undefined {
  const match = form.exec(token)
  if (!match) return undefined
  const [, user = '', expiry = '', signature = ''] = match
  const body = `g1.${user}.${expiry}`
  const key = readableKeys(keyring, now).find((one) => tokensEqual(signature, signatureOf(one, body)))
  const userId = parseUserId(user)
  if (!key || userId === undefined) return undefined
  return { caller: { userId, expiresAt: Number(expiry) as Instant }, key }
}
