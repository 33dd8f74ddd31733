import { openSession as openGuestSession } from '../../../app/people/sessions.ts'
import { refuse } from '../../../domain/result.ts'
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
    'it. There are no registered users yet, so an email and password are refused.',
  body: SessionRequest,
  bodyExamples: { guest: { summary: 'A guest', value: {} } },
  answers: { 201: { description: 'The session.', schema: RefTo(Session) } },
  refusals: ['unauthenticated'],
  async handle({ deps }, { body }) {
    if (body.email !== undefined || body.password !== undefined)
      return refuse({ code: 'unauthenticated', reason: 'no_accounts' })
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
