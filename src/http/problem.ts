import type { AppRefusal } from '../app/refusals.ts'
import { codeMs, mostWrongTries } from '../domain/records/access.ts'
import { maxSeatsPerHold } from '../domain/records/hold.ts'

/** Codes for refusals by the HTTP layer, before any use case runs. */
type WireCode =
  | 'malformed_request'
  | 'idempotency_key_missing'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'import_not_found'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'overloaded'
  | 'outcome_unknown'
  | 'internal_error'

export type RefusalCode = AppRefusal['code'] | WireCode

/** The complete table from refusal to HTTP status; a missing code does not compile. */
export const statusOf = {
  malformed_request: 400,
  idempotency_key_missing: 400,
  unauthenticated: 401,
  sign_in_refused: 401,
  second_factor_needed: 401,
  second_factor_refused: 401,
  payment_declined: 402,
  forbidden: 403,
  setup_refused: 403,
  recent_sign_in_needed: 403,
  not_found: 404,
  import_not_found: 404,
  run_not_found: 404,
  seat_not_on_run: 404,
  hold_not_found: 404,
  booking_not_found: 404,
  quote_not_found: 404,
  staff_not_found: 404,
  key_not_found: 404,
  passkey_not_found: 404,
  day_not_closed: 404,
  method_not_allowed: 405,
  seat_taken: 409,
  not_enough_seats: 409,
  run_changed: 409,
  run_not_on_sale: 409,
  sale_closed: 409,
  hold_consumed: 409,
  hold_pinned: 409,
  hold_already_extended: 409,
  hold_extension_off: 409,
  already_cancelled: 409,
  personal_data_erased: 409,
  too_many_notes: 409,
  passenger_not_there: 409,
  seat_not_alike: 422,
  not_sold_at_desk: 409,
  balance_differs: 409,
  no_email_address: 409,
  email_taken: 409,
  second_factor_exists: 409,
  no_second_factor: 409,
  second_factor_off: 409,
  last_administrator: 409,
  key_name_taken: 409,
  too_many_keys: 409,
  too_many_passkeys: 409,
  passkeys_unavailable: 409,
  day_already_closed: 409,
  day_not_over: 409,
  earlier_day_open: 409,
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
  seat_has_no_passenger: 422,
  idempotency_key_reused: 422,
  code_not_accepted: 422,
  password_too_common: 422,
  passkey_not_accepted: 422,
  rate_limited: 429,
  too_many_holds: 429,
  network_holds_too_many: 429,
  seats_cooling_down: 429,
  class_under_pressure: 429,
  internal_error: 500,
  overloaded: 503,
  outcome_unknown: 503,
  payment_unavailable: 503,
  payment_timed_out: 504,
} satisfies Record<RefusalCode, number>

/** What happened, and what the caller can do next. */
export const wording: Record<RefusalCode, readonly [title: string, detail: string]> = {
  malformed_request: [
    'The request cannot be read',
    'Correct the members that `errors` points to, and send the request again.',
  ],
  idempotency_key_missing: [
    'An Idempotency-Key is required',
    'Send an Idempotency-Key header with 1 to 255 printable characters, and send the same one ' +
      'when you repeat the request.',
  ],
  unauthenticated: [
    'You are not signed in',
    'Get a token with POST /api/sessions and send it as Authorization: Bearer TOKEN.',
  ],
  sign_in_refused: [
    'Address and password do not fit',
    'Check both and try again. If you cannot sign in, ask an administrator, who can run ' +
      '"holdfast staff reset" on the machine of the server.',
  ],
  second_factor_needed: [
    'A code of your second factor is needed',
    'The password fits. Send the request again with the `code` that your authenticator app shows, or with ' +
      'a recovery code.',
  ],
  second_factor_refused: [
    'The code is not accepted',
    'A code is good once, for about a minute. Wait for the next one and check the clock of your device, or ' +
      'use a recovery code. If both are lost, ask an administrator, or run "holdfast staff reset-factor" ' +
      'on the machine of the server.',
  ],
  payment_declined: [
    'The payment was declined',
    'Nothing was charged, and the seats are free again. Place a new hold and pay in another way.',
  ],
  forbidden: [
    'You may not do this',
    'A right is missing, which `right` names, or the request came from a page of another site. The session ' +
      'cookie is only for the pages of this server. Programs send Authorization: Bearer TOKEN.',
  ],
  setup_refused: [
    'The set-up link does not open anything',
    'It works once, for 30 minutes, and only while there is no administrator. Start the server again for a ' +
      'new one, or run "holdfast staff add" on its machine.',
  ],
  recent_sign_in_needed: [
    'You signed in too long ago for this',
    'Sign in again, with the password or a passkey, and repeat the request within ten minutes.',
  ],
  passkey_not_found: [
    'Your account has no such passkey',
    'List your passkeys with GET /api/account/passkeys.',
  ],
  too_many_passkeys: ['Your account has ten passkeys already', 'Remove one that you no longer use.'],
  passkeys_unavailable: [
    'There are no passkeys here',
    'Browsers keep passkeys for a domain name with https alone. Sign in with the password. The operator of ' +
      'this server can set PUBLIC_URL to such an address.',
  ],
  passkey_not_accepted: [
    'The passkey was not accepted',
    'Try again within five minutes, on the page and in the session in which you began. A passkey that was ' +
      'removed no longer signs in: use the password.',
  ],
  not_found: ['There is no such route', 'See the list of routes in /openapi.json, explained in /docs.'],
  import_not_found: [
    'There is no such import, or it is too long ago',
    'The list of imports has the last 100.',
  ],
  run_not_found: ['There is no such run', 'Find runs with GET /api/train_runs.'],
  seat_not_on_run: [
    'Some of these seats are not on this run',
    'Take seat numbers from the seat map of this run; `seat_numbers` lists the unknown ones.',
  ],
  hold_not_found: ['There is no such hold', 'Place a hold with POST /api/seat_holds.'],
  booking_not_found: ['There is no such booking', 'List your bookings with GET /api/bookings.'],
  quote_not_found: [
    'There is no such quote',
    'Ask for a quote with POST /api/bookings/{booking_id}/cancellation_quotes.',
  ],
  staff_not_found: ['There is no such member of staff', 'List them with "holdfast staff list".'],
  day_not_closed: ['This day is not closed', 'Lines are written when it is.'],
  key_not_found: ['There is no such key', 'The list of keys has their IDs.'],
  method_not_allowed: [
    'The route does not have this method',
    'The Allow header lists the methods that it has.',
  ],
  seat_taken: [
    'Some of these seats are taken',
    'Choose other seats; `seat_numbers` lists those that are taken for part of the way.',
  ],
  not_enough_seats: ['There are not enough seats', 'Ask for fewer seats, another class or another run.'],
  run_changed: [
    'The run has just changed',
    'A new timetable gives it another train, other times, coaches or prices. GET the run and its seat map ' +
      'again.',
  ],
  run_not_on_sale: [
    'The run is not on sale for this segment',
    'Sale closes at the departure from the boarding station. Choose another run.',
  ],
  sale_closed: [
    'The railway sells nothing there',
    'On this part of its way the run is closed for sale or canceled, as `reason` says, or its ' +
      '`travel_class` is. Choose another class or run.',
  ],
  hold_consumed: ['The hold is already booked', 'Find the booking by its `booking_id`.'],
  hold_pinned: [
    'A payment for this hold is in progress',
    'Wait for its outcome: GET the hold, or repeat the first request with its own Idempotency-Key.',
  ],
  hold_already_extended: ['The hold was already extended', 'A hold is extended once. Pay before it ends.'],
  hold_extension_off: ['Holds are not extended here', 'Pay before the hold ends, or place a new one.'],
  passenger_not_there: [
    'Somebody who was to be moved is not there',
    'Nobody was moved; `seat_numbers` lists the seats that no such passenger has now. Look at the run again.',
  ],
  seat_not_alike: [
    'A passenger cannot be moved to this seat',
    'Nobody was moved: seats in `seat_numbers` are of another class or kind than those that were left.',
  ],
  not_sold_at_desk: [
    'This booking was not sold at a desk',
    'Its payment provider, which `method` names, settles its money by itself.',
  ],
  balance_differs: [
    'This is not what is open',
    'Nothing was recorded. The balance is `balance_cents` now: what the passenger owes, or, negative, what ' +
      'is to be paid out.',
  ],
  too_many_notes: ['This booking has as many notes as it may', 'Nothing was noted.'],
  personal_data_erased: [
    'The names of this booking are erased',
    'They cannot be brought back, and it takes no others.',
  ],
  already_cancelled: ['These seats are already canceled', 'GET the booking to see which seats are left.'],
  no_email_address: [
    'The booking has no e-mail address',
    'A code can only be sent to an e-mail address, and this booking was made without one. Ask the railway.',
  ],
  email_taken: ['Somebody has this e-mail address already', 'Use another address, or change that account.'],
  second_factor_exists: [
    'You have a second factor already',
    'Remove it with POST /api/staff/factors/removals before you set up another one.',
  ],
  no_second_factor: [
    'There is no second factor',
    'Start setting one up with POST /api/staff/factors, then confirm it by its first code.',
  ],
  second_factor_off: [
    'Second factors are turned off here',
    'The operator can allow or require them with the setting STAFF_SECOND_FACTOR.',
  ],
  last_administrator: [
    'This is the last administrator',
    'Make somebody else an administrator first, with "holdfast staff role".',
  ],
  key_name_taken: [
    'A key in use has this name already',
    'Choose another name. If you have just made this key and its answer was lost, revoke it and make it ' +
      'again.',
  ],
  too_many_keys: ['There are too many keys', 'Revoke keys that nobody uses any more.'],
  day_already_closed: ['This day is closed', 'Its lines no longer change. Close the day after it.'],
  day_not_over: ['This day is not over', 'Close it once it has ended, by the clocks of the railway.'],
  earlier_day_open: [
    'An earlier day is still open',
    'Days are closed in order: `day` has to be closed first.',
  ],
  request_in_progress: [
    'The first request with this Idempotency-Key is still in progress',
    'Repeat it in a moment with the same key to get its answer.',
  ],
  hold_expired: ['The hold has expired', 'Nothing was charged. Place a new hold.'],
  hold_released: ['The hold was released', 'Nothing was charged. Place a new hold.'],
  quote_expired: ['The quote has expired', 'Ask for a new quote.'],
  body_too_large: ['The body is too large', 'Send at most `limit_bytes`.'],
  unsupported_media_type: [
    'The body is not JSON',
    'Send the body as JSON, not compressed, with the header Content-Type: application/json.',
  ],
  station_not_on_run: [
    'Passengers cannot board or alight there on this run',
    'GET the run to see its stops, and where passengers can board and alight.',
  ],
  unknown_station: ['There is no such station', 'List the station codes with GET /api/stations.'],
  segment_backwards: [
    'The run does not go in this direction',
    'The alighting station must come after the boarding station. Swap them, or look for a run in the ' +
      'other direction.',
  ],
  duplicate_seats: ['A seat is named twice', 'Name each seat once.'],
  too_many_seats: [
    'Too many seats',
    `One hold can have at most ${maxSeatsPerHold} seats. Place another for the rest.`,
  ],
  passengers_do_not_match_seats: [
    'The passengers do not match the seats',
    'Name one passenger for each seat of the hold, by its seat_number; a bicycle hook has none.',
  ],
  seat_has_no_passenger: [
    'Nobody travels on this place',
    'A bicycle hook has no passenger whose name could be corrected; name a seat of the booking.',
  ],
  idempotency_key_reused: [
    'This Idempotency-Key belongs to another request',
    'Use a new key for each new request; repeat a key only with the same request.',
  ],
  code_not_accepted: [
    'The code is not accepted',
    'Enter the last code that this session was sent. It works once, for ' +
      `${codeMs / 60_000} minutes and ${mostWrongTries} tries; then ask for a new one.`,
  ],
  password_too_common: [
    'This password is easily guessed',
    'Choose another one: not a common password, not a word or your name with a number, no keys in a row. ' +
      'Several words that do not belong together are good.',
  ],
  rate_limited: ['Too many requests', 'Wait as long as Retry-After says.'],
  too_many_holds: [
    'Too many holds',
    'Book or release one of your holds on this run before you place another one.',
  ],
  network_holds_too_many: [
    'Too many seats of this run are held from your network',
    'Callers with neighboring addresses may hold `max_seats` seats that are not paid yet. Pay for or ' +
      'release some, or repeat the request after `retry_after_ms`.',
  ],
  seats_cooling_down: [
    'These seats are kept for others for a while',
    'Holds of `seat_numbers` from your network have run out unpaid more than once. Choose other seats, or ' +
      'repeat the request after `retry_after_ms`.',
  ],
  class_under_pressure: [
    'Many seats of this class are held and not paid',
    'Callers whom the railway does not know yet wait until some of these seats are paid for or free again. ' +
      'If there is a `challenge`, solve it and repeat the request with the same key and your `proof`; ' +
      'otherwise repeat it after `retry_after_ms`.',
  ],
  internal_error: [
    'Something went wrong on the server',
    'The error was logged. Repeat the request with the same Idempotency-Key; if it keeps ' +
      'failing, send `instance` to the operator.',
  ],
  overloaded: [
    'The server is busy',
    'Nothing was changed. Repeat the request after the time in Retry-After.',
  ],
  outcome_unknown: [
    'The outcome is unknown',
    'Repeat the request with the same Idempotency-Key to learn what happened.',
  ],
  payment_unavailable: [
    'Payments are not possible right now',
    'Nothing was charged, and the hold stays active. Repeat the request after the time in Retry-After.',
  ],
  payment_timed_out: [
    'The payment took too long',
    'Nothing will be charged, and the seats are free again. Place a new hold.',
  ],
}

/** An RFC 9457 problem; the facts of the refusal are additional members. */
interface Problem {
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

/** The title of a code, for the reference pages. */
export function titleOf(code: RefusalCode): string {
  return wording[code][0]
}
