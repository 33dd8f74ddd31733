import { Type } from 'typebox'
import { openSession } from '../../app/sessions.ts'
import type { UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { refuse } from '../../domain/result.ts'
import { defineOperation } from '../operation.ts'
import { cookieToken, fromElsewhere, isOwnPage, sessionCookie } from '../session-cookie.ts'
import { utcTime } from '../views/local-time.ts'

const noStore = { 'cache-control': 'no-store' }

export const openPageSession = defineOperation({
  name: 'openPageSession',
  method: 'POST',
  path: '/api/page_sessions',
  access: 'public',
  idempotency: 'none',
  lane: 'hold',
  tag: 'Sessions',
  summary: 'Become a caller, as a web page of this server',
  description:
    'Sets the session cookie, which no script can read, and makes a new guest for it. Where the cookie is there already and its time is not over, nothing changes. Programs use POST /api/sessions.',
  answers: {
    200: { description: 'The session that the cookie names already.', schema: Type.Ref('PageSession') },
    201: {
      description: 'A new session.',
      schema: Type.Ref('PageSession'),
      headers: [
        { name: 'Set-Cookie', description: 'The session cookie: HttpOnly, SameSite=Lax, over https Secure.' },
      ],
    },
  },
  refusals: ['forbidden'],
  async handle({ deps, sessions }, { request }) {
    // Else any site could take their session from its visitors, by giving them another.
    if (!isOwnPage(request)) return refuse(fromElsewhere)
    const now = deps.store.now()
    const known = sessions.find(cookieToken(request) ?? '', now)
    if (known.ok) return { status: 200, body: written(known.value), headers: noStore }
    const session = await openSession(deps)
    const cookie = sessionCookie(request, session.token, session.expiresAt - now)
    return { status: 201, body: written(session), headers: { ...noStore, 'set-cookie': cookie } }
  },
})

function written({ userId, expiresAt }: { readonly userId: UserId; readonly expiresAt: Instant }) {
  return { user_id: String(userId), expires_at: utcTime(expiresAt) }
}
