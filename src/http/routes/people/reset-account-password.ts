import { askerOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSession, ResetRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { begunAnswer } from '../../views/begun-session.ts'

export const resetAccountPassword = defineOperation({
  name: 'resetAccountPassword',
  method: 'POST',
  path: '/api/accounts/passwords',
  access: 'caller',
  idempotency: 'none',
  lane: 'people',
  budget: 'codes',
  tag: 'Accounts',
  summary: 'Set a new password with a code',
  description:
    'With the code that this session was sent last. Ends every session of the account, and signs in.',
  body: ResetRequest,
  answers: { 201: { description: 'The session of the account.', schema: RefTo(AccountSession) } },
  refusals: ['code_not_accepted', 'outcome_unknown', 'password_too_common'],
  async handle({ deps }, { caller, body, request }) {
    const begun = await deps.accounts.reset(askerOf(caller), body.code, body.new_password)
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'session') } : begun
  },
})
