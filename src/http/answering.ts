import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../app/deps.ts'
import type { BookingId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { locatorOf } from '../domain/records/locator.ts'
import { answerHeaders } from './answer-headers.ts'
import type { Answer } from './operation.ts'
import { type Facts, problemOf, type RefusalCode } from './problem.ts'
import { utcTime } from './views/local-time.ts'

/** Sends the answer of an operation. */
export function sendAnswer(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  reply.code(status)
  if (headers) reply.headers(headers)
  return reply.send(body)
}

/** When to repeat a request that cannot be served now, if nothing more exact is known. */
const usualPauseMs = 5_000

/** Sends an RFC 9457 problem. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusalCode,
  facts: Facts = {},
): FastifyReply {
  const problem = problemOf(code, instanceOf(request), facts)
  reply.code(problem.status)
  const retryAfterMs = facts.retry_after_ms ?? (problem.status === 503 ? usualPauseMs : undefined)
  if (typeof retryAfterMs === 'number')
    reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  // Sent as bytes, because the framework would add a charset, which this media type does not have.
  return reply.header('content-type', 'application/problem+json').send(Buffer.from(JSON.stringify(problem)))
}

/** What does not change in a refusal under overload; its head and body are joined from parts. */
const overloaded = (() => {
  const { instance: _, ...rest } = problemOf('overloaded', '')
  return JSON.stringify(rest).slice(0, -1)
})()
const overloadedHead = Object.entries({
  ...answerHeaders,
  'content-type': 'application/problem+json',
}).flat()

/**
 * Sends the same problem as `sendProblem` would, past the framework: under overload this is what the server
 * does most, and each microsecond is missing from those whom it serves.
 */
export function sendOverloaded(request: FastifyRequest, reply: FastifyReply, retryAfterMs: number): void {
  const instance = JSON.stringify(instanceOf(request))
  const body = `${overloaded},"instance":${instance},"retry_after_ms":${retryAfterMs}}`
  const length = String(Buffer.byteLength(body))
  const retryAfter = String(Math.max(1, Math.ceil(retryAfterMs / 1000)))
  reply.hijack()
  reply.raw.writeHead(503, [...overloadedHead, 'content-length', length, 'retry-after', retryAfter])
  reply.raw.end(request.method === 'HEAD' ? undefined : body)
}

/** The path, without its query or any secrets, and the ID of the request in the logs. */
function instanceOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?')
  const path = end < 0 ? request.url : request.url.slice(0, end)
  return `${withoutSecrets(path.slice(0, longestPath))}#${request.id}`
}

const longestPath = 200
/** Every token has at least 22 random characters. No route name, record locator or run ID is this long. */
const secretLength = 20

/** Decides by length and not by form, so it also covers unknown routes and future kinds of token. */
function withoutSecrets(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.length < secretLength ? segment : '***'))
    .join('/')
}

/** Translates members that hold internal keys into the IDs that clients know. */
type Translator = (
  value: unknown,
  store: Pick<Deps['store'], 'locatorKey'>,
) => readonly [name: string, value: unknown]

const translators: Readonly<Record<string, Translator>> = {
  bookingId: (value, store) => [
    'booking_id',
    typeof value === 'number' ? locatorOf(value as BookingId, store.locatorKey) : null,
  ],
  trainRunId: (value) => ['train_run_id', String(value)],
  userId: (value) => ['user_id', String(value)],
  validUntil: (value) => ['valid_until', moment(value)],
  expiresAt: (value) => ['expires_at', moment(value)],
  until: (value) => ['until', moment(value)],
}

/** The facts of a refusal as members of a problem, with their names on the wire. */
export function factsOnWire(
  refusal: { readonly code: string },
  store: Pick<Deps['store'], 'locatorKey'>,
): Facts {
  const facts: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(refusal)) {
    if (name === 'code') continue
    const [wireName, wireValue] = translators[name]?.(value, store) ?? [snakeCase(name), value]
    facts[wireName] = wireValue
  }
  return facts
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function moment(value: unknown): string | null {
  return typeof value === 'number' ? utcTime(value as Instant) : null
}
