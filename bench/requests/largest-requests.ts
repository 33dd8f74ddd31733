/** The largest requests that each operation of the API allows, in a repeatable form. */

import { accountRequests } from './account-requests.ts'
import { type Make, staffRequests } from './staff-requests.ts'

export interface SentRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly text: string
}

export type Send = (request: SentRequest) => Promise<Answered>

/** One request of an operation, created anew each time it is sent, and its expected status. */
export interface LargeRequest {
  readonly operation: string
  readonly what: string
  readonly status: number
  readonly make: (round: number) => SentRequest | Promise<SentRequest>
}

/** The data for the requests: a large run, a guest, and the guest's booking with a long history. */
export interface Subject {
  readonly token: string
  readonly trainRunId: string
  readonly from: string
  readonly to: string
  readonly travelClass: string
  readonly date: string
  /** Every pair of stations of the large run, in its order. */
  readonly segments: readonly (readonly [from: string, to: string])[]
  /** Days with runs. */
  readonly days: readonly string[]
  /** Runs of all these days, and those of the train of the large run. */
  readonly runIds: readonly string[]
  readonly largeRunIds: readonly string[]
  readonly holdToken: string
  readonly bookingId: string
  readonly linkToken: string
  /** Holds a seat, and returns the token of the hold. */
  readonly hold: () => Promise<string>
}

const bodyBytes = 64 * 1024
const listItems = 1_000
const json = { 'content-type': 'application/json' }
const encodings = { 'accept-encoding': 'br' }

/** Adds members up to this many bytes, each with its own name, which costs a parser the most. */
function filled(body: object, bytes: number): string {
  const head = JSON.stringify(body).slice(0, -1)
  const members: string[] = head === '{' ? [] : [head.slice(1)]
  let length = head.length + 1
  for (let index = 0; ; index++) {
    const member = `"m${index}":1`
    length += member.length + 1
    if (length > bytes) return `{${members.join(',')}}`
    members.push(member)
  }
}

const list = <T>(make: (index: number) => T) => Array.from({ length: listItems }, (_, index) => make(index))

/** The body with a list of as many items as fit. */
function listed(body: object, name: string, items: readonly unknown[]): string {
  const text = (count: number) => JSON.stringify({ ...body, [name]: items.slice(0, count) })
  const each = text(items.length).length / items.length
  let count = Math.min(items.length, Math.floor(bodyBytes / each))
  while (Buffer.byteLength(text(count)) > bodyBytes) count--
  return text(count)
}

export function largestRequests(subject: Subject): readonly LargeRequest[] {
  const { token, trainRunId, from, to, date, bookingId } = subject
  const bearer = { authorization: `Bearer ${token}` }
  const pair = `from_station_code=${from}&to_station_code=${to}`
  const ride = { train_run_id: trainRunId, from_station_code: from, to_station_code: to }
  const at = <T>(list: readonly T[], round: number): T => list[round % list.length] as T
  const pairOf = ([one, other]: readonly [string, string]) =>
    `from_station_code=${one}&to_station_code=${other}`
  /** Another pair and day in each round: none has been asked for before, and so none is kept as bytes. */
  const anewFor = (round: number) => {
    const { segments, days } = subject
    return [pairOf(at(segments, round)), at(days, round)] as const
  }
  const get = (path: string, headers = {}): SentRequest => ({ method: 'GET', path, headers })
  const post = (path: string, body: string, headers = {}): SentRequest => ({
    method: 'POST',
    path,
    headers: { ...json, ...bearer, 'idempotency-key': crypto.randomUUID(), ...headers },
    body,
  })
  const one = (
    operation: string,
    what: string,
    status: number,
    make: LargeRequest['make'],
  ): LargeRequest => ({
    operation,
    what,
    status,
    make,
  })
  const holds = '/api/seat_holds'
  const booking = `/api/bookings/${bookingId}`
  const payment = { hold_token: subject.holdToken, payment: { method: 'mock', token: 'tok_ok' } }
  const passenger = (index: number) => ({
    seat_number: `9-${index}`,
    passenger_name: 'Ünïcödé Ŋame'.repeat(2),
    passenger_age: 36,
    passenger_gender: 'F',
  })
  const make: Make = {
    ...{ get, post, filled: (members) => filled(members, bodyBytes) },
    delete: (path) => ({ method: 'DELETE', path, headers: bearer }),
  }
  return [
    one('openSession', 'a body of small members', 201, () => post('/api/sessions', filled({}, bodyBytes))),
    one('openPageSession', 'a cookie of 12 kB', 201, () => ({
      method: 'POST',
      path: '/api/page_sessions',
      headers: { 'sec-fetch-site': 'same-origin', cookie: 'a=b; '.repeat(2_400) },
    })),
    ...staffRequests(make),
    ...accountRequests(make),
    one('listStations', 'all stations', 200, () => get('/api/stations', encodings)),
    one('listStations', '100 characters', 200, () => get(`/api/stations?q=${'%C3%BC'.repeat(100)}`)),
    one('searchRuns', 'a day, answered anew', 200, (round) => {
      const [ride, day] = anewFor(round)
      return get(`/api/train_runs?${ride}&journey_date=${day}`, encodings)
    }),
    one('searchRuns', 'a day, kept', 200, () =>
      get(`/api/train_runs?${pair}&journey_date=${date}`, encodings),
    ),
    one('showRun', 'a run, answered anew', 200, (round) =>
      get(`/api/train_runs/${at(subject.runIds, round)}`, encodings),
    ),
    one('fareCalendar', '62 days, answered anew', 200, (round) => {
      const [ride, day] = anewFor(round)
      return get(`/api/fare_calendar?${ride}&from_date=${day}&days=62`, encodings)
    }),
    one('fareCalendar', '62 days, kept', 200, () =>
      get(`/api/fare_calendar?${pair}&from_date=${date}&days=62`),
    ),
    one('showSeats', 'a large run, answered anew', 200, (round) => {
      const [ride] = anewFor(round)
      return get(`/api/train_runs/${at(subject.largeRunIds, round)}/seats?${ride}`, encodings)
    }),
    one('showSeats', 'a large run, kept', 200, () =>
      get(`/api/train_runs/${trainRunId}/seats?${pair}`, encodings),
    ),
    one('showSeats', 'a tag of 12 kB', 200, () =>
      get(`/api/train_runs/${trainRunId}/seats?${pair}`, { 'if-none-match': '"x", '.repeat(2_400) }),
    ),
    one('watchSeats', 'a large run', 200, () => get(`/api/train_runs/${trainRunId}/seats/events?${pair}`)),
    one('findBooking', 'a body of small members', 202, () =>
      post('/api/bookings/find', filled({ booking_id: bookingId, email: 'ada@example.org' }, bodyBytes)),
    ),
    one('sendCodeByLink', 'a body of small members', 404, () =>
      post('/api/bookings/by_link/unknown/codes', filled({}, bodyBytes)),
    ),
    one('grantBooking', 'a body of small members', 422, () =>
      post(`${booking}/grants`, filled({ code: '1234567890' }, bodyBytes)),
    ),
    one('showOutbox', 'of no demo', 404, () => get('/api/outbox')),
    one('placeHold', 'a body of small members', 400, () => post(holds, filled(ride, bodyBytes))),
    one('placeHold', '1,000 seats that are numbers', 400, () =>
      post(
        holds,
        listed(
          ride,
          'seat_numbers',
          list(() => 1),
        ),
      ),
    ),
    one('placeHold', '1,000 different seats', 422, () =>
      post(
        holds,
        listed(
          ride,
          'seat_numbers',
          list((index) => `seat ${index}`.padEnd(61, 'x')),
        ),
      ),
    ),
    one('showHold', 'a hold', 200, () => get(`${holds}/${subject.holdToken}`, bearer)),
    one('extendHold', 'a booked hold', 409, () => post(`${holds}/${subject.holdToken}/extensions`, '{}')),
    one('releaseHold', 'a hold', 204, async () => ({
      method: 'DELETE',
      path: `${holds}/${await subject.hold()}`,
      headers: bearer,
    })),
    one('confirmBooking', '1,000 passengers that are objects', 400, () =>
      post(
        '/api/bookings',
        listed(
          payment,
          'passengers',
          list(() => ({})),
        ),
      ),
    ),
    one('confirmBooking', 'as many passengers as fit', 409, () =>
      post('/api/bookings', listed(payment, 'passengers', list(passenger))),
    ),
    one('listBookings', '100 bookings of nine seats', 200, () => get('/api/bookings?limit=100', bearer)),
    one('showBooking', 'a booking of nine seats', 200, () => get(booking, bearer)),
    one('showBookingByLink', 'a booking of nine seats', 200, () =>
      get(`/api/bookings/by_link/${subject.linkToken}`),
    ),
    one('showTicket', 'nine seats', 200, () => get(`${booking}/ticket`, bearer)),
    one('showTicketByLink', 'nine seats', 200, () =>
      get(`/api/bookings/by_link/${subject.linkToken}/ticket`),
    ),
    one('showTicketPdf', 'nine seats', 200, () => get(`${booking}/ticket.pdf`, bearer)),
    one('showTicketPdfByLink', 'nine seats', 200, () =>
      get(`/api/bookings/by_link/${subject.linkToken}/ticket.pdf`),
    ),
    one('showCalendar', 'nine seats', 200, () => get(`${booking}/calendar.ics`, bearer)),
    one('showCalendarByLink', 'nine seats', 200, () =>
      get(`/api/bookings/by_link/${subject.linkToken}/calendar.ics`),
    ),
    one('listTicketKeys', 'all', 200, () => get('/api/ticket_keys')),
    one('bookingHistory', '100 entries', 200, () => get(`${booking}/history`, bearer)),
    one('quoteCancellation', '1,000 seats', 404, () =>
      post(
        `${booking}/cancellation_quotes`,
        listed(
          {},
          'seat_numbers',
          list((index) => `seat ${index}`.padEnd(61, 'x')),
        ),
      ),
    ),
    one('cancelBooking', 'a quote id of 64 kB', 404, () =>
      post(`${booking}/cancellations`, JSON.stringify({ quote_id: 'q'.repeat(bodyBytes - 15) })),
    ),
    one('receivePaymentEvent', 'an event of 128 kB', 401, () =>
      post('/api/payments/webhooks/mock', filled({}, 128 * 1024)),
    ),
    one('showHealth', 'as it is', 200, () => get('/healthz')),
    one('showReadiness', 'as it is', 200, () => get('/readyz')),
    one('showMetrics', 'as it is', 200, () => get('/metrics', encodings)),
    one('showOpenApi', 'compressed', 200, () => get('/openapi.json', encodings)),
    // This is last, since it takes seats that the others need.
    one('placeHold', 'the choice of 9 seats', 201, async () =>
      post(
        holds,
        JSON.stringify({
          ...ride,
          travel_class: subject.travelClass,
          seat_count: 9,
          preferences: { position: 'window', table: true, quiet: true, facing: 'forward', coach: '9' },
        }),
      ),
    ),
  ]
}
