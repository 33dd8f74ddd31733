import type { ApiCall } from './operations.ts'

type Problem = Readonly<Record<string, unknown>>

/** Takes the key of the call, which the user does not know unless they gave one. */
type Advice = (problem: Problem, key: string) => string

const later: Advice = () => 'Nothing was changed. Run the command again in a moment.'
const withKey: Advice = (_, key) =>
  `Run the same command again with --key ${key}: the answer tells its outcome.`

/**
 * What to do next on the command line, for problems whose API sentence speaks of requests and headers. The
 * other sentences suit a person unchanged.
 */
const advice: Readonly<Record<string, Advice>> = {
  malformed_request: () => 'Correct the following, and run the command again.',
  run_not_found: () => 'Find runs with "holdfast runs FROM TO".',
  seat_not_on_run: ({ seat_numbers: seats }) =>
    `It has no ${list(seats)}. See its seats with "holdfast seats RUN FROM TO".`,
  hold_not_found: () => 'Place a hold with "holdfast hold", and book it from the same data folder.',
  booking_not_found: () =>
    'Check the record locator; a booking is canceled from the data folder that it was made from.',
  not_sold_at_desk: () => 'Its payment provider settles its money by itself.',
  balance_differs: ({ balance_cents: open }) =>
    open === 0
      ? 'Nothing is open on this account.'
      : `What is open is ${String(open)}, in the smallest unit.`,
  seat_taken: ({ seat_numbers: taken, alternatives: free }) =>
    `${list(taken)}: taken for part of the way.${isList(free) ? ` ${list(free)} would be free.` : ''}`,
  network_holds_too_many: ({ max_seats: most, retry_after_ms: waitMs }) =>
    `This network may hold ${String(most)} seats of a run unpaid. Book or release some, or run ` +
    `the command again in ${seconds(waitMs)}.`,
  seats_cooling_down: ({ seat_numbers: seats, retry_after_ms: waitMs }) =>
    `${list(seats)}: held from this network twice and not paid. Choose other seats, or run the ` +
    `command again in ${seconds(waitMs)}.`,
  class_under_pressure: ({ retry_after_ms: waitMs }) =>
    'Many seats of this class are held and not paid. Run the command again in ' +
    `${seconds(waitMs)}, or choose another class or train.`,
  run_changed: () =>
    'A newer timetable gives it another train, or other times, coaches or prices. ' +
    'Look at it again with "holdfast runs FROM TO" and "holdfast seats RUN FROM TO".',
  passenger_not_there: ({ seat_numbers: seats }) =>
    `Nobody was moved: ${list(seats)} is not, or no longer, booked so. Look again with ` +
    '"holdfast runs manifest RUN".',
  seat_not_alike: ({ seat_numbers: seats }) =>
    `Nobody was moved: ${list(seats)} is of another class or kind than the seat that was to be left.`,
  sale_closed: ({ reason, travel_class: travelClass }) =>
    `${typeof travelClass === 'string' ? `Class ${travelClass}` : 'The run'} is ` +
    `${reason === 'CANCELLED' ? 'canceled' : 'closed for sale'} there. Find another one with ` +
    '"holdfast runs FROM TO".',
  hold_consumed: ({ booking_id: booking }) => `It is booking ${String(booking)}.`,
  hold_pinned: () => 'Wait for its outcome before you run the command again.',
  hold_already_extended: () => 'A hold is extended once. Book it before it ends.',
  hold_extension_off: () => 'Book it before it ends, or place another one.',
  already_cancelled: () => 'No further refund is due for them.',
  earlier_day_open: ({ day }) => `Close ${String(day)} first: days are closed in order.`,
  request_in_progress: withKey,
  internal_error: withKey,
  outcome_unknown: withKey,
  station_not_on_run: () => 'Find a run that serves both stations with "holdfast runs FROM TO".',
  unknown_station: () => 'Find its code with "holdfast stations".',
  passengers_do_not_match_seats: () =>
    'Name one --passenger for each seat of the hold, by its seat number; a bicycle hook has none.',
  seat_has_no_passenger: () => 'A bicycle hook has no passenger; give the number of a seat of the booking.',
  idempotency_key_reused: () => 'Omit --key, or choose another one; a key only repeats the same command.',
  rate_limited: later,
  overloaded: later,
  payment_unavailable: () =>
    'Nothing was charged, and the hold stays active. Run the command again in a moment.',
}

/**
 * The sentence that replaces the `detail` of a problem on the command line; undefined to keep the original.
 */
export function adviceFor({ headers }: ApiCall, problem: Problem): string | undefined {
  return advice[String(problem.code)]?.(problem, headers?.['idempotency-key'] ?? '')
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0
}

function seconds(milliseconds: unknown): string {
  return typeof milliseconds === 'number' ? `${Math.ceil(milliseconds / 1000)} s` : 'a few minutes'
}

function list(value: unknown): string {
  return isList(value) ? value.map(String).join(', ') : 'such seat'
}
