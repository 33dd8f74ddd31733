import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffParams } from '../../schemas/second-factor.ts'
import { ListedStaff, StaffRolesRequest } from '../../schemas/staff-desk.ts'
import { listedStaffOnWire } from '../../views/staff.ts'

export const changeStaffRoles = defineOperation({
  name: 'changeStaffRoles',
  method: 'POST',
  path: '/api/operator/staff/{staff_id}/role_changes',
  access: 'staff',
  right: 'people.change',
  idempotency: 'none',
  lane: 'people',
  tag: 'For the railway',
  summary: 'Give somebody other roles',
  description:
    'They have these roles and no others from now on. Nobody gives a role with a right that they do not ' +
    'have, or changes somebody who has such a right. The last administrator stays one.',
  params: StaffParams,
  body: StaffRolesRequest,
  answers: { 200: { description: 'The member of staff as they are now.', schema: RefTo(ListedStaff) } },
  refusals: ['staff_not_found', 'last_administrator', 'outcome_unknown'],
  async handle({ deps }, { caller, params, body }) {
    const staffId = parseStaffId(params.staff_id)
    if (staffId === undefined) return refuse({ code: 'staff_not_found' })
    const actor = actorOf(caller, body.reason)
    const changed = await deps.staff.changeRoles(staffId, body.roles, actor)
    return changed.ok ? { status: 200, body: listedStaffOnWire(changed.value) } : changed
  },
})
