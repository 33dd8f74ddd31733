import { signedIn } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StartedFactor, StartFactorRequest } from '../../schemas/second-factor.ts'
import { noStore } from '../../views/begun-session.ts'

export const startFactor = defineOperation({
  name: 'startFactor',
  method: 'POST',
  path: '/api/staff/factors',
  access: 'staff',
  opensWithoutFactor: true,
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Staff',
  summary: 'Start setting up a second factor',
  description:
    'Takes the password again, and gives a new secret for an authenticator app (TOTP, RFC 6238). It counts ' +
    'once it is confirmed by a first code; starting again replaces a secret that was not confirmed.',
  body: StartFactorRequest,
  answers: { 201: { description: 'The secret, which is told once.', schema: RefTo(StartedFactor) } },
  refusals: ['sign_in_refused', 'staff_not_found', 'second_factor_exists', 'second_factor_off'],
  async handle({ deps }, { caller, body, request }) {
    const entered = { password: body.password, address: addressName(request.ip) }
    const started = await deps.staff.factors.start(signedIn(caller), entered)
    if (!started.ok) return started
    const { secret, otpauthUri } = started.value
    return { status: 201, body: { secret, otpauth_uri: otpauthUri }, headers: noStore }
  },
})
