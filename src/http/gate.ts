import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../app/deps.ts'
import type { Sessions } from '../app/sessions.ts'
import { sendProblem } from './answering.ts'
import type { HttpDeps } from './http-deps.ts'
import type { HttpMetrics } from './http-metrics.ts'
import type { Lanes } from './lanes.ts'
import { allowances, makeLimiter } from './limits.ts'
import { isSafe, type Operation } from './operation.ts'
import type { Facts, RefusalCode } from './problem.ts'
import { cookieToken, fromElsewhere, isOwnPage } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate for operations that are not public. */
    caller: Caller | null
    idempotencyKey: string
    arrivedAtMs: number
  }
}

/** What is wrong with a request before its body is looked at. */
interface Turnaway {
  readonly code: RefusalCode
  readonly facts?: Facts
}

/**
 * Lets a request in, or turns it away, by what its operation declares. In this order: too many from this address, too much to do,
 * nobody known to ask, not allowed to ask from there, too many from this caller, no idempotency key. Nothing of the body has been read then.
 */
export type Gate = (operation: Operation, request: FastifyRequest, reply: FastifyReply) => boolean

export function makeGate(deps: HttpDeps, sessions: Sessions, lanes: Lanes, metrics: HttpMetrics): Gate {
  const limits = deps.limits ? makeLimits() : undefined
  const jitter = () => 1 + (deps.randomBytes(1)[0] ?? 0) / 255

  function turnAway(operation: Operation, request: FastifyRequest): Turnaway | undefined {
    if (limits) {
      const address = request.ip ?? ''
      const limiter = sessionOpeners.has(operation.name) ? limits.newSessions : limits.address
      const waitMs = limiter.take(address, request.arrivedAtMs)
      if (waitMs > 0) return tooMany(waitMs)
    }
    if (!lanes.isOpen(operation.lane))
      return { code: 'overloaded', facts: { retry_after_ms: Math.round(1000 * jitter()) } }
    if (operation.access !== 'public') {
      const unknown = findCaller(operation, request)
      if (unknown) return unknown
      const waitMs =
        limits && request.caller ? limits.caller.take(request.caller.userId, request.arrivedAtMs) : 0
      if (waitMs) return tooMany(waitMs)
    }
    return operation.idempotency === 'key' ? takeKey(request) : undefined
  }

  function findCaller(operation: Operation, request: FastifyRequest): Turnaway | undefined {
    const bearer = bearerToken(request.headers.authorization)
    // Who sends a token means to ask by it: a cookie beside it, or in place of one that is worth nothing, is not looked at.
    const token = bearer ?? cookieToken(request)
    if (token === undefined) return { code: 'unauthenticated', facts: { reason: 'no_token' } }
    const found = sessions.find(token, deps.store.now())
    if (!found.ok) return { code: 'unauthenticated', facts: { reason: found.refusal.reason } }
    if (bearer === undefined && !isSafe(operation) && !isOwnPage(request))
      return { code: fromElsewhere.code, facts: { reason: fromElsewhere.reason } }
    request.caller = found.value
    return undefined
  }

  return (operation, request, reply) => {
    request.arrivedAtMs = deps.monotonicMs()
    const turnedAway = turnAway(operation, request)
    if (!turnedAway) return true
    metrics.refused(turnedAway.code)
    sendProblem(request, reply, turnedAway.code, turnedAway.facts)
    metrics.of(operation.name).answered(reply.statusCode, 0)
    return false
  }
}

/** Each of them may make a guest. */
const sessionOpeners: ReadonlySet<string> = new Set(['openSession', 'openPageSession'])

function makeLimits() {
  return {
    caller: makeLimiter(allowances.caller),
    address: makeLimiter(allowances.address),
    newSessions: makeLimiter(allowances.newSessions),
  }
}

function tooMany(waitMs: number): Turnaway {
  return { code: 'rate_limited', facts: { retry_after_ms: waitMs } }
}

function bearerToken(header: string | undefined): string | undefined {
  // Nearly every request has it in this form; the scheme's name may be written in any case (RFC 9110 section 11.1).
  if (header?.startsWith('Bearer ')) return header.slice(7).trim()
  return header && /^bearer(?: |$)/i.test(header) ? header.slice(7).trim() : undefined
}

/** Printable, and not longer than an index should be. */
const keyForm = /^[\x20-\x7e]{1,255}$/

function takeKey(request: FastifyRequest): Turnaway | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || key === '') return { code: 'idempotency_key_missing' }
  if (typeof key !== 'string' || !keyForm.test(key))
    return {
      code: 'malformed_request',
      facts: {
        errors: [{ pointer: '/Idempotency-Key', detail: 'must be 1 to 255 printable ASCII characters' }],
      },
    }
  request.idempotencyKey = key
  return undefined
}
