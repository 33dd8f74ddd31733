import type { FastifyRequest } from 'fastify'
import type { BegunSession } from '../../app/people/sessions.ts'
import { fromElsewhere, isOwnPage, sessionCookie, type Whose } from '../session-cookie.ts'
import { utcTime } from './local-time.ts'

/** For answers with something that is told once. */
export const noStore = { 'cache-control': 'no-store' }

/** The refusal if a page of another site begins something here; undefined for our pages and for programs. */
export function foreignPage(request: FastifyRequest): typeof fromElsewhere | undefined {
  return isProgram(request) || isOwnPage(request) ? undefined : fromElsewhere
}

/** Browsers say where a page is from, and programs do not. */
function isProgram({ headers }: FastifyRequest): boolean {
  return headers.origin === undefined && headers['sec-fetch-site'] === undefined
}

/** What is told of a session that has begun: the token to a program, and a cookie to a page. */
export function begunAnswer(request: FastifyRequest, { token, session }: BegunSession, whose: Whose) {
  const { createdAt, expiresAt } = session
  const expires_at = utcTime(expiresAt)
  if (isProgram(request)) return { body: { token, expires_at }, headers: noStore }
  const cookie = sessionCookie(request, token, expiresAt - createdAt, whose)
  return { body: { expires_at }, headers: { ...noStore, 'set-cookie': cookie } }
}

/** The header that takes the cookie away. */
export function withoutCookie(request: FastifyRequest, whose: Whose): Readonly<Record<string, string>> {
  return { ...noStore, 'set-cookie': sessionCookie(request, '', 0, whose) }
}
