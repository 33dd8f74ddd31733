import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { type AnswerDoc, type Operation, refusalsOf } from './operation.ts'
import { type RefusalCode, statusOf, titleOf } from './problem.ts'
import { BookedSeat, Booking, History, Quote } from './schemas/bookings.ts'
import { HeldSeat, Hold } from './schemas/holds.ts'
import { Problem } from './schemas/problem.ts'
import { ClassOffer, FareCalendar, FoundRun, Run, Station, Stop } from './schemas/runs.ts'
import { CoachLayout, Seat, SeatMap } from './schemas/seats.ts'
import { PageSession, Session } from './schemas/session.ts'

/** Schemas that have a name of their own in the document. */
export const namedSchemas: readonly TSchema[] = [
  BookedSeat,
  Booking,
  ClassOffer,
  CoachLayout,
  FareCalendar,
  FoundRun,
  HeldSeat,
  History,
  Hold,
  PageSession,
  Problem,
  Quote,
  Run,
  Seat,
  SeatMap,
  Session,
  Station,
  Stop,
]

const about = `Seats on trains, and never the same seat twice: find a run, look at its seats, hold some, pay, have a booking, cancel it.

Every id is an opaque text. Money is an integer in the smallest unit of its currency. Times are RFC 3339 with offset, in local time where a station is meant. Errors are RFC 9457 problems with a stable \`code\`. Operations that need an \`Idempotency-Key\` can be repeated with the same key as often as needed: one effect, one answer.`

const tags = [
  { name: 'Sessions', description: 'Who is asking.' },
  { name: 'Search', description: 'Stations, runs, prices.' },
  { name: 'Seats', description: 'The seat map of a run, and its changes as they happen.' },
  { name: 'Holds', description: 'Seats kept for a short time.' },
  { name: 'Bookings', description: 'The sale.' },
  { name: 'Cancellation', description: 'A quote, then the act.' },
  { name: 'Payments', description: 'For payment providers.' },
  { name: 'Operation', description: 'For who runs the server.' },
]

/** Makes the OpenAPI document of the routes; to be called before they are registered. */
export function describeRoutes(app: FastifyInstance, version: string): void {
  for (const schema of namedSchemas) app.addSchema(schema)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Holdfast',
        version,
        description: about,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags,
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'A token of POST /api/sessions.' },
          pageSession: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-holdfast_session',
            description:
              'For the web pages: set by POST /api/page_sessions, and not looked at where a bearer token is sent. Over plain http it is called holdfast_session_PORT. What changes something has to come from the pages of this server, which browsers tell in Sec-Fetch-Site or Origin; else 403 `forbidden`.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `def-${index}`,
    },
    transform({ schema, url, route }) {
      const operation = route.config?.operation
      return { schema: operation ? documented(operation) : { ...schema, hide: true }, url }
    },
  })
}

/** All that the document says of an operation, beside what the framework works by. */
function documented(operation: Operation) {
  const headers = headersOf(operation)
  return {
    operationId: operation.name,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    ...(operation.access === 'public' ? {} : { security: [{ session: [] }, { pageSession: [] }] }),
    ...(operation.params ? { params: operation.params } : {}),
    ...(operation.query ? { querystring: operation.query } : {}),
    ...(operation.body ? { body: bodyOf(operation.body, operation.bodyExamples) } : {}),
    ...(headers ? { headers } : {}),
    response: { ...answersOf(operation), ...problemsOf(operation) },
    'x-holdfast-access': operation.access,
    'x-holdfast-lane': operation.lane,
  }
}

function bodyOf(schema: TSchema, examples: Operation['bodyExamples']) {
  return examples ? { ...schema, 'x-examples': examples } : schema
}

function headersOf({ idempotency, headers = [] }: Operation) {
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    description: 'Made by the client, kept before sending, and sent again with every repetition.',
  }
  const properties = Object.fromEntries(
    headers.map(({ name, description }) => [name, { type: 'string', description }]),
  )
  if (idempotency === 'key')
    return {
      type: 'object',
      required: ['Idempotency-Key'],
      properties: { 'Idempotency-Key': key, ...properties },
    }
  return headers.length > 0 ? { type: 'object', properties } : undefined
}

function answersOf({ answers }: Operation) {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)]))
}

function answerOf({ description, schema, mediaType = 'application/json', headers = [] }: AnswerDoc) {
  const documentedHeaders = Object.fromEntries(
    headers.map(({ name, description }) => [name, { type: 'string', description }]),
  )
  return {
    description,
    ...(headers.length > 0 ? { headers: documentedHeaders } : {}),
    ...(schema ? { content: { [mediaType]: { schema } } } : { type: 'null' }),
  }
}

/** One answer a status, which lists its codes. */
function problemsOf(operation: Operation) {
  const byStatus = Map.groupBy(refusalsOf(operation), (code: RefusalCode) => statusOf[code])
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${titleOf(code)}.`).join('\n\n'),
        ...(status === 429 || status === 503
          ? { headers: { 'Retry-After': { type: 'string', description: 'Seconds.' } } }
          : {}),
        content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
      },
    ]),
  )
}
