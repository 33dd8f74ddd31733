import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { withoutCookie } from '../../views/begun-session.ts'

export const accountSignOut = defineOperation({
  name: 'accountSignOut',
  method: 'DELETE',
  path: '/api/account/sessions/current',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'Sign out',
  description: 'Ends the session of this request, and takes its cookie away.',
  answers: { 204: { description: 'The session has ended.', schema: null } },
  refusals: ['outcome_unknown'],
  async handle({ deps }, { caller, request }) {
    await deps.accounts.signOut(accountOf(caller))
    return { status: 204, headers: withoutCookie(request, 'session') }
  },
})
