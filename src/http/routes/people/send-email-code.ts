import { accountOf } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { CodeSent } from '../../schemas/access.ts'
import { EmailCodeRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { codeSent } from '../../views/access.ts'

export const sendEmailCode = defineOperation({
  name: 'sendEmailCode',
  method: 'POST',
  path: '/api/account/email_codes',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Ask for a code to change the address of your account',
  description:
    'Needs the password. The code is sent to the new address; one that has an account already is told so ' +
    'instead, and the answer is the same. Only the last code counts.',
  body: EmailCodeRequest,
  answers: { 202: { description: 'A message is on its way.', schema: RefTo(CodeSent) } },
  refusals: ['sign_in_refused', 'outcome_unknown'],
  async handle({ deps }, { caller, body, request }) {
    const { email, password, language = 'en' } = body
    const address = addressName(request.ip)
    const asked = { userId: caller.userId, email, password, language, address }
    const sent = await deps.accounts.askForEmail(accountOf(caller), asked)
    return sent.ok ? codeSent : sent
  },
})
