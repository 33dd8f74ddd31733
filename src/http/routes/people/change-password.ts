import { signedIn } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { PasswordRequest, StaffSession } from '../../schemas/staff.ts'
import { begunAnswer } from '../../views/begun-session.ts'

export const changePassword = defineOperation({
  name: 'changePassword',
  method: 'POST',
  path: '/api/staff/me/password',
  access: 'staff',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Change your password',
  description: 'Ends every session of the caller, and begins a new one.',
  body: PasswordRequest,
  answers: { 201: { description: 'The password is changed; the new session.', schema: RefTo(StaffSession) } },
  refusals: ['sign_in_refused', 'staff_not_found', 'password_too_common'],
  async handle({ deps }, { caller, body, request }) {
    const changed = await deps.staff.changePassword(signedIn(caller), {
      ...{ password: body.password, newPassword: body.new_password, address: addressName(request.ip) },
    })
    return changed.ok ? { status: 201, ...begunAnswer(request, changed.value, 'staff') } : changed
  },
})
