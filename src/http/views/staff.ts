import type { FastifyRequest } from 'fastify'
import type { StaffCaller } from '../../app/deps.ts'
import type { BegunSession } from '../../app/people/staff-desk.ts'
import type { Session, StaffMember } from '../../domain/records/people.ts'
import { fromElsewhere, isOwnPage, sessionCookie } from '../session-cookie.ts'
import { utcTime } from './local-time.ts'

const noStore = { 'cache-control': 'no-store' }

/** The refusal if a page of another site begins something here; undefined for our pages and for programs. */
export function foreignPage(request: FastifyRequest): typeof fromElsewhere | undefined {
  return isProgram(request) || isOwnPage(request) ? undefined : fromElsewhere
}

/** Browsers say where a page is from, and programs do not. */
function isProgram({ headers }: FastifyRequest): boolean {
  return headers.origin === undefined && headers['sec-fetch-site'] === undefined
}

/** What is told of a session that has begun: the token to a program, and a cookie to a page. */
export function begunAnswer(request: FastifyRequest, { token, session }: BegunSession) {
  const { createdAt, expiresAt } = session
  const expires_at = utcTime(expiresAt)
  if (isProgram(request)) return { body: { token, expires_at }, headers: noStore }
  const cookie = sessionCookie(request, token, expiresAt - createdAt, 'staff')
  return { body: { expires_at }, headers: { ...noStore, 'set-cookie': cookie } }
}

/** The header that takes the cookie of staff away. */
export function withoutCookie(request: FastifyRequest): Readonly<Record<string, string>> {
  return { ...noStore, 'set-cookie': sessionCookie(request, '', 0, 'staff') }
}

export function staffOnWire({ id, userId, name, email, roles, passwordAt }: StaffMember) {
  return {
    ...{ staff_id: String(id), user_id: String(userId), name, email, roles: [...roles] },
    password_changed_at: utcTime(passwordAt),
  }
}

export function sessionOnWire({ id, createdAt, lastUsedAt, expiresAt }: Session, { sessionId }: StaffCaller) {
  return {
    ...{ session_id: String(id), created_at: utcTime(createdAt), last_used_at: utcTime(lastUsedAt) },
    ...{ expires_at: utcTime(expiresAt), is_current: id === sessionId },
  }
}
