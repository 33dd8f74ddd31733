import { Type } from 'typebox'
import { openSession as openGuestSession } from '../../app/sessions.ts'
import { refuse } from '../../domain/result.ts'
import { defineOperation } from '../operation.ts'
import { SessionRequest } from '../schemas/session.ts'
import { utcTime } from '../views/local-time.ts'

export const openSession = defineOperation({
  name: 'openSession',
  method: 'POST',
  path: '/api/sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'hold',
  tag: 'Sessions',
  summary: 'Become a caller',
  description:
    'An empty object makes a guest. The token that comes back owns the holds and bookings made with it. There are no registered users yet, so an email and password are refused.',
  body: SessionRequest,
  bodyExamples: { guest: { summary: 'A guest', value: {} } },
  answers: { 201: { description: 'The session.', schema: Type.Ref('Session') } },
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
