import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { StaffParams } from '../../schemas/second-factor.ts'
import { StaffSessionsRequest } from '../../schemas/staff-desk.ts'

export const endSessionsOfStaff = defineOperation({
  name: 'endSessionsOfStaff',
  method: 'POST',
  path: '/api/operator/staff/{staff_id}/session_removals',
  access: 'staff',
  right: 'people.change',
  idempotency: 'none',
  lane: 'people',
  tag: 'For the railway',
  summary: 'End the sessions of somebody',
  description: 'Every session of theirs ends: at this node from now on, at others within five seconds.',
  params: StaffParams,
  body: StaffSessionsRequest,
  answers: { 204: { description: 'It is done.', schema: null } },
  refusals: ['staff_not_found', 'outcome_unknown'],
  async handle({ deps }, { caller, params, body }) {
    const staffId = parseStaffId(params.staff_id)
    if (staffId === undefined) return refuse({ code: 'staff_not_found' })
    const actor = actorOf(caller, body.reason)
    const changed = await deps.staff.endSessions(staffId, actor)
    return changed.ok ? { status: 204 } : changed
  },
})
