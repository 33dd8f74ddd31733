import type { SessionId, StaffId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Change } from '../records/changes.ts'
import type { StaffMember } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import { noteOf, type PeopleDecision, type PeopleView, unchanged } from './decision.ts'
import { type FactorProof, type FactorRefused, hasFactor, noFactor, withUsedCode } from './factor-codes.ts'
import type { Actor, RightMissing } from './rights.ts'
import { actedBy, endedSessions, type SignInRefused } from './sessions.ts'
import { memberBelow, memberOf, type NoSuchStaff } from './staff.ts'

type FactorExists = { readonly code: 'second_factor_exists' }
type NoFactor = { readonly code: 'no_second_factor' }

export type StartFactorRefusal = NoSuchStaff | SignInRefused | FactorExists
export type ConfirmFactorRefusal = NoSuchStaff | FactorExists | NoFactor | FactorRefused
export type RemoveFactorRefusal =
  | NoSuchStaff
  | NoFactor
  | FactorRefused
  | { readonly code: 'forbidden'; readonly reason: 'own_second_factor' }
  | RightMissing

interface StartFactor {
  readonly staffId: StaffId
  /** The stored password that the entered one was compared with, outside of any decision. */
  readonly verifiedHash: string
  /** Sealed. */
  readonly secret: string
}

/** Keeps the secret of an app that is not in use yet, in place of an earlier one that never was. */
export function startFactor(
  view: PeopleView,
  { staffId, verifiedHash, secret }: StartFactor,
): PeopleDecision<null, StartFactorRefusal> {
  const member = memberOf(view, staffId)
  if (!member) return unchanged(refuse({ code: 'staff_not_found' }))
  if (member.passwordHash !== verifiedHash) return unchanged(refuse({ code: 'sign_in_refused' }))
  if (hasFactor(member)) return unchanged(refuse({ code: 'second_factor_exists' }))
  const row = { ...member, ...noFactor, factorSecret: secret }
  return decided(row, [noteOf('second_factor_started', actedBy(staffId), { staff_id: staffId })])
}

interface ConfirmFactor {
  readonly staffId: StaffId
  /** The session of the request, which lives on. */
  readonly sessionId: SessionId
  readonly proof: FactorProof
  readonly recoveryHashes: readonly string[]
}

/**
 * Puts a factor into use by a first code of its app, and ends the other sessions, which began without one.
 * The scope has to name all staff, and the sessions of this one.
 */
export function confirmFactor(
  view: PeopleView,
  { staffId, sessionId, proof, recoveryHashes }: ConfirmFactor,
  now: Instant,
): PeopleDecision<null, ConfirmFactorRefusal> {
  const member = memberOf(view, staffId)
  if (!member) return unchanged(refuse({ code: 'staff_not_found' }))
  if (hasFactor(member)) return unchanged(refuse({ code: 'second_factor_exists' }))
  if (member.factorSecret === null) return unchanged(refuse({ code: 'no_second_factor' }))
  const used = withUsedCode(member, proof)
  if (!used) return unchanged(refuse({ code: 'second_factor_refused' }))
  const ended = endedSessions(view, { staffId }, now, sessionId)
  const facts = { staff_id: staffId, sessions: ended.length }
  const note = noteOf('second_factor_added', actedBy(staffId), facts)
  return decided({ ...used, factorAt: now, recoveryHashes }, [...ended, note])
}

/** Takes a factor away by one of its codes. */
export function removeFactor(
  view: PeopleView,
  { staffId, proof }: { readonly staffId: StaffId; readonly proof: FactorProof },
): PeopleDecision<null, RemoveFactorRefusal> {
  const member = memberOf(view, staffId)
  if (!member) return unchanged(refuse({ code: 'staff_not_found' }))
  if (!hasFactor(member)) return unchanged(refuse({ code: 'no_second_factor' }))
  if (!withUsedCode(member, proof)) return unchanged(refuse({ code: 'second_factor_refused' }))
  const note = noteOf('second_factor_removed', actedBy(staffId), { staff_id: staffId })
  return decided({ ...member, ...noFactor }, [note])
}

/**
 * Takes the factor of somebody else away without a code, since the device is lost, and ends their sessions.
 * The scope has to name all staff, and the sessions of this one.
 */
export function resetFactor(
  view: PeopleView,
  { staffId, by, given }: Actor & { readonly staffId: StaffId },
  now: Instant,
): PeopleDecision<StaffMember, RemoveFactorRefusal> {
  const found = memberBelow(view, staffId, given)
  if (!found.ok) return unchanged(found)
  const member = found.value
  // Whoever gets hold of a session must not get rid of the code as well.
  if (by.staffId === staffId) return unchanged(refuse({ code: 'forbidden', reason: 'own_second_factor' }))
  if (member.factorSecret === null) return unchanged(refuse({ code: 'no_second_factor' }))
  const row = { ...member, ...noFactor }
  const ended = endedSessions(view, { staffId }, now)
  const note = noteOf('second_factor_reset', by, { staff_id: staffId, sessions: ended.length })
  return { reply: accept(row), changes: [{ kind: 'person_changed', of: 'staff', row }, ...ended, note] }
}

function decided(row: StaffMember, others: readonly Change[]): PeopleDecision<null, never> {
  return { reply: accept(null), changes: [{ kind: 'person_changed', of: 'staff', row }, ...others] }
}
