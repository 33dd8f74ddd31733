import { maxSeatsPerHold } from '../../src/domain/records/hold.ts'
import type { Answered, Send, SentRequest, Subject } from './largest-requests.ts'

interface Found {
  readonly train_runs: readonly FoundRun[]
}

interface FoundRun {
  readonly train_run_id: string
  readonly train_number: string
  readonly classes: readonly { readonly travel_class: string; readonly seats_total: number }[]
}

interface SeatMap {
  readonly coaches: readonly {
    readonly travel_class: string | null
    readonly seats: readonly { readonly seat_number: string; readonly status: string }[]
  }[]
}

/** How many refused attempts to book the hold again; each adds an entry to the booking's history. */
const refusedAttempts = 110

/** Days from that of the ride on whose runs and calendars are asked for, within the horizon of the demo. */
const daysAhead = 50

/** Creates a guest with bookings of as many seats as possible; the first one has a long history. */
export async function makeSubject(
  send: Send,
  ride: { readonly from: string; readonly to: string; readonly date: string },
  bookings: number,
): Promise<Subject> {
  const { from, to, date } = ride
  const pair = `from_station_code=${from}&to_station_code=${to}`
  const { token } = await read<{ token: string }>(send, post('/api/sessions', {}))
  const found = (day: string) => read<Found>(send, get(`/api/train_runs?${pair}&journey_date=${day}`))
  const { train_runs: runs } = await found(date)
  const [run] = runs.toSorted((a, b) => seatsOf(b) - seatsOf(a))
  const [largest] = run?.classes.toSorted((a, b) => b.seats_total - a.seats_total) ?? []
  if (!run || !largest) throw new Error(`no train from ${from} to ${to} on ${date}`)
  const map = await read<SeatMap>(send, get(`/api/train_runs/${run.train_run_id}/seats?${pair}`))
  const free = map.coaches
    .filter((coach) => coach.travel_class === largest.travel_class)
    .flatMap((coach) => coach.seats.filter((seat) => seat.status === 'AVAILABLE'))
    .map((seat) => seat.seat_number)
  const segment = { train_run_id: run.train_run_id, from_station_code: from, to_station_code: to }
  const holdOf = async (trainRunId: string, seats: readonly string[]) => {
    const wanted = { ...segment, train_run_id: trainRunId, seat_numbers: seats }
    return (await read<{ hold_token: string }>(send, post('/api/seat_holds', wanted, token))).hold_token
  }
  const { stops } = await read<{ stops: { station_code: string }[] }>(
    send,
    get(`/api/train_runs/${run.train_run_id}`),
  )
  const codes = stops.map((stop) => stop.station_code)
  const segments = codes.flatMap((one, index) => codes.slice(index + 1).map((other) => [one, other] as const))
  const days = Array.from({ length: daysAhead }, (_, ahead) => later(date, ahead))
  const onEachDay = (await Promise.all(days.map(found))).flatMap((day) => day.train_runs)
  const ofTrain = onEachDay.filter((one) => one.train_number === run.train_number)
  const largeRunIds = ofTrain.map((one) => one.train_run_id)
  // On other days, so that the large run keeps its seats for what is measured.
  const onOtherDays = largeRunIds.filter((id) => id !== run.train_run_id)
  const book = (holdToken: string, seats: readonly string[]) =>
    post('/api/bookings', bookingOf(holdToken, seats), token)
  const sold: { holdToken: string; seats: readonly string[]; booking_id: string; link_token: string }[] = []
  for (let count = 0; count < bookings; count++) {
    const trainRunId = onOtherDays[count % onOtherDays.length] ?? run.train_run_id
    const turn = Math.floor(count / Math.max(1, onOtherDays.length))
    const seats = free.slice(turn * maxSeatsPerHold, (turn + 1) * maxSeatsPerHold)
    const holdToken = await holdOf(trainRunId, seats)
    const made = await read<{ booking_id: string; link_token: string }>(send, book(holdToken, seats))
    sold.push({ holdToken, seats, ...made })
  }
  const [first] = sold
  if (!first) throw new Error('no seat was sold')
  for (let attempt = 0; attempt < refusedAttempts; attempt++) await send(book(first.holdToken, first.seats))
  return {
    segments,
    days,
    runIds: onEachDay.map((one) => one.train_run_id),
    largeRunIds,
    token,
    trainRunId: run.train_run_id,
    from,
    to,
    date,
    travelClass: largest.travel_class,
    holdToken: first.holdToken,
    bookingId: first.booking_id,
    linkToken: first.link_token,
    hold: () => holdOf(run.train_run_id, free.slice(0, 1)),
  }
}

/** The date so many days after another one. */
function later(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

function bookingOf(holdToken: string, seats: readonly string[]) {
  const passengers = seats.map((seat) => ({
    seat_number: seat,
    passenger_name: 'Ada',
    passenger_age: 36,
    passenger_gender: 'F',
  }))
  return { hold_token: holdToken, passengers, payment: { method: 'mock', token: 'tok_ok' } }
}

function seatsOf(run: FoundRun): number {
  return run.classes.reduce((sum, one) => sum + one.seats_total, 0)
}

function get(path: string): SentRequest {
  return { method: 'GET', path, headers: {} }
}

function post(path: string, body: object, token?: string): SentRequest {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  const proof = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return { method: 'POST', path, headers: { ...headers, ...proof }, body: JSON.stringify(body) }
}

async function read<T>(send: Send, request: SentRequest): Promise<T> {
  const { status, text }: Answered = await send(request)
  if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`)
  return JSON.parse(text) as T
}
