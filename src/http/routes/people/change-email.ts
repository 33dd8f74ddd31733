import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { AccountView, ChangeEmailRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { accountOnWire } from '../../views/accounts.ts'

export const changeEmail = defineOperation({
  name: 'changeEmail',
  method: 'POST',
  path: '/api/account/email',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'finding',
  tag: 'Accounts',
  summary: 'Change the address of your account',
  description: 'With the code that was sent to the new address. The old address is told.',
  body: ChangeEmailRequest,
  answers: { 200: { description: 'The account with its new address.', schema: RefTo(AccountView) } },
  refusals: ['code_not_accepted', 'email_taken', 'outcome_unknown'],
  async handle({ deps }, { caller, body }) {
    const changed = await deps.accounts.changeEmail(accountOf(caller), caller.userId, body.code)
    return changed.ok ? { status: 200, body: accountOnWire(changed.value) } : changed
  },
})
