import { refuse } from '../../../domain/result.ts'
import { accountOf } from '../../caller.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { AccountView } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { accountOnWire } from '../../views/accounts.ts'

export const showAccount = defineOperation({
  name: 'showAccount',
  method: 'GET',
  path: '/api/account',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'Show your account',
  description: 'The account of the session of this request.',
  answers: { 200: { description: 'The account.', schema: RefTo(AccountView) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const account = await deps.accounts.find(accountOf(caller).id)
    if (!account) return refuse({ code: 'unauthenticated', reason: 'no_account' })
    return { status: 200, body: accountOnWire(account), headers: { 'cache-control': keepNowhere } }
  },
})
