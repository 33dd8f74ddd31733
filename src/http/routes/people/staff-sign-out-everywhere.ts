import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { withoutCookie } from '../../views/begun-session.ts'

export const staffSignOutEverywhere = defineOperation({
  name: 'staffSignOutEverywhere',
  method: 'DELETE',
  path: '/api/staff/sessions',
  access: 'staff',
  idempotency: 'none',
  lane: 'read',

  tag: 'Staff',
  summary: 'Sign out everywhere',
  description: 'Ends every session of the caller, this one too.',
  answers: { 204: { description: 'The sessions have ended.', schema: null } },
  refusals: [],
  async handle({ deps }, { caller, request }) {
    await deps.staff.signOutEverywhere(signedIn(caller))
    return { status: 204, headers: withoutCookie(request, 'staff') }
  },
})
