import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { bookingRequest, type Client } from './harness/client.ts'
import { overlappingClaims } from './harness/database.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { dayAhead, findRide, type Ride, seatsOf, wishFor } from './harness/railway.ts'
import { createRandom, type Random, seedOf } from './harness/random.ts'
import { lastByteRace, rawRequest } from './harness/raw.ts'
import { assertSerial, type Outcome } from './harness/serial.ts'
import { inParallel } from './harness/wait.ts'
import type { BookingBody, HoldBody, Problem } from './harness/wire.ts'
import { createWorld } from './harness/world.ts'

const clientCount = 200
const seatCount = 50

// One world for all tests of the file, each on a run of its own.
const world = await createWorld({ after }, { mockApart: true, connections: clientCount })

test('I1, I4, I7, I11: 200 clients after the same 50 seats and overlapping segments get exactly what can be sold', async (t) => {
  const random = createRandom(seedOf(t, 'SALE_SEED', 'test/concurrent-sale.test.ts'))
  const ride = await findRide(world.client, { stops: 6, seats: seatCount, date: dayAhead(3) })
  const seats = ride.seatNumbers.slice(0, seatCount)
  const tokens = await inParallel(
    Array.from({ length: clientCount }, (_, index) => index),
    32,
    () => world.client.session(),
  )

  const first = await Promise.all(
    tokens.map((token) => buy(world.client, token, ride, randomWish(random, ride, seats))),
  )
  assertSerial(first)
  const rest = await sellTheRest(world.client, tokens, ride, seats, random)
  const outcomes = [...first, ...rest]
  assertSerial(outcomes)

  const sold = outcomes.filter((one) => one.sold)
  const legsSold = sold.reduce((sum, one) => sum + one.seats.length * (one.to - one.from), 0)
  assert.equal(legsSold, seats.length * (ride.stations.length - 1), 'each seat is sold on each leg, once')
  assert.ok(
    first.some((one) => !one.sold) && rest.some((one) => !one.sold),
    'there was something to fight for',
  )
  await assertDatabaseAgrees(ride, sold, legsSold)
  t.diagnostic(`${outcomes.length} requests, ${sold.length} bookings, ${legsSold} legs of seats sold`)
})

// One or two random seats over a random segment.
function randomWish(random: Random, ride: Ride, seats: readonly string[]) {
  const [from = 0, to = 1] = random.sample([...ride.stations.keys()], 2).toSorted((a, b) => a - b)
  return { from, to, seats: random.sample(seats, 1 + random.int(2)) }
}

async function buy(client: Client, token: string, ride: Ride, wish: Omit<Outcome, 'sold'>): Promise<Outcome> {
  const hold = await client.hold(token, wishFor(ride, wish.from, wish.to, wish.seats))
  if (hold.status !== 201) {
    assert.equal(hold.problem.code, 'seat_taken', hold.text)
    return { ...wish, sold: false }
  }
  const booking = await client.book(token, hold.body)
  assert.equal(booking.status, 201, booking.text)
  assert.deepEqual(booking.body.seats.map((seat) => seat.seat_number).toSorted(), [...wish.seats].toSorted())
  assert.equal(
    booking.body.total_cents,
    hold.body.total_cents,
    'I11: the price of the hold is the price of the booking',
  )
  return { ...wish, sold: true }
}

// Two clients for each leg of each seat that is still free: one of them gets it.
async function sellTheRest(
  client: Client,
  tokens: readonly string[],
  ride: Ride,
  seats: readonly string[],
  random: Random,
): Promise<Outcome[]> {
  const wishes: Omit<Outcome, 'sold'>[] = []
  for (let leg = 0; leg + 1 < ride.stations.length; leg++) {
    const map = (await client.seats(wishFor(ride, leg, leg + 1, []))).body
    for (const { seat } of seatsOf(map))
      if (seats.includes(seat.seat_number) && seat.status === 'AVAILABLE')
        wishes.push({ from: leg, to: leg + 1, seats: [seat.seat_number] })
  }
  const twice = random.sample([...wishes, ...wishes], 2 * wishes.length)
  return inParallel(twice, clientCount, (wish, index) =>
    buy(client, tokens[index % tokens.length] ?? '', ride, wish),
  )
}

async function assertDatabaseAgrees(
  { train_run_id }: Ride,
  sold: readonly Outcome[],
  legsSold: number,
): Promise<void> {
  await assertLedgerEqualsBookings(world)
  const { database } = world
  assert.deepEqual(await overlappingClaims(database), [])
  const ofRun = `FROM seat_claims WHERE train_run_id = ${train_run_id}`
  assert.equal(await database.number(`SELECT sum(to_leg - from_leg) ${ofRun} AND state = 'BOOKED'`), legsSold)
  assert.equal(await database.number(`SELECT count(*) ${ofRun} AND state <> 'BOOKED'`), 0)
  assert.equal(await bookingCount(train_run_id), sold.length)
}

function bookingCount(trainRunId: string): Promise<number> {
  const confirmed = "FROM bookings WHERE status = 'CONFIRMED'"
  return world.database.number(`SELECT count(*) ${confirmed} AND train_run_id = ${trainRunId}`)
}

const racers = 50

test('I1: of 50 requests for one seat whose last bytes come in one tick, one gets the hold', async () => {
  const ride = await findRide(world.client, { stops: 3, seats: 1, date: dayAhead(4) })
  const requests = await inParallel(
    Array.from({ length: racers }, (_, index) => index),
    16,
    async (index) => {
      // Half of them want the whole way, half only its second leg, so all of them meet there.
      const wish = wishFor(ride, index % 2, 2, ride.seatNumbers.slice(0, 1))
      return post('/api/seat_holds', await world.client.session(), randomUUID(), wish)
    },
  )
  const answers = await lastByteRace(world.urls, requests)
  assert.deepEqual(countBy(answers, codeOf), { 201: 1, seat_taken: racers - 1 })
})

test('P4, B4: of 50 payments for one hold under different keys whose last bytes come in one tick, one books', async () => {
  const { token, hold } = await holdOne(5)
  const requests = Array.from({ length: racers }, () =>
    post('/api/bookings', token, randomUUID(), bookingRequest(hold)),
  )
  const answers = await lastByteRace(world.urls, requests)
  const counts = countBy(answers, codeOf)
  assert.equal(counts[201], 1, JSON.stringify(counts))
  assert.equal((counts.hold_pinned ?? 0) + (counts.hold_consumed ?? 0), racers - 1, JSON.stringify(counts))
  assert.equal(await bookingCount(hold.train_run_id), 1)
  await assertLedgerEqualsBookings(world)
})

test('I8, W7: 50 times the same payment under one key in one tick has one effect and one answer', async () => {
  const { token, hold } = await holdOne(6)
  const key = randomUUID()
  const requests = Array.from({ length: racers }, () =>
    post('/api/bookings', token, key, bookingRequest(hold)),
  )
  const answers = await lastByteRace(world.urls, requests)
  const counts = countBy(answers, codeOf)
  assert.equal((counts[201] ?? 0) + (counts.request_in_progress ?? 0), racers, JSON.stringify(counts))
  const ids = new Set(
    answers.filter((one) => one.status === 201).map((one) => parseBooking(one.body).booking_id),
  )
  assert.equal(ids.size, 1)
  assert.equal(await bookingCount(hold.train_run_id), 1)
  await assertLedgerEqualsBookings(world)
})

test('I10, C9: of 50 cancellations of one booking in one tick, one happens and one refund is made', async () => {
  const { token, hold } = await holdOne(7)
  const booking = (await world.client.book(token, hold)).body
  const quote = (await world.client.quote(token, booking.booking_id)).body
  const path = `/api/bookings/${booking.booking_id}/cancellations`
  const requests = Array.from({ length: racers }, () =>
    post(path, token, randomUUID(), { quote_id: quote.quote_id }),
  )
  const answers = await lastByteRace(world.urls, requests)
  assert.deepEqual(countBy(answers, codeOf), { 201: 1, already_cancelled: racers - 1 })
  await assertLedgerEqualsBookings(world)
})

async function holdOne(days: number) {
  const ride = await findRide(world.client, { stops: 2, seats: 2, date: dayAhead(days) })
  const token = await world.client.session()
  const hold = await world.client.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 2)))
  assert.equal(hold.status, 201, hold.text)
  return { token, hold: hold.body satisfies HoldBody }
}

function post(path: string, token: string, key: string, body: object): Buffer {
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': key,
    'content-type': 'application/json',
  }
  return rawRequest('POST', path, headers, JSON.stringify(body))
}

function codeOf(answer: { status: number; body: string }): string {
  if (answer.status < 300) return String(answer.status)
  const problem: Problem = JSON.parse(answer.body)
  return problem.code
}

function parseBooking(text: string): BookingBody {
  return JSON.parse(text)
}

function countBy<T>(items: readonly T[], name: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1
  return counts
}
