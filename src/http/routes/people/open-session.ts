import { type BegunSession, openSession as openGuestSession } from '../../../app/people/sessions.ts'
import { addressName } from '../../caller-address.ts'
import { guestOf } from '../../guest.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { Session, SessionRequest } from '../../schemas/session.ts'
import { utcTime } from '../../views/local-time.ts'

export const openSession = defineOperation({
  name: 'openSession',
  method: 'POST',
  path: '/api/sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'hold',
  budget: 'sessions',
  tag: 'Sessions',
  summary: 'Open a session',
  description:
    'An empty object creates a guest. The returned token owns the holds and bookings made with ' +
    'it. With the email and password of an account, it signs in, as POST /api/account/sessions does.',
  body: SessionRequest,
  bodyExamples: {
    guest: { summary: 'A guest', value: {} },
    account: {
      summary: 'An account',
      value: { email: 'ada@example.org', password: 'correct horse battery' },
    },
  },
  answers: { 201: { description: 'The session.', schema: RefTo(Session) } },
  refusals: ['sign_in_refused', 'outcome_unknown'],
  async handle({ deps, sessions }, { body, request }) {
    const { email, password } = body
    if (email !== undefined || password !== undefined) {
      const guestId = await guestOf(request, sessions, deps.store.now())
      const entered = { email: email ?? '', password: password ?? '', address: addressName(request.ip) }
      const begun = await deps.accounts.signIn(entered, { guestId, replacedId: null })
      return begun.ok ? signedIn(begun.value) : begun
    }
    const session = await openGuestSession(deps)
    return {
      status: 201,
      body: {
        user_id: String(session.userId),
        token: session.token,
        expires_at: utcTime(session.expiresAt),
      },
      headers: { 'cache-control': 'no-store' },
    }
  },
})

function signedIn({ token, session: { userId, expiresAt } }: BegunSession) {
  return {
    status: 201,
    body: { user_id: String(userId), token, expires_at: utcTime(expiresAt) },
    headers: { 'cache-control': 'no-store' },
  }
}
