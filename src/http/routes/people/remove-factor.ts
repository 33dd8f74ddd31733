import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { FactorCodeRequest } from '../../schemas/second-factor.ts'

export const removeFactor = defineOperation({
  name: 'removeFactor',
  method: 'POST',
  path: '/api/staff/factors/removals',
  access: 'staff',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Remove your second factor',
  description: 'By one of its codes; for another device, set up a new one afterward.',
  body: FactorCodeRequest,
  answers: { 204: { description: 'Signing in takes no code any more.', schema: null } },
  refusals: ['staff_not_found', 'no_second_factor', 'second_factor_refused'],
  async handle({ deps }, { caller, body }) {
    const removed = await deps.staff.factors.remove(signedIn(caller), body.code)
    return removed.ok ? { status: 204 } : removed
  },
})
