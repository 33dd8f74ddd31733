import type { AppRefusal } from '../app/refusals.ts'

/** What the wire itself refuses, before any use case is asked. */
export type WireCode =
  | 'malformed_request'
  | 'idempotency_key_missing'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'overloaded'
  | 'outcome_unknown'
  | 'internal_error'

export type RefusalCode = AppRefusal['code'] | WireCode

/** The one total table from refusal to HTTP status; forgetting a code does not compile. */
export const statusOf = {
  malformed_request: 400,
  idempotency_key_missing: 400,
  unauthenticated: 401,
  payment_declined: 402,
  forbidden: 403,
  not_found: 404,
  run_not_found: 404,
  seat_not_on_run: 404,
  hold_not_found: 404,
  booking_not_found: 404,
  quote_not_found: 404,
  method_not_allowed: 405,
  seat_taken: 409,
  not_enough_seats: 409,
  run_not_on_sale: 409,
  hold_consumed: 409,
  hold_pinned: 409,
  already_cancelled: 409,
  request_in_progress: 409,
  hold_expired: 410,
  hold_released: 410,
  quote_expired: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  station_not_on_run: 422,
  unknown_station: 422,
  segment_backwards: 422,
  duplicate_seats: 422,
  too_many_seats: 422,
  passengers_do_not_match_seats: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  too_many_holds: 429,
  internal_error: 500,
  overloaded: 503,
  outcome_unknown: 503,
  payment_unavailable: 503,
  payment_timed_out: 504,
} satisfies Record<RefusalCode, number>

/** What happened, and what the caller can do next. */
const wording: Record<RefusalCode, readonly [title: string, detail: string]> = {
  malformed_request: [
    'The request cannot be read',
    'Correct the members that `errors` points at and send the request again.',
  ],
  idempotency_key_missing: [
    'An Idempotency-Key is required',
    'Send a header Idempotency-Key with 1 to 255 printable characters, and the same one when you repeat the request.',
  ],
  unauthenticated: [
    'Nobody is known to ask',
    'Get a token with POST /api/sessions and send it as Authorization: Bearer TOKEN.',
  ],
  payment_declined: [
    'The payment was declined',
    'Nothing was charged and the seats are free again. Place a new hold and pay by another means.',
  ],
  forbidden: [
    'This is not allowed from there',
    'The session cookie counts for the pages of this server alone. Programs send Authorization: Bearer TOKEN.',
  ],
  not_found: ['There is no such route', 'The routes are listed in /openapi.json and explained in /docs.'],
  run_not_found: ['There is no such run', 'Find runs with GET /api/train_runs.'],
  seat_not_on_run: [
    'Some of these seats are not there',
    'Take seat numbers from the seat map of this run; `seat_numbers` lists those it does not have.',
  ],
  hold_not_found: ['There is no such hold', 'Place a hold with POST /api/seat_holds.'],
  booking_not_found: ['There is no such booking', 'Your bookings are listed by GET /api/bookings.'],
  quote_not_found: [
    'There is no such quote',
    'Ask for a quote with POST /api/bookings/{booking_id}/cancellation_quotes.',
  ],
  method_not_allowed: ['The route does not have this method', 'The header Allow lists the methods it has.'],
  seat_taken: [
    'Some of these seats are taken',
    'Choose other seats; `seat_numbers` lists those that are taken for a part of the way.',
  ],
  not_enough_seats: ['There are not enough seats', 'Ask for fewer seats, another class or another run.'],
  run_not_on_sale: [
    'The run is not on sale for this segment',
    'Sale closes at the departure from the boarding station. Choose another run.',
  ],
  hold_consumed: ['The hold is booked already', 'The booking is named by `booking_id`.'],
  hold_pinned: [
    'A payment of this hold is running',
    'Wait for its outcome: GET the hold, or repeat the first request with its own Idempotency-Key.',
  ],
  already_cancelled: ['These seats are canceled already', 'GET the booking to see what is left of it.'],
  request_in_progress: [
    'The first request with this Idempotency-Key is still running',
    'Repeat it after a moment with the same key to get its answer.',
  ],
  hold_expired: ['The time of the hold has run out', 'Nothing was charged. Place a new hold.'],
  hold_released: ['The hold was released', 'Nothing was charged. Place a new hold.'],
  quote_expired: ['The time of the quote has run out', 'Ask for a new quote.'],
  body_too_large: ['The body is too large', 'Send at most `limit_bytes`.'],
  unsupported_media_type: [
    'The body is not JSON',
    'Send the body as JSON with the header Content-Type: application/json.',
  ],
  station_not_on_run: [
    'The run does not serve this station so',
    'GET the run to see its stops, and where it takes passengers up and sets them down.',
  ],
  unknown_station: ['There is no such station', 'Station codes are listed by GET /api/stations.'],
  segment_backwards: [
    'The run does not go this way',
    'The alighting station has to come after the boarding station. Exchange them, or find the run back.',
  ],
  duplicate_seats: ['A seat is named twice', 'Name each seat once.'],
  too_many_seats: ['These are too many seats', 'One hold has at most 9 seats. Place another for the rest.'],
  passengers_do_not_match_seats: [
    'The passengers do not match the seats',
    'Name one passenger for each seat of the hold, by its seat_number.',
  ],
  idempotency_key_reused: [
    'This Idempotency-Key belongs to another request',
    'Make a new key for each new request; a key is only for repeating the same one.',
  ],
  rate_limited: ['These are too many requests', 'Wait for as long as Retry-After says.'],
  too_many_holds: [
    'These are too many holds',
    'Book or release one of your holds on this run before you place another.',
  ],
  internal_error: [
    'Something is broken here',
    'It was logged. Repeat the request with the same Idempotency-Key; tell the operator `instance` if it stays.',
  ],
  overloaded: ['The server is busy', 'Nothing was changed. Repeat after as long as Retry-After says.'],
  outcome_unknown: [
    'The outcome is unknown',
    'Repeat the request with the same Idempotency-Key: the answer tells what happened.',
  ],
  payment_unavailable: [
    'Payments cannot be made now',
    'Nothing was charged and the hold goes on. Repeat after as long as Retry-After says.',
  ],
  payment_timed_out: [
    'The payment took too long',
    'Nothing will be charged and the seats are free again. Place a new hold.',
  ],
}

/** An RFC 9457 problem; the facts of the refusal are further members. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: RefusalCode
}

export type Facts = Readonly<Record<string, unknown>>

export function problemOf(code: RefusalCode, instance: string, facts: Facts = {}): Problem {
  const [title, detail] = wording[code]
  return {
    type: `urn:holdfast:problem:${code}`,
    title,
    status: statusOf[code],
    detail,
    instance,
    code,
    ...facts,
  }
}

/** What a passenger reads of a code, for the reference pages. */
export function titleOf(code: RefusalCode): string {
  return wording[code][0]
}
