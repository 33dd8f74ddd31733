import type { AccountCodeId, AccountId, MessageId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import { codeMs, isOpen, isRecent, isTooSoon, latestCode, mostCodes } from '../records/access.ts'
import { actsRunId } from '../records/acts-run.ts'
import type { Change } from '../records/changes.ts'
import { emailForm } from '../records/contact.ts'
import type { Message } from '../records/message.ts'
import type { Account, AccountCode, CodePurpose } from '../records/people.ts'
import { accept } from '../result.ts'
import { type PeopleDecision, type PeopleView, passengerNoteOf, unchanged } from './decision.ts'

/** A message about an account is of no use after this time. */
const noticeMs = 7 * 24 * 3_600_000

/** Sends a one-time code of an account to an address. */
interface SendAccountCode {
  readonly codeId: AccountCodeId
  readonly messageId: MessageId
  /** The session that asks. */
  readonly userId: UserId
  readonly purpose: CodePurpose
  /** The account of the session; null for who has none. */
  readonly accountId: AccountId | null
  /** As it was typed. */
  readonly email: string
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
 * has to name the account and the codes at the address, and the codes of who asks.
 */
export function sendAccountCode(
  view: PeopleView,
  command: SendAccountCode,
  now: Instant,
): PeopleDecision<{ readonly isSent: boolean }, never> {
  const { purpose, userId } = command
  const emailFolded = emailForm(command.email)
  const codes = view.people('accountCode').filter((code) => code.purpose === purpose)
  const sent = codes.filter((code) => code.emailFolded === emailFolded && isRecent(code, now))
  if (isTooSoon(latestCode(codes, userId), now) || sent.length >= mostCodes)
    return unchanged(accept({ isSent: false }))
  const known = accountAt(view, emailFolded)
  const code = codeOf(command, known, now)
  const message = messageOf(command, known, now)
  return {
    reply: accept({ isSent: message !== null }),
    changes: [
      { kind: 'person_added', of: 'accountCode', row: code },
      ...(message ? [message] : []),
      passengerNoteOf('account_code_sent', userId, { purpose, account_id: code.accountId }),
    ],
  }
}

/** The account with this folded address; deleted ones have none. */
export function accountAt(view: PeopleView, emailFolded: string): Account | undefined {
  return view.people('account').find((one) => one.emailFolded === emailFolded)
}

function codeOf(command: SendAccountCode, known: Account | undefined, now: Instant): AccountCode {
  const { codeId: id, userId, purpose, email, passwordHash, codeHash, language } = command
  return {
    ...{ id, userId, purpose, email, emailFolded: emailForm(email), passwordHash, codeHash, language },
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
