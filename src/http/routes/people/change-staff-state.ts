import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffParams } from '../../schemas/second-factor.ts'
import { ListedStaff, StaffStateRequest } from '../../schemas/staff-desk.ts'
import { listedStaffOnWire } from '../../views/staff.ts'

export const changeStaffState = defineOperation({
  name: 'changeStaffState',
  method: 'POST',
  path: '/api/operator/staff/{staff_id}/state_changes',
  access: 'staff',
  right: 'people.change',
  idempotency: 'none',
  lane: 'people',
  tag: 'For the railway',
  summary: 'Disable an account of staff, or enable it again',
  description: 'Disabling ends every session of theirs. The last administrator in use cannot be disabled.',
  params: StaffParams,
  body: StaffStateRequest,
  answers: { 200: { description: 'The member of staff as they are now.', schema: RefTo(ListedStaff) } },
  refusals: ['staff_not_found', 'last_administrator', 'outcome_unknown'],
  async handle({ deps }, { caller, params, body }) {
    const staffId = parseStaffId(params.staff_id)
    if (staffId === undefined) return refuse({ code: 'staff_not_found' })
    const actor = actorOf(caller, body.reason)
    const changed = await deps.staff.setState(staffId, body.state, actor)
    return changed.ok ? { status: 200, body: listedStaffOnWire(changed.value) } : changed
  },
})
