import { openSession } from '../../../app/people/sessions.ts'
import type { UserId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import { refuse } from '../../../domain/result.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { PageSession } from '../../schemas/session.ts'
import { cookieToken, fromElsewhere, isOwnPage, sessionCookie } from '../../session-cookie.ts'
import { utcTime } from '../../views/local-time.ts'

const noStore = { 'cache-control': 'no-store' }

export const openPageSession = defineOperation({
  name: 'openPageSession',
  method: 'POST',
  path: '/api/page_sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'hold',
  budget: 'sessions',
  tag: 'Sessions',
  summary: 'Open a session for a web page of this server',
  description:
    'Creates a new guest and sets the session cookie, which no script can read. If the request ' +
    'already has a valid cookie, nothing changes. Programs use POST /api/sessions.',
  answers: {
    200: { description: 'The existing session of the cookie.', schema: RefTo(PageSession) },
    201: {
      description: 'A new session.',
      schema: RefTo(PageSession),
      headers: [
        {
          name: 'Set-Cookie',
          description: 'The session cookie: HttpOnly, SameSite=Lax, and Secure over https.',
        },
      ],
    },
  },
  refusals: ['forbidden'],
  async handle({ deps, sessions }, { request }) {
    // Otherwise any site could replace the session of its visitors with another one.
    if (!isOwnPage(request)) return refuse(fromElsewhere)
    const now = deps.store.now()
    const known = await sessions.find(cookieToken(request) ?? '', now)
    if (known.ok) return { status: 200, body: written(known.value), headers: noStore }
    const session = await openSession(deps)
    const cookie = sessionCookie(request, session.token, session.expiresAt - now)
    return { status: 201, body: written(session), headers: { ...noStore, 'set-cookie': cookie } }
  },
})

function written({ userId, expiresAt }: { readonly userId: UserId; readonly expiresAt: Instant }) {
  return { user_id: String(userId), expires_at: utcTime(expiresAt) }
}
