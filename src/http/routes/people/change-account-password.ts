import { accountOf } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSession } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { PasswordRequest } from '../../schemas/staff.ts'
import { begunAnswer } from '../../views/begun-session.ts'

export const changeAccountPassword = defineOperation({
  name: 'changeAccountPassword',
  method: 'POST',
  path: '/api/account/password',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Change the password of your account',
  description: 'Ends every session of the account, and begins a new one. Its owner is told by e-mail.',
  body: PasswordRequest,
  answers: {
    201: { description: 'The password is changed; the new session.', schema: RefTo(AccountSession) },
  },
  refusals: ['sign_in_refused', 'outcome_unknown', 'password_too_common'],
  async handle({ deps }, { caller, body, request }) {
    const changed = await deps.accounts.changePassword(accountOf(caller), {
      ...{ password: body.password, newPassword: body.new_password, address: addressName(request.ip) },
    })
    return changed.ok ? { status: 201, ...begunAnswer(request, changed.value, 'session') } : changed
  },
})
