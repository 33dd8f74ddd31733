import type { StaffId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Change } from '../records/changes.ts'
import { emailForm } from '../records/contact.ts'
import type { Role, Session, StaffMember } from '../records/people.ts'
import { accept, type Reply, refuse } from '../result.ts'
import { noteOf, type PeopleDecision, type PeopleView, unchanged } from './decision.ts'
import { noFactor } from './factor-codes.ts'
import { type Actor, missingRight, type RightMissing, rightsOfRoles } from './rights.ts'
import { endedSessions, type NewSession, type SignInRefused, sessionOf } from './sessions.ts'

/** The shortest and the longest password, in characters. It is never changed or trimmed. */
export const passwordLength = { least: 12, most: 128 } as const
export const longestStaffName = 100

export type NoSuchStaff = { readonly code: 'staff_not_found' }
type LastAdministrator = { readonly code: 'last_administrator' }

export type AddStaffRefusal =
  | { readonly code: 'email_taken' }
  | { readonly code: 'setup_refused' }
  | RightMissing
export type ChangeStaffRefusal = NoSuchStaff | LastAdministrator | RightMissing

interface AddStaff
  extends Actor,
    Pick<StaffMember, 'id' | 'userId' | 'name' | 'email' | 'passwordHash' | 'roles'> {
  /** Refused as soon as there is an administrator. */
  readonly isFirst: boolean
}

/** Whether somebody can do everything: without one, the set-up link opens. */
export function hasAdministrator(staff: readonly StaffMember[]): boolean {
  return staff.some(isAdministrator)
}

function isAdministrator({ state, roles }: StaffMember): boolean {
  return state === 'ACTIVE' && roles.includes('administrator')
}

/** Makes a member of staff. The scope has to name all staff. */
export function addStaff(
  view: PeopleView,
  { by, given, isFirst, ...member }: AddStaff,
  now: Instant,
): PeopleDecision<StaffMember, AddStaffRefusal> {
  const missing = missingRight(rightsOfRoles(member.roles), given)
  if (missing) return unchanged(refuse(missing))
  const staff = view.people('staff')
  const emailFolded = emailForm(member.email)
  if (isFirst && hasAdministrator(staff)) return unchanged(refuse({ code: 'setup_refused' }))
  if (staff.some((one) => one.emailFolded === emailFolded)) return unchanged(refuse({ code: 'email_taken' }))
  const row: StaffMember = {
    ...{ ...member, ...noFactor, emailFolded, state: 'ACTIVE', createdAt: now, passwordAt: now },
  }
  return {
    reply: accept(row),
    changes: [
      { kind: 'person_added', of: 'staff', row },
      noteOf('staff_added', by, { staff_id: row.id, roles: row.roles.join(' ') }),
    ],
  }
}

interface ChangeRoles extends Actor {
  readonly staffId: StaffId
  readonly roles: readonly Role[]
}

/** Gives somebody these roles and no others. The scope has to name all staff. */
export function changeRoles(
  view: PeopleView,
  { staffId, roles, by, given }: ChangeRoles,
): PeopleDecision<StaffMember, ChangeStaffRefusal> {
  const found = memberBelow(view, staffId, given)
  if (!found.ok) return unchanged(found)
  const missing = missingRight(rightsOfRoles(roles), given)
  if (missing) return unchanged(refuse(missing))
  const member = found.value
  if (hasSame(member.roles, roles)) return unchanged(accept(member))
  const row = { ...member, roles }
  if (isWithoutAdministrator(view, row)) return unchanged(refuse({ code: 'last_administrator' }))
  const note = noteOf('staff_roles_changed', by, { staff_id: staffId, roles: roles.join(' ') })
  return { reply: accept(row), changes: [{ kind: 'person_changed', of: 'staff', row }, note] }
}

interface SetState extends Actor {
  readonly staffId: StaffId
  readonly state: StaffMember['state']
}

/**
 * Takes an account out of use, which ends its sessions, or into use again. The scope has to name all staff,
 * and the sessions of this one.
 */
export function setStaffState(
  view: PeopleView,
  { staffId, state, by, given }: SetState,
  now: Instant,
): PeopleDecision<StaffMember, ChangeStaffRefusal> {
  const found = memberBelow(view, staffId, given)
  if (!found.ok) return unchanged(found)
  const member = found.value
  if (member.state === state) return unchanged(accept(member))
  const row = { ...member, state }
  if (isWithoutAdministrator(view, row)) return unchanged(refuse({ code: 'last_administrator' }))
  const action = state === 'DISABLED' ? 'staff_disabled' : 'staff_enabled'
  const ended = state === 'DISABLED' ? endedSessions(view, { staffId }, now) : []
  const note = noteOf(action, by, { staff_id: staffId, sessions: ended.length })
  return { reply: accept(row), changes: [{ kind: 'person_changed', of: 'staff', row }, ...ended, note] }
}

interface SetPassword extends Actor {
  readonly staffId: StaffId
  /** The stored password that the old one was compared with; null if nobody had to enter it. */
  readonly verifiedHash: string | null
  readonly passwordHash: string
  /** The session that begins for who has changed it; null if another has. */
  readonly session: NewSession | null
}

/** Replaces a password and ends every session. The scope has to name staff, and the sessions of this one. */
export function setPassword(
  view: PeopleView,
  { staffId, verifiedHash, passwordHash, session, by, given }: SetPassword,
  now: Instant,
): PeopleDecision<Session | null, SignInRefused | NoSuchStaff | RightMissing> {
  const found = memberBelow(view, staffId, given)
  if (!found.ok) return unchanged(found)
  const member = found.value
  const isVerified = verifiedHash === null || verifiedHash === member.passwordHash
  if (!isVerified || (session && member.state !== 'ACTIVE'))
    return unchanged(refuse({ code: 'sign_in_refused' }))
  const ended = endedSessions(view, { staffId }, now)
  const begun = session && sessionOf(member, session, now)
  const added: readonly Change[] = begun ? [{ kind: 'person_added', of: 'session', row: begun }] : []
  const action = verifiedHash === null ? 'password_reset' : 'password_changed'
  return {
    reply: accept(begun),
    changes: [
      { kind: 'person_changed', of: 'staff', row: { ...member, passwordHash, passwordAt: now } },
      ...[...ended, ...added],
      noteOf(action, by, { staff_id: staffId, sessions: ended.length }),
    ],
  }
}

/** Undefined if there is nobody with this number. The scope has to name them. */
export function memberOf(view: PeopleView, staffId: StaffId): StaffMember | undefined {
  return view.people('staff').find(({ id }) => id === staffId)
}

/** Somebody that is acted on, who may do nothing that whoever acts may not. */
export function memberBelow(
  view: PeopleView,
  staffId: StaffId,
  given: Actor['given'],
): Reply<StaffMember, NoSuchStaff | RightMissing> {
  const member = memberOf(view, staffId)
  if (!member) return refuse({ code: 'staff_not_found' })
  const missing = missingRight(rightsOfRoles(member.roles), given)
  return missing ? refuse(missing) : accept(member)
}

function hasSame(some: readonly Role[], others: readonly Role[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role))
}

/** Whether nobody could do everything anymore, if this member of staff became so. */
function isWithoutAdministrator(view: PeopleView, changed: StaffMember): boolean {
  const staff = view.people('staff')
  return (
    hasAdministrator(staff) && !hasAdministrator(staff.map((one) => (one.id === changed.id ? changed : one)))
  )
}
