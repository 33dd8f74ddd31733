import type { FastifyRequest } from 'fastify'
import type { Caller } from '../app/deps.ts'
import type { Joining } from '../app/people/account-desk.ts'
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
  const caller = await callerOf(request, sessions, now)
  return caller ? askerOf(caller).guestId : null
}

/**
 * Who signs in. The cookie of a page is about to be replaced, so nobody could end its session anymore; a
 * program keeps its tokens.
 */
export async function joiningOf(request: FastifyRequest, sessions: Sessions, now: Instant): Promise<Joining> {
  const caller = await callerOf(request, sessions, now)
  if (!caller) return { guestId: null, replacedId: null }
  const isProgram = bearerToken(request) !== undefined
  return {
    guestId: askerOf(caller).guestId,
    replacedId: isProgram ? null : (caller.account?.sessionId ?? null),
  }
}

async function callerOf(
  request: FastifyRequest,
  sessions: Sessions,
  now: Instant,
): Promise<Caller | undefined> {
  const token = bearerToken(request) ?? cookieToken(request) ?? ''
  // Nothing here is worth asking the database on behalf of somebody who is not known.
  if (sessions.isStranger(token)) return undefined
  const found = await sessions.find(token, now)
  return found.ok ? found.value : undefined
}
