import { refuse } from '../../../domain/result.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { SetupRequest, StaffSession } from '../../schemas/staff.ts'
import { begunAnswer, foreignPage } from '../../views/begun-session.ts'

export const setUp = defineOperation({
  name: 'setUp',
  method: 'POST',
  path: '/api/setup',
  access: 'public',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Make the first administrator',
  description:
    'With the token of the set-up link, which the server prints at its start while there is no ' +
    'administrator. The new administrator is signed in.',
  body: SetupRequest,
  answers: {
    201: { description: 'The administrator is there, and signed in.', schema: RefTo(StaffSession) },
  },
  refusals: ['setup_refused', 'email_taken', 'sign_in_refused', 'forbidden', 'password_too_common'],
  async handle({ deps }, { body, request }) {
    const foreign = foreignPage(request)
    if (foreign) return refuse(foreign)
    const { setup_token: token, ...member } = body
    const begun = await deps.staff.setUp(token, member)
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'staff') } : begun
  },
})
