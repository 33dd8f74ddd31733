import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../app/deps.ts'
import type { BookingId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { locatorOf } from '../domain/locator.ts'
import type { Answer } from './operation.ts'
import { type Facts, problemOf, type RefusalCode } from './problem.ts'
import { utcTime } from './views/local-time.ts'

/** Sends what an operation answered. */
export function sendAnswer(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  reply.code(status)
  if (headers) reply.headers(headers)
  return reply.send(body)
}

/** After how long to repeat what cannot be done now, where nothing says it more exactly. */
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
  // As bytes, because the framework would add a charset, which this media type does not have.
  return reply.header('content-type', 'application/problem+json').send(Buffer.from(JSON.stringify(problem)))
}

/** The path, without its query, and the id of the request in the logs. */
function instanceOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?')
  const path = end < 0 ? request.url : request.url.slice(0, end)
  return `${path.slice(0, 200)}#${request.id}`
}

/** Members that name rows by their keys; on the wire ids are what clients know them by. */
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

/** The facts of a refusal as members of a problem, under their names on the wire. */
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
