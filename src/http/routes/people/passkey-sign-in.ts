import { refuse } from '../../../domain/result.ts'
import { joiningOf } from '../../guest.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSession } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { PasskeySignInRequest } from '../../schemas/passkeys.ts'
import { begunAnswer, foreignPage } from '../../views/begun-session.ts'

export const passkeySignIn = defineOperation({
  name: 'passkeySignIn',
  method: 'POST',
  path: '/api/account/passkey_sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Sign in with a passkey',
  description:
    'With what the browser answered to POST /api/account/passkey_sessions/challenges. Otherwise as POST ' +
    '/api/account/sessions.',
  body: PasskeySignInRequest,
  answers: { 201: { description: 'The session.', schema: RefTo(AccountSession) } },
  refusals: ['passkey_not_accepted', 'passkeys_unavailable', 'forbidden', 'outcome_unknown'],
  async handle({ deps, sessions }, { body, request }) {
    const foreign = foreignPage(request)
    if (foreign) return refuse(foreign)
    const joining = await joiningOf(request, sessions, deps.store.now())
    const begun = await deps.passkeys.signIn(body.credential, joining)
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'session') } : begun
  },
})
