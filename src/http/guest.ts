import type { FastifyRequest } from 'fastify'
import type { Sessions } from '../app/people/sessions.ts'
import type { UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { bearerToken } from './bearer-token.ts'
import { askerOf } from './caller.ts'
import { cookieToken } from './session-cookie.ts'

/** The guest who sends a request that needs no session; null if nobody is known, or somebody else. */
export async function guestOf(
  request: FastifyRequest,
  sessions: Sessions,
  now: Instant,
): Promise<UserId | null> {
  const token = bearerToken(request) ?? cookieToken(request) ?? ''
  // Only guests matter, and finding one asks the database for nothing.
  if (sessions.isStranger(token)) return null
  const found = await sessions.find(token, now)
  return found.ok ? askerOf(found.value).guestId : null
}
