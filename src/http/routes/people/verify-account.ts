import { askerOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSession, VerifyRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { begunAnswer } from '../../views/begun-session.ts'

export const verifyAccount = defineOperation({
  name: 'verifyAccount',
  method: 'POST',
  path: '/api/accounts/verifications',
  access: 'caller',
  idempotency: 'none',
  lane: 'people',
  budget: 'codes',
  tag: 'Accounts',
  summary: 'Enter the code of a new account',
  description:
    'With the code that this session was sent last, makes the account and signs in. What the guest of this ' +
    'session holds and has booked is the account’s from now on.',
  body: VerifyRequest,
  answers: { 201: { description: 'The session of the account.', schema: RefTo(AccountSession) } },
  refusals: ['code_not_accepted', 'email_taken', 'outcome_unknown'],
  async handle({ deps }, { caller, body, request }) {
    const begun = await deps.accounts.verify(askerOf(caller), body.code)
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'session') } : begun
  },
})
