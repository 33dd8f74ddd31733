import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { ResetFactorRequest, StaffParams } from '../../schemas/second-factor.ts'

export const resetFactor = defineOperation({
  name: 'resetFactor',
  method: 'POST',
  path: '/api/operator/staff/{staff_id}/factor_removals',
  access: 'staff',
  right: 'people.change',
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Remove the second factor of somebody else',
  description:
    'Who has lost the device and the recovery codes then signs in with the password alone, and sets up a ' +
    'new one. Every session of theirs ends. Your own is removed by one of its codes.',
  params: StaffParams,
  body: ResetFactorRequest,
  answers: { 204: { description: 'Signing in takes no code any more.', schema: null } },
  refusals: ['staff_not_found', 'no_second_factor'],
  async handle({ deps }, { caller, params, body }) {
    const staffId = parseStaffId(params.staff_id)
    if (staffId === undefined) return refuse({ code: 'staff_not_found' })
    const reset = await deps.staff.factors.reset(staffId, actorOf(caller, body.reason))
    return reset.ok ? { status: 204 } : reset
  },
})
