import type { AccountCodeId, AccountId, MessageId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import { codeMs, isOpen, isRecent, isTooSoon, latestCode, mostCodes } from '../records/access.ts'
import { actsRunId } from '../records/acts-run.ts'
import type { Change } from '../records/changes.ts'
import type { Message } from '../records/message.ts'
import type { Account, AccountCode, CodePurpose } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import { type KeyReplaced, type UnderKey, withKey } from './account-key.ts'
import { type PeopleDecision, type PeopleView, passengerNoteOf, unchanged } from './decision.ts'

/** A message about an account is of no use after this time. */
const noticeMs = 7 * 24 * 3_600_000

/** Sends a one-time code of an account to an address. */
interface SendAccountCode extends UnderKey {
  readonly codeId: AccountCodeId
  readonly messageId: MessageId
  /** The session that asks. */
  readonly userId: UserId
  readonly purpose: CodePurpose
  /** The account of the session; null for who has none. */
  readonly accountId: AccountId | null
  /** Sealed under the key of the account that the code is about, or under a new one. */
  readonly email: string
  readonly emailFolded: string
  /** Of an account that is to be made. */
  readonly passwordHash: string | null
  readonly code: string
  readonly codeHash: string
  readonly language: Language
}

/**
 * Sends a code, unless this session got one a moment ago or the address has had as many as it may. The caller
 * cannot tell, so a stranger does not learn who has an account: an address that has one already is told so in
 * a message without a code, and one that has none gets no message when a new password is asked for. The scope
 * has to name the account and the codes at the address, the account of who asks, and their codes.
 */
export function sendAccountCode(
  view: PeopleView,
  command: SendAccountCode,
  now: Instant,
): PeopleDecision<{ readonly isSent: boolean }, KeyReplaced> {
  const { purpose, userId, emailFolded } = command
  const codes = view.people('accountCode').filter((code) => code.purpose === purpose)
  const sent = codes.filter((code) => code.emailFolded === emailFolded && isRecent(code, now))
  if (isTooSoon(latestCode(codes, userId), now) || sent.length >= mostCodes)
    return unchanged(accept({ isSent: false }))
  const owner = codeOwner(view.people('account'), command)
  const keyed = keyedBy(owner, command)
  if (!keyed) return unchanged(refuse({ code: 'key_replaced' }))
  const known = accountAt(view, emailFolded)
  const code = codeOf(command, known, now)
  const message = messageOf(command, known, now)
  return {
    reply: accept({ isSent: message !== null }),
    changes: [
      ...keyed,
      { kind: 'person_added', of: 'accountCode', row: code },
      ...(message ? [message] : []),
      passengerNoteOf('account_code_sent', userId, { purpose, account_id: code.accountId }),
    ],
  }
}

/** The account under whose key the address of a code is sealed; undefined if the code has one of its own. */
export function codeOwner(
  accounts: readonly Account[],
  { emailFolded, accountId }: Pick<SendAccountCode, 'emailFolded' | 'accountId'>,
): Account | undefined {
  const live = accounts.filter(({ deletedAt }) => deletedAt === null)
  return live.find((one) => one.emailFolded === emailFolded) ?? live.find(({ id }) => id === accountId)
}

/** The changes that store a new key; undefined if the key was made or chosen for another state of things. */
function keyedBy(owner: Account | undefined, under: UnderKey): readonly Change[] | undefined {
  const { keyId, newKey } = under
  if ((owner?.keyId ?? null) !== keyId) return undefined
  if (newKey === null) return []
  return owner ? withKey(owner, {}, under) : [{ kind: 'personal_key_added', key: newKey }]
}

/** The account with this folded address; deleted ones have none. */
export function accountAt(view: PeopleView, emailFolded: string): Account | undefined {
  return view.people('account').find((one) => one.emailFolded === emailFolded)
}

function codeOf(command: SendAccountCode, known: Account | undefined, now: Instant): AccountCode {
  const { codeId: id, userId, purpose, email, emailFolded, passwordHash, codeHash, language } = command
  return {
    ...{ id, userId, purpose, email, emailFolded, passwordHash, codeHash, language },
    accountId: purpose === 'reset' ? (known?.id ?? null) : command.accountId,
    ...{ createdAt: now, expiresAt: after(now, codeMs), tryCount: 0, usedAt: null },
  }
}

function messageOf(
  { messageId, purpose, email, code, language }: SendAccountCode,
  known: Account | undefined,
  now: Instant,
): Change | null {
  const to = { messageId, email, language }
  if (purpose === 'reset' && !known) return null
  if (purpose !== 'reset' && known) return notice('account_exists', to, now)
  return added({ ...to, kind: 'account_code', content: { code }, giveUpAt: after(now, codeMs) }, now)
}

interface Addressed {
  readonly messageId: MessageId
  readonly email: string
  readonly language: Language
}

type NoticeKind = Exclude<Message['kind'], 'access_code' | 'account_code'>

/** A message without a code. */
export function notice(kind: NoticeKind, to: Addressed, now: Instant): Change {
  return added({ ...to, kind, content: {}, giveUpAt: after(now, noticeMs) }, now)
}

type Words = Pick<Message, 'kind' | 'content' | 'giveUpAt'>

function added({ messageId, email, language, ...words }: Addressed & Words, now: Instant): Change {
  const message: Message = {
    ...{ id: messageId, trainRunId: actsRunId, bookingId: null, language, recipient: email, ...words },
    ...{ state: 'QUEUED', createdAt: now, dueAt: now, tryCount: 0, endedAt: null },
  }
  return { kind: 'message_added', message }
}

/** The code is wrong, too old, used up, or not of this session: nobody is told which. */
export type CodeNotAccepted = { readonly code: 'code_not_accepted' }

/** Who enters a code. */
export interface EnteredCode {
  readonly userId: UserId
  readonly purpose: CodePurpose
  /** The entered code, hashed with each secret that is accepted now. */
  readonly hashes: readonly string[]
}

/**
 * The last code that a session was sent, if this is it. Otherwise the changes that a wrong entry makes. The
 * scope has to name the codes of who asks.
 */
export function findEnteredCode(
  view: PeopleView,
  { userId, purpose, hashes }: EnteredCode,
  now: Instant,
): { readonly code: AccountCode } | { readonly changes: readonly Change[] } {
  const code = latestAccountCode(view.people('accountCode'), userId, purpose)
  if (!code || !isOpen(code, now)) return { changes: [] }
  if (hashes.includes(code.codeHash)) return { code }
  const row = { ...code, tryCount: code.tryCount + 1 }
  return { changes: [{ kind: 'person_changed', of: 'accountCode', row }] }
}

/** The last code of a kind that a session asked for. */
export function latestAccountCode(
  codes: readonly AccountCode[],
  userId: UserId,
  purpose: CodePurpose,
): AccountCode | undefined {
  return latestCode(
    codes.filter((code) => code.purpose === purpose),
    userId,
  )
}

/** A used code is of no more use, and keeps no password. */
export function usedUp(code: AccountCode, now: Instant): Change {
  return {
    kind: 'person_changed',
    of: 'accountCode',
    row: { ...code, passwordHash: null, usedAt: now },
  }
}
