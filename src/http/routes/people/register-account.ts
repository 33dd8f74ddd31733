import { defineOperation } from '../../operation.ts'
import { CodeSent } from '../../schemas/access.ts'
import { RegisterRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { codeSent } from '../../views/access.ts'

export const registerAccount = defineOperation({
  name: 'registerAccount',
  method: 'POST',
  path: '/api/accounts',
  access: 'caller',
  idempotency: 'none',
  lane: 'people',
  budget: 'finding',
  tag: 'Accounts',
  summary: 'Register',
  description:
    'Sends a one-time code to the address; with it, POST /api/accounts/verifications makes the account. ' +
    'The answer is the same if the address has an account already, which its owner is told by e-mail.',
  body: RegisterRequest,
  answers: { 202: { description: 'A message is on its way.', schema: RefTo(CodeSent) } },
  refusals: ['outcome_unknown', 'password_too_common'],
  async handle({ deps }, { caller: { userId }, body }) {
    const { email, password, language = 'en' } = body
    const sent = await deps.accounts.register({ userId, email, password, language })
    return sent.ok ? codeSent : sent
  },
})
