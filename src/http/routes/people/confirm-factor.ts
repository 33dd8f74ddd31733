import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { FactorCodeRequest, RecoveryCodes } from '../../schemas/second-factor.ts'
import { noStore } from '../../views/begun-session.ts'

export const confirmFactor = defineOperation({
  name: 'confirmFactor',
  method: 'POST',
  path: '/api/staff/factors/confirmations',
  access: 'staff',
  opensWithoutFactor: true,
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Put a second factor into use',
  description:
    'By a first code of the app. From then on signing in takes a code, the other sessions of the caller ' +
    'have ended, and there are ten recovery codes.',
  body: FactorCodeRequest,
  answers: { 201: { description: 'The recovery codes, which are told once.', schema: RefTo(RecoveryCodes) } },
  refusals: ['staff_not_found', 'second_factor_exists', 'no_second_factor', 'second_factor_refused'],
  async handle({ deps }, { caller, body }) {
    const confirmed = await deps.staff.factors.confirm(signedIn(caller), body.code)
    if (!confirmed.ok) return confirmed
    return { status: 201, body: { recovery_codes: [...confirmed.value] }, headers: noStore }
  },
})
