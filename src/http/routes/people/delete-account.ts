import { accountOf } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { ConfirmedRequest } from '../../schemas/accounts.ts'
import { withoutCookie } from '../../views/begun-session.ts'

export const deleteAccount = defineOperation({
  name: 'deleteAccount',
  method: 'POST',
  path: '/api/account/deletions',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Delete your account',
  description:
    'Needs the password. Ends every session. The bookings stay, and are opened by their links and by ' +
    'one-time codes.',
  body: ConfirmedRequest,
  answers: { 204: { description: 'The account is deleted.', schema: null } },
  refusals: ['sign_in_refused', 'outcome_unknown'],
  async handle({ deps }, { caller, body: { password }, request }) {
    const address = addressName(request.ip)
    const deleted = await deps.accounts.delete(accountOf(caller), { password, address })
    return deleted.ok ? { status: 204, headers: withoutCookie(request, 'session') } : deleted
  },
})
