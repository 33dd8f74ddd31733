import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { withoutCookie } from '../../views/begun-session.ts'

export const accountSignOutEverywhere = defineOperation({
  name: 'accountSignOutEverywhere',
  method: 'DELETE',
  path: '/api/account/sessions',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'Sign out everywhere',
  description: 'Ends every session of the account, also the one of this request.',
  answers: { 204: { description: 'The sessions have ended.', schema: null } },
  refusals: ['outcome_unknown'],
  async handle({ deps }, { caller, request }) {
    await deps.accounts.signOutEverywhere(accountOf(caller), caller.userId)
    return { status: 204, headers: withoutCookie(request, 'session') }
  },
})
