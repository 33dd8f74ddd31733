import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { StaffParams } from '../../schemas/second-factor.ts'
import { StaffPasswordRequest } from '../../schemas/staff-desk.ts'

export const resetStaffPassword = defineOperation({
  name: 'resetStaffPassword',
  method: 'POST',
  path: '/api/operator/staff/{staff_id}/password_resets',
  access: 'staff',
  right: 'people.change',
  idempotency: 'none',
  lane: 'people',
  tag: 'For the railway',
  summary: 'Give somebody a new password',
  description: 'For who has forgotten theirs. Every session of theirs ends; their second factor stays.',
  params: StaffParams,
  body: StaffPasswordRequest,
  answers: { 204: { description: 'It is done.', schema: null } },
  refusals: ['staff_not_found', 'outcome_unknown', 'password_too_common'],
  async handle({ deps }, { caller, params, body }) {
    const staffId = parseStaffId(params.staff_id)
    if (staffId === undefined) return refuse({ code: 'staff_not_found' })
    const actor = actorOf(caller, body.reason)
    const changed = await deps.staff.resetPassword(staffId, body.password, actor)
    return changed.ok ? { status: 204 } : changed
  },
})
