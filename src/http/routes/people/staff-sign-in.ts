import { refuse } from '../../../domain/result.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffSession, StaffSignInRequest } from '../../schemas/staff.ts'
import { begunAnswer, foreignPage } from '../../views/begun-session.ts'

export const staffSignIn = defineOperation({
  name: 'staffSignIn',
  method: 'POST',
  path: '/api/staff/sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Sign in as staff',
  description:
    'Programs get a token, pages of this server a cookie. After a few failures each further try waits ' +
    'longer: Retry-After says how long. Who has a second factor sends a code of it as well: without one, ' +
    'the refusal is `second_factor_needed`, and it says that the password fits.',
  body: StaffSignInRequest,
  answers: { 201: { description: 'The session.', schema: RefTo(StaffSession) } },
  refusals: ['sign_in_refused', 'second_factor_needed', 'second_factor_refused', 'forbidden'],
  async handle({ deps }, { body, request }) {
    const foreign = foreignPage(request)
    if (foreign) return refuse(foreign)
    const begun = await deps.staff.signIn({ ...body, address: addressName(request.ip) })
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'staff') } : begun
  },
})
