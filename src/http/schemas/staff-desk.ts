import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { type Role, roles, type StaffMember } from '../../domain/records/people.ts'
import { Id, Moment, OneOf, OrNull, RefTo } from './common.ts'
import { NewPassword } from './passwords.ts'
import { StaffEmail, StaffName } from './staff.ts'

const reasons = [
  ...['new_duties', 'departure', 'suspected_misuse', 'lost_device', 'own_wish', 'correction'],
] as const satisfies ActReason[]

const Reason = OneOf(reasons, { description: 'For the audit trail.' })

const Roles = Type.Array(OneOf<Role>(roles), {
  maxItems: roles.length,
  uniqueItems: true,
  description: 'Their roles; with none they can only sign in.',
})

const State = OneOf<StaffMember['state']>(['ACTIVE', 'DISABLED'], {
  description: 'DISABLED: they cannot sign in, and nothing of them is lost.',
})

export const NewStaffRequest = Type.Object({
  ...{ name: StaffName, email: StaffEmail, password: NewPassword, roles: Roles, reason: Reason },
})
export const StaffRolesRequest = Type.Object({ roles: Roles, reason: Reason })
export const StaffStateRequest = Type.Object({ state: State, reason: Reason })
export const StaffPasswordRequest = Type.Object({ password: NewPassword, reason: Reason })
export const StaffSessionsRequest = Type.Object({ reason: Reason })

export const ListedStaff = Type.Object(
  {
    staff_id: Id('The member of staff.', '4'),
    user_id: Id('The user that owns their holds and bookings.', '31'),
    name: Type.String(),
    email: Type.String(),
    roles: Type.Array(Type.String({ enum: [...roles] }), { maxItems: roles.length }),
    state: State,
    created_at: Moment('When they were added.'),
    password_changed_at: Moment('When the password became what it is.'),
    second_factor_since: OrNull(Moment('When a second factor was set up; null if there is none.')),
  },
  {
    $id: 'ListedStaff',
    description: 'Somebody who works for the railway, as those see them who manage staff.',
  },
)

export const StaffList = Type.Object(
  { staff: Type.Array(RefTo(ListedStaff)) },
  { $id: 'StaffList', description: 'The staff, in order of joining.' },
)

export const staffDeskSchemas = [ListedStaff, StaffList]
