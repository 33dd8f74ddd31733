import { refuse } from '../../../domain/result.ts'
import { addressName } from '../../caller-address.ts'
import { joiningOf } from '../../guest.ts'
import { defineOperation } from '../../operation.ts'
import { AccountSession, AccountSignInRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { begunAnswer, foreignPage } from '../../views/begun-session.ts'

export const accountSignIn = defineOperation({
  name: 'accountSignIn',
  method: 'POST',
  path: '/api/account/sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Sign in',
  description:
    'Programs get a token, pages of this server the session cookie. What the guest of this request holds ' +
    'and has booked is the account’s from now on; a session that its cookie had ends. ' +
    'After a few failures each further try waits longer: ' +
    'Retry-After says how long.',
  body: AccountSignInRequest,
  answers: { 201: { description: 'The session.', schema: RefTo(AccountSession) } },
  refusals: ['sign_in_refused', 'forbidden', 'outcome_unknown'],
  async handle({ deps, sessions }, { body, request }) {
    const foreign = foreignPage(request)
    if (foreign) return refuse(foreign)
    const joining = await joiningOf(request, sessions, deps.store.now())
    const begun = await deps.accounts.signIn({ ...body, address: addressName(request.ip) }, joining)
    return begun.ok ? { status: 201, ...begunAnswer(request, begun.value, 'session') } : begun
  },
})
