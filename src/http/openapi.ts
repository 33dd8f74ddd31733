import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { type AnswerDoc, type Operation, refusalsOf } from './operation.ts'
import { type RefusalCode, statusOf, titleOf } from './problem.ts'
import { CodeSent } from './schemas/access.ts'
import { accountSchemas } from './schemas/accounts.ts'
import { AuditEntries } from './schemas/audit.ts'
import { blockSchemas } from './schemas/blocks.ts'
import { BookedSeat, Booking, History, Quote } from './schemas/bookings.ts'
import { Changes } from './schemas/changes.ts'
import { closureSchemas } from './schemas/closures.ts'
import { dayRunSchemas } from './schemas/day-runs.ts'
import { deskSchemas } from './schemas/desk.ts'
import { deskSaleSchemas } from './schemas/desk-sale.ts'
import { HeldSeat, Hold } from './schemas/holds.ts'
import { keySchemas } from './schemas/keys.ts'
import { manifestSchemas } from './schemas/manifest.ts'
import { moveSchemas } from './schemas/moves.ts'
import { passkeySchemas } from './schemas/passkeys.ts'
import { personalDataSchemas } from './schemas/personal-data.ts'
import { Problem } from './schemas/problem.ts'
import { reportSchemas } from './schemas/reports.ts'
import { runPastSchemas } from './schemas/run-past.ts'
import { runPictureSchemas } from './schemas/run-picture.ts'
import { ClassOffer, FareCalendar, FoundRun, Run, Station, Stop } from './schemas/runs.ts'
import { savedPassengerSchemas } from './schemas/saved-passengers.ts'
import { CoachLayout, Seat, SeatMap } from './schemas/seats.ts'
import { factorSchemas } from './schemas/second-factor.ts'
import { PageSession, Session } from './schemas/session.ts'
import { staffSchemas } from './schemas/staff.ts'
import { staffDeskSchemas } from './schemas/staff-desk.ts'
import { ticketSchemas } from './schemas/tickets.ts'
import { whyRefusedSchemas } from './schemas/why-refused.ts'

/** Schemas with their own name in the document. */
const namedSchemas: readonly TSchema[] = [
  BookedSeat,
  Booking,
  ClassOffer,
  CoachLayout,
  CodeSent,
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
  ...accountSchemas,
  ...savedPassengerSchemas,
  ...passkeySchemas,
  ...staffSchemas,
  ...staffDeskSchemas,
  ...factorSchemas,
  AuditEntries,
  Changes,
  ...keySchemas,
  ...blockSchemas,
  ...moveSchemas,
  ...manifestSchemas,
  ...personalDataSchemas,
  ...ticketSchemas,
  ...dayRunSchemas,
  ...deskSchemas,
  ...deskSaleSchemas,
  ...runPictureSchemas,
  ...runPastSchemas,
  ...whyRefusedSchemas,
  ...closureSchemas,
  ...reportSchemas,
]

const about = [
  'Seats on trains, and never the same seat twice: find a run, look at its seats, hold some, pay ' +
    'for a booking, cancel it.',
  'Every ID is an opaque string. Money is an integer in the smallest unit of its currency. Times ' +
    'are RFC 3339 with an offset; times at a station are in its local time. Errors are RFC 9457 ' +
    'problems with a stable `code`. Operations that need an `Idempotency-Key` can be repeated ' +
    'with the same key as often as needed: they have one effect and one answer.',
].join('\n\n')

const tags = [
  { name: 'Sessions', description: 'Identify the caller.' },
  { name: 'Search', description: 'Stations, runs, prices.' },
  { name: 'Seats', description: 'The seat map of a run, with live changes.' },
  { name: 'Holds', description: 'Seats kept for a short time.' },
  { name: 'Bookings', description: 'The sale.' },
  { name: 'Tickets', description: 'What is shown at the door, and what it is checked with.' },
  { name: 'Cancellation', description: 'A quote first, then the cancellation.' },
  {
    name: 'Finding a booking',
    description: 'A one-time code, sent to the contact of a booking, gives a session the booking.',
  },
  { name: 'Staff', description: 'For those who work for the railway.' },
  { name: 'For the railway', description: 'For staff and for machines with an API key.' },
  { name: 'Payments', description: 'For payment providers.' },
  { name: 'Operation', description: 'For the operator of the server.' },
]

/** Creates the OpenAPI document from the routes. Call it before they are registered. */
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
          session: { type: 'http', scheme: 'bearer', description: 'A token from POST /api/sessions.' },
          metricsToken: { type: 'http', scheme: 'bearer', description: 'The METRICS_TOKEN of the server.' },
          staffSession: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-holdfast_staff',
            description:
              'For the pages of staff: POST /api/staff/sessions sets it for a page of this server. It is ' +
              'otherwise like the cookie of passengers; over plain http its name is holdfast_staff_PORT.',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key, as "holdfast keys add" or POST /api/operator/keys tells it once.',
          },
          pageSession: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-holdfast_session',
            description:
              'For the web pages: POST /api/page_sessions sets it, and it is ignored if the ' +
              'request has a bearer token. Over plain http its name is holdfast_session_PORT. ' +
              'Requests that change something must come from the pages of this server, as ' +
              'browsers show in Sec-Fetch-Site or Origin; otherwise the answer is 403 ' +
              '`forbidden`.',
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

/** Everything that the document says about an operation. */
function documented(operation: Operation) {
  const headers = headersOf(operation)
  return {
    operationId: operation.name,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    ...securityOf(operation),
    ...(operation.params ? { params: operation.params } : {}),
    ...(operation.query ? { querystring: operation.query } : {}),
    ...(operation.body ? { body: bodyOf(operation.body, operation.bodyExamples) } : {}),
    ...(headers ? { headers } : {}),
    response: { ...answersOf(operation), ...problemsOf(operation) },
    'x-holdfast-access': operation.access,
    'x-holdfast-lane': operation.lane,
    ...(operation.right ? { 'x-rights': [operation.right] } : {}),
  }
}

function securityOf({ access, right }: Operation) {
  if (access === 'public') return {}
  if (access === 'operator') return { security: [{ metricsToken: [] }] }
  const byCookie = access === 'staff' ? { staffSession: [] } : { pageSession: [] }
  return { security: [{ session: [] }, byCookie, ...(right === undefined ? [] : [{ apiKey: [] }])] }
}

function bodyOf(schema: TSchema, examples: Operation['bodyExamples']) {
  return examples ? { ...schema, 'x-examples': examples } : schema
}

const ifNoneMatch = { name: 'If-None-Match', description: 'The ETag of an earlier answer.' }
const etag = { name: 'ETag', description: 'Stays the same while nothing in the answer changes.' }
const notModified: AnswerDoc = {
  description: 'Nothing has changed since the answer with that ETag.',
  schema: null,
}

function headersOf({ idempotency, keeps, headers: own = [] }: Operation) {
  const headers = keeps ? [ifNoneMatch, ...own] : own
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    description: 'The client generates it, stores it before sending, and resends it with every repeat.',
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

function answersOf({ answers, keeps }: Operation) {
  const all: Operation['answers'] = keeps ? { ...answers, 304: notModified } : answers
  return Object.fromEntries(
    Object.entries(all).map(([status, answer]) => [
      status,
      answerOf(keeps && status === '200' ? { ...answer, headers: [etag] } : answer),
    ]),
  )
}

function answerOf({ description, schema, mediaType = 'application/json', alsoAs, headers = [] }: AnswerDoc) {
  const documentedHeaders = Object.fromEntries(
    headers.map(({ name, description }) => [name, { type: 'string', description }]),
  )
  const other = alsoAs === undefined ? {} : { [alsoAs.split(';')[0] ?? '']: { schema: { type: 'string' } } }
  return {
    description,
    ...(headers.length > 0 ? { headers: documentedHeaders } : {}),
    ...(schema ? { content: { [mediaType]: { schema }, ...other } } : { type: 'null' }),
  }
}

/** One answer per status, which lists its codes. */
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
