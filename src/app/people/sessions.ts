import { createHmac } from 'node:crypto'
import type { SessionId, UserId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { hasFactor } from '../../domain/people/factor-codes.ts'
import {
  isReadable,
  type Keyring,
  readableKeys,
  type SecretKey,
  signingKey,
} from '../../domain/people/keyring.ts'
import type { NewSession } from '../../domain/people/sessions.ts'
import type { Session as SignedInSession } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { hashOfToken, tokensEqual } from '../tokens.ts'
import { parseUserId } from '../wire-ids.ts'
import type { KeptSessions, LiveSession, NoSession } from './kept-sessions.ts'

/** A guest: a user id that only this token can speak for. */
interface Session {
  readonly userId: UserId
  readonly token: string
  readonly expiresAt: Instant
}

/** Why a caller is not known; `session_unknown` does not reveal what was wrong with the token. */
export type SessionRefusal = {
  readonly code: 'unauthenticated'
  readonly reason: 'no_token' | 'session_unknown' | 'session_expired' | 'no_account' | 'not_staff'
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
 * Identifies callers by their tokens. Those of guests are signed and not stored, so any node knows them and
 * none has to be looked up. Those of who has signed in stand for rows, most of which are in memory.
 */
export interface Sessions {
  /** At once, unless the database has to be asked. */
  find(token: string, now: Instant): Found | Promise<Found>
  /** Whether finding this token asks the database on behalf of somebody who is not known here. */
  isStranger(token: string): boolean
  close(): void
}

type Found = Reply<KnownCaller, SessionRefusal>

/** Both kinds of sessions, told apart by their tokens. */
export function makeSessions(keys: () => Keyring, kept: KeptSessions): Sessions {
  const guests = makeGuests(keys)
  return {
    find(token, now) {
      if (!isSignedIn(token)) return guests(token, now)
      const found = kept.find(hashOfToken(token), now)
      return found instanceof Promise ? found.then(callerOf) : callerOf(found)
    },
    isStranger: (token) => isSignedIn(token) && !kept.isKnown(hashOfToken(token)),
    close: () => kept.close(),
  }
}

const signedIn = 's1.'

function isSignedIn(token: string): boolean {
  return token.startsWith(signedIn)
}

/** A token of 256 random bits for who signs in. */
function makeSessionToken(randomBytes: (count: number) => Uint8Array): string {
  return signedIn + Buffer.from(randomBytes(32)).toString('base64url')
}

/** A session that has just begun; the token is told once and stored nowhere. */
export interface BegunSession {
  readonly token: string
  readonly session: SignedInSession
}

/** A session that is about to begin, and its token. */
export async function newSession({
  store,
  randomBytes,
}: {
  readonly store: Pick<Deps['store'], 'nextId'>
  readonly randomBytes: Deps['randomBytes']
}): Promise<{ readonly token: string; readonly session: NewSession }> {
  const token = makeSessionToken(randomBytes)
  const id = (await store.nextId('session')) as SessionId
  return { token, session: { id, tokenHash: hashOfToken(token) } }
}

function callerOf(found: LiveSession | NoSession): Found {
  if (typeof found === 'string') return refuse({ code: 'unauthenticated', reason: found })
  const { userId, expiresAt, id: sessionId } = found.session
  if ('member' in found) {
    const { id, roles } = found.member
    const staff = { id, roles, sessionId, hasFactor: hasFactor(found.member) }
    return accept({ userId, expiresAt, staff })
  }
  const { id, guestIds } = found.account
  return accept({ userId, expiresAt, otherUserIds: guestIds, account: { id, sessionId } })
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

function makeGuests(keys: () => Keyring): (token: string, now: Instant) => Found {
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
  return (token, now) => {
    forgetWhereKeysChanged()
    let verified = young.get(token)
    if (!verified) {
      verified = old.get(token) ?? verify(knownBy, token, now)
      if (!verified) return refuse({ code: 'unauthenticated', reason: 'session_unknown' })
      remember(token, verified)
    }
    if (!isReadable(verified.key, now)) return refuse({ code: 'unauthenticated', reason: 'session_unknown' })
    if (now >= verified.caller.expiresAt)
      return refuse({ code: 'unauthenticated', reason: 'session_expired' })
    return accept(verified.caller)
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
