import type { AccountId, MessageId, PaymentId, SessionId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Change } from '../records/changes.ts'
import type { Account, Session } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import {
  accountAt,
  type CodeNotAccepted,
  type EnteredCode,
  findEnteredCode,
  notice,
  usedUp,
} from './account-codes.ts'
import { type PeopleDecision, type PeopleView, passengerNoteOf, unchanged } from './decision.ts'
import { noPassengers } from './saved-passengers.ts'
import { endedSessions, endOf, type NewSession, type SignInRefused } from './sessions.ts'

/** A session of an account that is about to begin, and how long it lives unused and at most. */
export interface NewAccountSession extends NewSession {
  readonly idleMs: number
  readonly lastsMs: number
}

/** The session that somebody who signs in once more had so far; the new one takes its place. */
export interface ReplacedSession {
  /** Null if there was none. */
  readonly replacedId: SessionId | null
}

/** A guest that signs in, and those that the account has taken over before and keeps. */
export interface JoiningGuest {
  /** Null if nobody was asking as a guest. */
  readonly guestId: UserId | null
  /** Guests of the account that have nothing left. */
  readonly emptyIds: readonly UserId[]
}

const notAccepted = refuse<CodeNotAccepted>({ code: 'code_not_accepted' })
const refused = refuse<SignInRefused>({ code: 'sign_in_refused' })

export type MakeAccountRefusal = CodeNotAccepted | { readonly code: 'email_taken' }

interface MakeAccount extends EnteredCode, Pick<JoiningGuest, 'guestId'> {
  readonly accountId: AccountId
  /** The user of the account: a new one, so that no token of a guest speaks for it. */
  readonly accountUserId: UserId
  /** The key that the address of the code is sealed under: the account's from now on. */
  readonly keyId: PaymentId | null
  readonly session: NewAccountSession
}

/**
 * Makes the account that a code was sent for, and signs in. What the guest who asked holds and has booked is
 * the account's from now on. The scope has to name the codes of who asks, and the account at the address.
 */
export function makeAccount(
  view: PeopleView,
  command: MakeAccount,
  now: Instant,
): PeopleDecision<Session, MakeAccountRefusal> {
  const found = findEnteredCode(view, command, now)
  if (!('code' in found)) return { reply: notAccepted, changes: found.changes }
  const { code } = found
  // They have shown that the address is theirs, so they may know.
  if (accountAt(view, code.emailFolded))
    return { reply: refuse({ code: 'email_taken' }), changes: [usedUp(code, now)] }
  const { email, emailFolded, passwordHash, language } = code
  const account: Account = {
    ...{
      id: command.accountId,
      userId: command.accountUserId,
      guestIds: command.guestId === null ? [] : [command.guestId],
    },
    ...{ email, emailFolded, passwordHash, language, passengers: noPassengers, createdAt: now },
    ...{ passwordAt: now, deletedAt: null, keyId: command.keyId, passkeys: [], usedChallenges: [] },
  }
  const session = accountSession(account, command.session, now)
  return {
    reply: accept(session),
    changes: [
      usedUp(code, now),
      { kind: 'person_added', of: 'account', row: account },
      { kind: 'person_added', of: 'session', row: session },
      noteAbout('account_made', account, { session_id: session.id }),
    ],
  }
}

interface SignInAccount extends JoiningGuest, ReplacedSession {
  readonly accountId: AccountId
  /** The stored password that the entered one was compared with, outside of any decision. */
  readonly verifiedHash: string
  /** The same password, hashed as passwords are today; null if it is. */
  readonly newHash: string | null
  readonly session: NewAccountSession
}

/**
 * Begins a session, if the password is still the one that was compared. What the guest who signs in holds and
 * has booked is the account's from now on. The scope has to name the account and the session replaced.
 */
export function signInAccount(
  view: PeopleView,
  command: SignInAccount,
  now: Instant,
): PeopleDecision<Session, SignInRefused> {
  const account = liveAccount(view, command.accountId)
  if (!account || account.passwordHash !== command.verifiedHash) return unchanged(refused)
  const session = accountSession(account, command.session, now)
  const row: Account = {
    ...account,
    guestIds: joined(account, command),
    passwordHash: command.newHash ?? account.passwordHash,
  }
  return {
    reply: accept(session),
    changes: [
      { kind: 'person_changed', of: 'account', row },
      ...replacing(view, account, session, now, command),
    ],
  }
}

/** The changes with which a session begins, and with which the one that it replaces ends. */
export function replacing(
  view: PeopleView,
  account: Account,
  session: Session,
  now: Instant,
  { replacedId }: ReplacedSession,
): readonly Change[] {
  const replaced = view.people('session').find(({ id }) => id === replacedId)
  const isTheirs = replaced?.accountId === account.id && replaced.endedAt === null
  return [
    ...(isTheirs ? [endOf(replaced, now)] : []),
    { kind: 'person_added', of: 'session', row: session },
    noteAbout('signed_in', account, { session_id: session.id }),
  ]
}

/** Ends one session of an account; ending it again changes nothing. */
export function signOutAccount(
  view: PeopleView,
  { accountId, sessionId }: { readonly accountId: AccountId; readonly sessionId: SessionId },
  now: Instant,
): PeopleDecision<null, never> {
  const session = view.people('session').find(({ id }) => id === sessionId)
  if (session?.accountId !== accountId || session.endedAt !== null) return unchanged(accept(null))
  const note = passengerNoteOf('signed_out', session.userId, { account_id: accountId, session_id: sessionId })
  return { reply: accept(null), changes: [endOf(session, now), note] }
}

/** Ends every session of an account; the scope has to name them. */
export function signOutAccountEverywhere(
  view: PeopleView,
  { accountId, userId }: { readonly accountId: AccountId; readonly userId: UserId },
  now: Instant,
): PeopleDecision<number, never> {
  const ended = endedSessions(view, { accountId }, now)
  const note = passengerNoteOf('sessions_ended', userId, { account_id: accountId, sessions: ended.length })
  return { reply: accept(ended.length), changes: ended.length === 0 ? [] : [...ended, note] }
}

interface ResetAccountPassword extends EnteredCode, JoiningGuest {
  readonly passwordHash: string
  readonly session: NewAccountSession
  readonly messageId: MessageId
}

/**
 * Sets a new password with a code, ends every session and begins one. The scope has to name the codes of who
 * asks, the account of the last one, and its sessions.
 */
export function resetAccountPassword(
  view: PeopleView,
  command: ResetAccountPassword,
  now: Instant,
): PeopleDecision<Session, CodeNotAccepted> {
  const found = findEnteredCode(view, command, now)
  if (!('code' in found)) return { reply: notAccepted, changes: found.changes }
  const account = liveAccount(view, found.code.accountId)
  if (!account) return { reply: notAccepted, changes: [usedUp(found.code, now)] }
  const guestIds = joined(account, command)
  const changed = withPassword(view, { ...command, account: { ...account, guestIds } }, now)
  const note = noteAbout('password_reset', account, { session_id: changed.session.id })
  return { reply: accept(changed.session), changes: [usedUp(found.code, now), ...changed.changes, note] }
}

interface ChangeAccountPassword {
  readonly accountId: AccountId
  /** The stored password that the old one was compared with. */
  readonly verifiedHash: string
  readonly passwordHash: string
  readonly session: NewAccountSession
  readonly messageId: MessageId
}

/** Replaces the password, ends every session and begins one. The scope has to name account and sessions. */
export function changeAccountPassword(
  view: PeopleView,
  command: ChangeAccountPassword,
  now: Instant,
): PeopleDecision<Session, SignInRefused> {
  const account = liveAccount(view, command.accountId)
  if (!account || account.passwordHash !== command.verifiedHash) return unchanged(refused)
  const changed = withPassword(view, { ...command, account }, now)
  const note = noteAbout('password_changed', account, { session_id: changed.session.id })
  return { reply: accept(changed.session), changes: [...changed.changes, note] }
}

interface ChangeEmail extends EnteredCode {
  readonly accountId: AccountId
  readonly messageId: MessageId
}

/**
 * Gives an account the address that a code was sent to; the old address is told. The scope has to name the
 * codes of who asks, the account, and the account at the new address.
 */
export function changeEmail(
  view: PeopleView,
  command: ChangeEmail,
  now: Instant,
): PeopleDecision<Account, MakeAccountRefusal> {
  const found = findEnteredCode(view, command, now)
  if (!('code' in found)) return { reply: notAccepted, changes: found.changes }
  const { code } = found
  const account = liveAccount(view, command.accountId)
  if (!account || code.accountId !== account.id) return unchanged(notAccepted)
  const other = accountAt(view, code.emailFolded)
  if (other && other.id !== account.id)
    return { reply: refuse({ code: 'email_taken' }), changes: [usedUp(code, now)] }
  const row: Account = { ...account, email: code.email, emailFolded: code.emailFolded }
  const { messageId } = command
  const { email, language } = account
  return {
    reply: accept(row),
    changes: [
      usedUp(code, now),
      { kind: 'person_changed', of: 'account', row },
      ...(email === null ? [] : [notice('email_changed', { messageId, email, language }, now)]),
      noteAbout('email_changed', account),
    ],
  }
}

interface DeleteAccount {
  readonly accountId: AccountId
  /** The stored password that the entered one was compared with. */
  readonly verifiedHash: string
}

/**
 * Empties an account and ends its sessions. Its bookings stay, and are opened by their links and codes. The
 * scope has to name account and sessions.
 */
export function deleteAccount(
  view: PeopleView,
  { accountId, verifiedHash }: DeleteAccount,
  now: Instant,
): PeopleDecision<null, SignInRefused> {
  const account = liveAccount(view, accountId)
  if (!account || account.passwordHash !== verifiedHash) return unchanged(refused)
  const row: Account = {
    ...{ ...account, guestIds: [], email: null, emailFolded: null, passwordHash: null },
    ...{ passengers: noPassengers, deletedAt: now, keyId: null, passkeys: [], usedChallenges: [] },
  }
  return {
    reply: accept(null),
    changes: [
      { kind: 'person_changed', of: 'account', row },
      ...(account.keyId === null ? [] : [keyGone(account.keyId)]),
      ...endedSessions(view, { accountId }, now),
      noteAbout('account_deleted', account),
    ],
  }
}

interface WithPassword extends Pick<ChangeAccountPassword, 'passwordHash' | 'session' | 'messageId'> {
  readonly account: Account
}

/** The account with another password, and its owner is told. */
function withPassword(
  view: PeopleView,
  { account, passwordHash, session, messageId }: WithPassword,
  now: Instant,
): { readonly session: Session; readonly changes: readonly Change[] } {
  const begun = accountSession(account, session, now)
  const row = { ...account, passwordHash, passwordAt: now }
  const { email, language } = account
  return {
    session: begun,
    changes: [
      { kind: 'person_changed', of: 'account', row },
      ...endedSessions(view, { accountId: account.id }, now),
      { kind: 'person_added', of: 'session', row: begun },
      ...(email === null ? [] : [notice('password_changed', { messageId, email, language }, now)]),
    ],
  }
}

/** The account, unless it is deleted or was never made. */
export function liveAccount(view: PeopleView, accountId: AccountId | null): Account | undefined {
  return view.people('account').find((one) => one.id === accountId && one.deletedAt === null)
}

/** Nobody can read what the account kept anymore, in no backup either. */
function keyGone(keyId: PaymentId): Change {
  return { kind: 'personal_key_removed', paymentId: keyId }
}

export function noteAbout(
  action: Parameters<typeof passengerNoteOf>[0],
  { id, userId }: Account,
  facts: Parameters<typeof passengerNoteOf>[2] = {},
): Change {
  return passengerNoteOf(action, userId, { account_id: id, ...facts })
}

export function accountSession(
  { id: accountId, userId }: Account,
  { id, tokenHash, idleMs, lastsMs }: NewAccountSession,
  now: Instant,
): Session {
  return {
    ...{ id, tokenHash, userId, staffId: null, accountId, createdAt: now, lastUsedAt: now, idleMs },
    ...{ expiresAt: after(now, lastsMs), endedAt: null },
  }
}

/** The guests of an account, with the one that signs in at the end. */
export function joined(
  { guestIds, userId }: Account,
  { guestId, emptyIds }: JoiningGuest,
): readonly UserId[] {
  const others = guestIds.filter((id) => id !== guestId && !emptyIds.includes(id))
  return guestId === null || guestId === userId ? others : [...others, guestId]
}
