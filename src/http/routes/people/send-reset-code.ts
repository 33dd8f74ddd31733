import { defineOperation } from '../../operation.ts'
import { CodeSent } from '../../schemas/access.ts'
import { ResetCodeRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { codeSent } from '../../views/access.ts'

export const sendResetCode = defineOperation({
  name: 'sendResetCode',
  method: 'POST',
  path: '/api/accounts/reset_codes',
  access: 'caller',
  idempotency: 'none',
  lane: 'people',
  budget: 'finding',
  tag: 'Accounts',
  summary: 'Ask for a code to set a new password',
  description:
    'If there is an account with this address, it is sent a one-time code. The answer is the same if there ' +
    'is none. Only the last code of a session counts.',
  body: ResetCodeRequest,
  answers: {
    202: { description: 'A code is on its way, if there is such an account.', schema: RefTo(CodeSent) },
  },
  refusals: ['outcome_unknown'],
  async handle({ deps }, { caller: { userId }, body }) {
    const { email, language = 'en' } = body
    await deps.accounts.askForReset({ userId, email, language })
    return codeSent
  },
})
