import type { SessionId, StaffId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import { type ActedBy, actedByNobody } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { Session, StaffMember } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import { noteOf, type PeopleDecision, type PeopleView, unchanged } from './decision.ts'
import { type FactorProof, type FactorRefused, hasFactor, withUsedCode } from './factor-codes.ts'

/** How long a session of staff lives unused, and at most. */
const staffIdleMs = 30 * 60_000
const staffSessionMs = 12 * 3_600_000
/** How often the last use of a session is written. */
export const usedEveryMs = 60_000

/** Whether a session still speaks for somebody. */
export function isSessionLive(session: Session, now: Instant): boolean {
  const { endedAt, expiresAt, lastUsedAt, idleMs } = session
  return endedAt === null && now < expiresAt && now < after(lastUsedAt, idleMs)
}

/** A session that is about to begin. */
export interface NewSession {
  readonly id: SessionId
  readonly tokenHash: string
}

/** Address and password do not fit, or the account is not in use; nobody is told which. */
export type SignInRefused = { readonly code: 'sign_in_refused' }

interface SignIn {
  readonly staffId: StaffId
  /** The stored password that the entered one was compared with, outside of any decision. */
  readonly verifiedHash: string
  /** The same password, hashed as passwords are today; null if it is. */
  readonly newHash: string | null
  /** Whether somebody with a second factor has to enter a code. */
  readonly asksFactor: boolean
  /** What the code was found to be; null if there was none. */
  readonly proof: FactorProof | null
  readonly session: NewSession
}

/** The password fits, and a code of the second factor is missing. */
export type FactorNeeded = { readonly code: 'second_factor_needed' }

/**
 * Begins a session, if the account is still in use and its password is still the one that was compared:
 * whoever is disabled while the password is being compared does not get in. A code of the second factor is
 * used up with it, so that of two sign-ins with one code, one gets in.
 */
export function signIn(
  view: PeopleView,
  { staffId, verifiedHash, newHash, asksFactor, proof, session }: SignIn,
  now: Instant,
): PeopleDecision<Session, SignInRefused | FactorNeeded | FactorRefused> {
  const member = view.people('staff').find(({ id }) => id === staffId)
  if (member?.state !== 'ACTIVE' || member.passwordHash !== verifiedHash)
    return unchanged(refuse({ code: 'sign_in_refused' }))
  const isAsked = asksFactor && hasFactor(member)
  if (isAsked && !proof) return unchanged(refuse({ code: 'second_factor_needed' }))
  const proven = isAsked && proof ? withUsedCode(member, proof) : member
  if (!proven) return unchanged(refuse({ code: 'second_factor_refused' }))
  const row = sessionOf(member, session, now)
  const changed = { ...proven, passwordHash: newHash ?? verifiedHash }
  const isChanged = proven !== member || newHash !== null
  return {
    reply: accept(row),
    changes: [
      ...(isChanged ? [{ kind: 'person_changed', of: 'staff', row: changed } as const] : []),
      { kind: 'person_added', of: 'session', row },
      ...recoveryNotes(member, proven),
      noteOf('signed_in', actedBy(staffId), { staff_id: staffId, session_id: row.id }),
    ],
  }
}

/** Recovery codes run out, so the audit trail says how many are left. */
function recoveryNotes(before: StaffMember, { id, recoveryHashes }: StaffMember): readonly Change[] {
  if (before.recoveryHashes.length === recoveryHashes.length) return []
  return [noteOf('recovery_code_used', actedBy(id), { staff_id: id, codes_left: recoveryHashes.length })]
}

/** What somebody does to their own account needs no reason. */
export function actedBy(staffId: StaffId): ActedBy {
  return { ...actedByNobody, staffId }
}

export function sessionOf({ id, userId }: StaffMember, session: NewSession, now: Instant): Session {
  return {
    ...{
      ...session,
      accountId: null,
      userId,
      staffId: id,
      createdAt: now,
      lastUsedAt: now,
      idleMs: staffIdleMs,
    },
    ...{ expiresAt: after(now, staffSessionMs), endedAt: null },
  }
}

/** Ends one session, by whoever has it; ending it again changes nothing. */
export function signOut(
  view: PeopleView,
  { staffId, sessionId }: { readonly staffId: StaffId; readonly sessionId: SessionId },
  now: Instant,
): PeopleDecision<null, never> {
  const session = view.people('session').find(({ id }) => id === sessionId)
  if (session?.staffId !== staffId || session.endedAt !== null) return { reply: accept(null), changes: [] }
  return {
    reply: accept(null),
    changes: [
      endOf(session, now),
      noteOf('signed_out', actedBy(staffId), { staff_id: staffId, session_id: sessionId }),
    ],
  }
}

/** Ends every session of a member of staff, by them or by others; returns how many still lived. */
export function signOutEverywhere(
  view: PeopleView,
  { staffId, by }: { readonly staffId: StaffId; readonly by: ActedBy },
  now: Instant,
): PeopleDecision<number, never> {
  const changes = endedSessions(view, { staffId }, now)
  const count = changes.length
  const note = noteOf('sessions_ended', by, { staff_id: staffId, sessions: count })
  return { reply: accept(count), changes: count === 0 ? [] : [...changes, note] }
}

/**
 * The changes that end all sessions of a member of staff or of an account, but one if it is named; the scope
 * has to name them.
 */
export function endedSessions(
  view: PeopleView,
  { staffId = null, accountId = null }: Partial<Pick<Session, 'staffId' | 'accountId'>>,
  now: Instant,
  but?: SessionId,
): readonly Change[] {
  return view
    .people('session')
    .filter((one) => one.staffId === staffId && one.accountId === accountId && one.endedAt === null)
    .filter(({ id }) => id !== but)
    .map((session) => endOf(session, now))
}

/** The change that ends a session. */
export function endOf(session: Session, now: Instant): Change {
  return { kind: 'person_changed', of: 'session', row: { ...session, endedAt: now } }
}

/** Notes when sessions were last used; what has ended meanwhile stays as it is. No act, so no entry. */
export function noteUse(
  view: PeopleView,
  usedAt: ReadonlyMap<SessionId, Instant>,
): PeopleDecision<null, never> {
  const changes = view.people('session').flatMap((session): Change[] => {
    const lastUsedAt = usedAt.get(session.id)
    const isLater = lastUsedAt !== undefined && lastUsedAt > session.lastUsedAt
    if (!isLater || session.endedAt !== null) return []
    return [{ kind: 'person_changed', of: 'session', row: { ...session, lastUsedAt } }]
  })
  return { reply: accept(null), changes }
}
