import type { AccountId, MessageId, SessionId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Account, Passkey, PasskeyChallenge, Session } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import { notice } from './account-codes.ts'
import { type AccountGone, type KeyReplaced, type UnderKey, withKey } from './account-key.ts'
import {
  accountSession,
  type JoiningGuest,
  joined,
  liveAccount,
  type NewAccountSession,
  noteAbout,
  type ReplacedSession,
  replacing,
} from './accounts.ts'
import { type PeopleDecision, type PeopleView, unchanged } from './decision.ts'

/** An account has as many passkeys as this: one for each device and key of a passenger. */
export const mostPasskeys = 10
export const longestPasskeyName = 60
/** Whoever signed in within this time may add and remove passkeys. */
const recentMs = 10 * 60_000

/** Too long ago for what is asked; signing in again is enough. */
export type SignInTooOld = { readonly code: 'recent_sign_in_needed' }
/** The answer of a passkey does not fit, or its challenge is used up; nobody is told which. */
export type PasskeyNotAccepted = { readonly code: 'passkey_not_accepted' }
export type PasskeyNotFound = { readonly code: 'passkey_not_found' }
export type TooManyPasskeys = { readonly code: 'too_many_passkeys' }

const notAccepted = refuse<PasskeyNotAccepted>({ code: 'passkey_not_accepted' })
const gone = refuse<AccountGone>({ code: 'account_gone' })

/** Whether a session began a short while ago, and goes on. */
export function isRecentSignIn(session: Session | undefined, now: Instant): boolean {
  return session !== undefined && session.endedAt === null && now < after(session.createdAt, recentMs)
}

interface ByOwner {
  readonly accountId: AccountId
  readonly sessionId: SessionId
  /** Of the message that tells the owner. */
  readonly messageId: MessageId
}

interface AddPasskey extends ByOwner, UnderKey {
  /** Its name is sealed under the key. */
  readonly passkey: Omit<Passkey, 'createdAt' | 'lastUsedAt'>
  readonly challenge: PasskeyChallenge
}

type AddRefusal = AccountGone | SignInTooOld | PasskeyNotAccepted | TooManyPasskeys | KeyReplaced

/**
 * Adds a passkey that has answered a challenge; the owner is told. The scope has to name account and session.
 */
export function addPasskey(
  view: PeopleView,
  { accountId, sessionId, messageId, passkey, challenge, ...key }: AddPasskey,
  now: Instant,
): PeopleDecision<Passkey, AddRefusal> {
  const account = liveAccount(view, accountId)
  if (!account) return unchanged(gone)
  if (!isRecentSignIn(sessionOf(view, sessionId), now))
    return unchanged(refuse({ code: 'recent_sign_in_needed' }))
  const usedChallenges = withUsed(account, challenge, now)
  if (!usedChallenges || account.passkeys.some(({ id }) => id === passkey.id)) return unchanged(notAccepted)
  if (account.passkeys.length >= mostPasskeys) return unchanged(refuse({ code: 'too_many_passkeys' }))
  const added: Passkey = { ...passkey, createdAt: now, lastUsedAt: null }
  const passkeys = [...account.passkeys, added]
  const changes = withKey(account, { passkeys, usedChallenges }, key)
  if (!changes) return unchanged(refuse({ code: 'key_replaced' }))
  return {
    reply: accept(added),
    changes: [
      ...changes,
      ...told('passkey_added', account, messageId, now),
      noteAbout('passkey_added', account),
    ],
  }
}

/** Removes a passkey; the owner is told. The scope has to name account and session. */
export function removePasskey(
  view: PeopleView,
  { accountId, sessionId, messageId, passkeyId }: ByOwner & { readonly passkeyId: string },
  now: Instant,
): PeopleDecision<null, AccountGone | SignInTooOld | PasskeyNotFound> {
  const account = liveAccount(view, accountId)
  if (!account) return unchanged(gone)
  const passkeys = account.passkeys.filter(({ id }) => id !== passkeyId)
  if (passkeys.length === account.passkeys.length) return unchanged(refuse({ code: 'passkey_not_found' }))
  if (!isRecentSignIn(sessionOf(view, sessionId), now))
    return unchanged(refuse({ code: 'recent_sign_in_needed' }))
  return {
    reply: accept(null),
    changes: [
      { kind: 'person_changed', of: 'account', row: { ...account, passkeys } },
      ...told('passkey_removed', account, messageId, now),
      noteAbout('passkey_removed', account),
    ],
  }
}

interface RenamePasskey extends UnderKey {
  readonly accountId: AccountId
  readonly passkeyId: string
  /** Sealed. */
  readonly name: string
}

/** Gives a passkey another name. The scope has to name the account. */
export function renamePasskey(
  view: PeopleView,
  { accountId, passkeyId, name, ...key }: RenamePasskey,
): PeopleDecision<Passkey, AccountGone | PasskeyNotFound | KeyReplaced> {
  const account = liveAccount(view, accountId)
  if (!account) return unchanged(gone)
  const found = account.passkeys.find(({ id }) => id === passkeyId)
  if (!found) return unchanged(refuse({ code: 'passkey_not_found' }))
  const renamed = { ...found, name }
  const passkeys = account.passkeys.map((one) => (one.id === passkeyId ? renamed : one))
  const changes = withKey(account, { passkeys }, key)
  return changes ? { reply: accept(renamed), changes } : unchanged(refuse({ code: 'key_replaced' }))
}

interface SignInWithPasskey extends JoiningGuest, ReplacedSession {
  readonly accountId: AccountId
  /** The passkey as it was when its signature was checked, outside of any decision. */
  readonly passkey: Passkey
  readonly signCount: number
  readonly isSynced: boolean
  readonly challenge: PasskeyChallenge
  readonly session: NewAccountSession
}

/**
 * Begins a session for who has a passkey of the account, whose signature fits. A count that has not grown is
 * that of a copy (WebAuthn Level 3, section 7.2, step 22), which is let in nowhere. The scope has to name the
 * account and the session replaced.
 */
export function signInWithPasskey(
  view: PeopleView,
  command: SignInWithPasskey,
  now: Instant,
): PeopleDecision<Session, PasskeyNotAccepted> {
  const account = liveAccount(view, command.accountId)
  const { passkey, signCount, isSynced } = command
  const stored = account?.passkeys.find(({ id }) => id === passkey.id)
  if (!account || stored?.publicKey !== passkey.publicKey || !hasGrown(stored.signCount, signCount))
    return unchanged(notAccepted)
  const usedChallenges = withUsed(account, command.challenge, now)
  if (!usedChallenges) return unchanged(notAccepted)
  const used: Passkey = { ...stored, signCount, isSynced, lastUsedAt: now }
  const passkeys = account.passkeys.map((one) => (one.id === used.id ? used : one))
  const row: Account = { ...account, guestIds: joined(account, command), passkeys, usedChallenges }
  const session = accountSession(account, command.session, now)
  return {
    reply: accept(session),
    changes: [
      { kind: 'person_changed', of: 'account', row },
      ...replacing(view, account, session, now, command),
    ],
  }
}

function hasGrown(storedCount: number, count: number): boolean {
  return count > storedCount || (count === 0 && storedCount === 0)
}

/** The used challenges of an account with one more; undefined if it is used up. */
function withUsed(
  { usedChallenges }: Account,
  challenge: PasskeyChallenge,
  now: Instant,
): readonly PasskeyChallenge[] | undefined {
  if (now >= challenge.expiresAt || usedChallenges.some(({ id }) => id === challenge.id)) return undefined
  return [...usedChallenges.filter(({ expiresAt }) => now < expiresAt), challenge]
}

function sessionOf(view: PeopleView, sessionId: SessionId): Session | undefined {
  return view.people('session').find(({ id }) => id === sessionId)
}

function told(
  kind: 'passkey_added' | 'passkey_removed',
  { email, language }: Account,
  messageId: MessageId,
  now: Instant,
) {
  return email === null ? [] : [notice(kind, { messageId, email, language }, now)]
}
