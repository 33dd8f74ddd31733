import { accountOf } from '../../caller.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSessions } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { sessionOnWire } from '../../views/staff.ts'

export const listAccountSessions = defineOperation({
  name: 'listAccountSessions',
  method: 'GET',
  path: '/api/account/sessions',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'List the sessions of your account',
  description: 'The devices on which the account is signed in.',
  answers: { 200: { description: 'The sessions.', schema: RefTo(AccountSessions) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const account = accountOf(caller)
    const sessions = await deps.accounts.liveSessions(account.id)
    return {
      status: 200,
      body: { sessions: sessions.map((one) => sessionOnWire(one, account)) },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
