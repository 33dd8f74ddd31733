import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../app/deps.ts'
import type { SessionRefusal, Sessions } from '../app/people/sessions.ts'
import { rightsOfRoles } from '../domain/people/rights.ts'
import type { Admission } from './admission.ts'
import { sendOverloaded, sendProblem } from './answering.ts'
import { bearerToken } from './bearer-token.ts'
import { makeBudgets, noBudgets } from './budgets.ts'
import { addressName } from './caller-address.ts'
import type { Connections } from './connections.ts'
import { type Budget, budgetOf, type Entrance, isForCallers, type Lane } from './entrance.ts'
import type { HttpDeps } from './http-deps.ts'
import type { HttpMetrics } from './http-metrics.ts'
import { isKeyToken, type KeyGate, refuseRight } from './key-gate.ts'
import type { Lanes } from './lanes.ts'
import type { LoopLoad } from './loop-load.ts'
import { isOperator } from './operator.ts'
import { cookieToken, fromElsewhere, isOwnPage } from './session-cookie.ts'
import type { Turnaway } from './turnaway.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The gate sets this for operations that are not public. */
    caller: Caller | null
    idempotencyKey: string
    arrivedAtMs: number
    /** Headers that say what is left of its budgets, name and value in turn. */
    rateLimit: readonly string[] | null
  }
}

/**
 * Lets a request in or turns it away. It checks in this order: too many requests on the connection, an
 * overloaded server, too many requests from the address, a head that HTTP forbids, no valid session, a page
 * of another site, too many requests from the caller, no idempotency key. It does not read the body. An
 * overloaded server refuses before all that costs anything, or refusing would keep it from selling. It knows
 * at once, unless a session has to be looked up.
 */
export type Gate = (
  entrance: Entrance,
  request: FastifyRequest,
  reply: FastifyReply,
) => boolean | Promise<boolean>

interface GateParts {
  readonly deps: HttpDeps
  readonly sessions: Sessions
  readonly keys: KeyGate
  readonly lanes: Lanes
  readonly admission: Admission
  readonly loop: LoopLoad
  readonly metrics: HttpMetrics
  readonly connections: Connections
}

export function makeGate({
  deps,
  sessions,
  keys,
  lanes,
  admission,
  loop,
  metrics,
  connections,
}: GateParts): Gate {
  const budgets = deps.limits ? makeBudgets() : noBudgets
  const jitter = () => 1 + (deps.randomBytes(1)[0] ?? 0) / 255

  function isOverloaded({ lane }: Entrance, request: FastifyRequest): boolean {
    if (!lanes.isOpen(lane)) return true
    return givesWay.has(lane) && !admission.letIn(addressName(request.ip ?? ''), request.arrivedAtMs)
  }

  function turnAway(entrance: Entrance, request: FastifyRequest): MaybeLater<Turnaway | undefined> {
    const unknown = isForCallers(entrance) ? findCaller(entrance, request) : undefined
    if (unknown instanceof Promise) return unknown.then((found) => turnAwayCaller(entrance, request, found))
    return turnAwayCaller(entrance, request, unknown)
  }

  function turnAwayCaller(
    entrance: Entrance,
    request: FastifyRequest,
    unknown: Turnaway | undefined,
  ): Turnaway | undefined {
    // Callers without a session use the general budget, so they cannot keep others from paying.
    const budget = unknown ? 'general' : budgetOf(entrance)
    const turnedAway = turnAwayCounted(entrance, request, unknown, budget)
    // A key has a rate of its own.
    const counted = request.caller && request.caller.keyId === undefined ? request.caller.userId : null
    request.rateLimit = budgets.told(budget, request.ip ?? '', counted)
    return turnedAway
  }

  function turnAwayCounted(
    entrance: Entrance,
    request: FastifyRequest,
    unknown: Turnaway | undefined,
    budget: Budget,
  ): Turnaway | undefined {
    const weight = entrance.weightOf?.(request.query)
    const addressWaitMs = budgets.ofAddress(budget, request.ip ?? '', request.arrivedAtMs, weight)
    if (addressWaitMs > 0) return tooMany(addressWaitMs)
    const broken = brokenHead(request)
    if (broken) return broken
    return unknown ?? refuseAccess(entrance, request) ?? takeKey(entrance, request)
  }

  function findCaller(entrance: Entrance, request: FastifyRequest): MaybeLater<Turnaway | undefined> {
    // A token always wins: if a request has one, even an invalid one, its cookie is ignored.
    const token =
      bearerToken(request) ?? cookieToken(request, entrance.access === 'staff' ? 'staff' : 'session')
    if (token === undefined) return nobody('no_token')
    if (isKeyToken(token)) return findKey(token, entrance, request)
    // Whoever invents tokens must not make the database look for them.
    if (sessions.isStranger(token)) {
      const waitMs = budgets.ofAddress('sessions', request.ip ?? '', request.arrivedAtMs)
      if (waitMs > 0) return tooMany(waitMs)
    }
    const found = sessions.find(token, deps.store.now())
    const take = (reply: Awaited<typeof found>) =>
      reply.ok ? takeIn(entrance, request, reply.value) : nobody(reply.refusal.reason)
    return found instanceof Promise ? found.then(take) : take(found)
  }

  function findKey(token: string, entrance: Entrance, request: FastifyRequest): Turnaway | undefined {
    const found = keys.enter(token, entrance, request, deps.store.now())
    return 'code' in found ? found : takeIn(entrance, request, found)
  }

  function takeIn(entrance: Entrance, request: FastifyRequest, found: Caller): Turnaway | undefined {
    const caller = found.staff ? { ...found, rights: rightsOfRoles(found.staff.roles) } : found
    if (entrance.access === 'staff' && !caller.rights) return nobody('not_staff')
    if (entrance.access === 'account' && !caller.account) return nobody('no_account')
    const refused = refuseFactor(entrance, caller) ?? refuseRight(entrance, caller)
    if (!refused) request.caller = caller
    return refused
  }

  function refuseFactor({ opensWithoutFactor }: Entrance, { staff }: Caller): Turnaway | undefined {
    if (!staff || staff.hasFactor || opensWithoutFactor || !deps.staff.factors.isRequired) return undefined
    return factorMissing
  }

  function refuseAccess({ access }: Entrance, request: FastifyRequest): Turnaway | undefined {
    if (access === 'operator') return isOperator(request, deps.metricsToken) ? undefined : notTheOperator
    if (!request.caller) return undefined
    if (isByCookie(request) && !safeMethods.has(request.method) && !isOwnPage(request))
      return { code: fromElsewhere.code, facts: { reason: fromElsewhere.reason } }
    // A key has a rate of its own.
    if (request.caller.keyId !== undefined) return undefined
    const waitMs = budgets.ofCaller(request.caller.userId, request.arrivedAtMs)
    return waitMs > 0 ? tooMany(waitMs) : undefined
  }

  return (entrance, request, reply) => {
    request.arrivedAtMs = deps.monotonicMs()
    loop.noteRequest()
    const isCrowded = !connections.enter(request.raw, reply.raw) && deps.limits
    if (!isCrowded && isOverloaded(entrance, request)) {
      sendOverloaded(request, reply, Math.round(1000 * jitter()))
      metrics.refused('overloaded')
      metrics.of(entrance.name).answered(503, 0)
      return false
    }
    const letIn = (turnedAway: Turnaway | undefined): boolean => {
      tellLimits(request, reply)
      if (!turnedAway) return true
      metrics.refused(turnedAway.code)
      sendProblem(request, reply, turnedAway.code, turnedAway.facts)
      metrics.of(entrance.name).answered(reply.statusCode, 0)
      return false
    }
    const turnedAway = isCrowded ? tooMany(1_000) : turnAway(entrance, request)
    return turnedAway instanceof Promise ? turnedAway.then(letIn) : letIn(turnedAway)
  }
}

type MaybeLater<T> = T | Promise<T>

function tellLimits({ rateLimit }: FastifyRequest, reply: FastifyReply): void {
  if (!rateLimit) return
  for (let at = 0; at < rateLimit.length; at += 2) reply.header(rateLimit[at] ?? '', rateLimit[at + 1])
}

function nobody(reason: SessionRefusal['reason']): Turnaway {
  return { code: 'unauthenticated', facts: { reason } }
}

/** The lanes in which newcomers wait until there is room; seats and money depend on the others. */
const givesWay: ReadonlySet<Lane> = new Set(['read', 'hold', 'page', 'people'])

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD'])

function isByCookie(request: FastifyRequest): boolean {
  return bearerToken(request) === undefined
}

const notTheOperator: Turnaway = {
  code: 'unauthenticated',
  facts: {
    reason: 'not_the_operator',
    detail:
      'Send the METRICS_TOKEN of the server as Authorization: Bearer TOKEN, or send the request ' +
      'from its own machine, without a proxy.',
  },
}

const factorMissing: Turnaway = {
  code: 'forbidden',
  facts: {
    reason: 'second_factor_missing',
    detail:
      'This railway requires a second factor of its staff. Set one up with POST /api/staff/factors; until ' +
      'then this session opens nothing else.',
  },
}

function tooMany(waitMs: number): Turnaway {
  return { code: 'rate_limited', facts: { retry_after_ms: waitMs } }
}

function malformed(pointer: string, detail: string): Turnaway {
  return { code: 'malformed_request', facts: { errors: [{ pointer, detail }] } }
}

/** Heads that Node itself would refuse with an empty answer. */
function brokenHead({ headers, raw }: FastifyRequest): Turnaway | undefined {
  if (headers.host === undefined && raw.httpVersion !== '1.0')
    return malformed('/Host', 'is missing: HTTP/1.1 requires it')
  if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect))
    return malformed('/Expect', 'must be 100-continue, or left out')
  return undefined
}

/** Printable, and short enough for an index. */
const keyForm = /^[\x20-\x7e]{1,255}$/

function takeKey({ idempotency }: Entrance, request: FastifyRequest): Turnaway | undefined {
  if (idempotency !== 'key') return undefined
  const key = request.headers['idempotency-key']
  if (key === undefined || key === '') return { code: 'idempotency_key_missing' }
  if (typeof key !== 'string' || !keyForm.test(key))
    return malformed('/Idempotency-Key', 'must be 1 to 255 printable ASCII characters')
  request.idempotencyKey = key
  return undefined
}
