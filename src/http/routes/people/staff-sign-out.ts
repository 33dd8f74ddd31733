import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { withoutCookie } from '../../views/begun-session.ts'

export const staffSignOut = defineOperation({
  name: 'staffSignOut',
  method: 'DELETE',
  path: '/api/staff/sessions/current',
  access: 'staff',
  opensWithoutFactor: true,
  idempotency: 'none',
  lane: 'read',

  tag: 'Staff',
  summary: 'Sign out',
  description: 'Ends the session of this request, and takes its cookie away.',
  answers: { 204: { description: 'The session has ended.', schema: null } },
  refusals: [],
  async handle({ deps }, { caller, request }) {
    await deps.staff.signOut(signedIn(caller))
    return { status: 204, headers: withoutCookie(request, 'staff') }
  },
})
