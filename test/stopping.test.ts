import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'undici'
import { dayAhead, findRide, type Ride, seatsOf, wholeWay } from './harness/railway.ts'
import { inParallel, until } from './harness/wait.ts'
import type { HoldBody } from './harness/wire.ts'
import { createWorld, type World } from './harness/world.ts'

test('W12, O13: SIGTERM under load: accepted requests are answered, event streams end, exit status 0 within 10 s', async (t) => {
  const world = await createWorld(t, { env: { PAYMENT_TIMEOUT_SECONDS: '10' } })
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 40, date: dayAhead(3) })
  const token = await client.session()
  const holds = await inParallel(ride.seatNumbers.slice(0, 20), 20, (seat) =>
    holdSeat(world, token, ride, seat),
  )
  const stream = await request(
    `${world.server.url}/api/train_runs/${ride.train_run_id}/seats/events?${segmentOf(ride)}`,
  )
  const streamEnd = stream.body.text()
  const paying = Promise.all(holds.map((hold) => client.book(token, hold, 'tok_slow_3000')))
  await until('the pin of every hold', async () => {
    const states = await Promise.all(holds.map((hold) => client.showHold(token, hold.hold_token)))
    // On a slow machine, the first payments may be over before the last ones begin.
    return states.every(({ body }) => body.status !== 'ACTIVE') || undefined
  })
  const started = performance.now()
  const stopping = world.server.end('SIGTERM')
  const booked = await paying
  assert.deepEqual(
    booked.map(({ status }) => status),
    holds.map(() => 201),
  )
  assert.match(await streamEnd, /event: ?reset/)
  assert.equal(await stopping, 0)
  assert.ok(performance.now() - started < 10_000)
  assert.doesNotMatch(world.server.output(), /stopping took too long/)
  assert.equal(await world.database.number("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'"), 20)
  // With several servers, the others continue.
  for (const url of world.urls.slice(1)) assert.equal((await fetch(`${url}/readyz`)).status, 200)
})

test('I5, I13: a restart keeps sessions, holds, bookings and maps, and no commit_seq goes back', async (t) => {
  const world = await createWorld(t)
  const ride = await findRide(world.client, { stops: 3, seats: 4, date: dayAhead(3) })
  const token = await world.client.session()
  const [held = '', sold = ''] = ride.seatNumbers
  const hold = await holdSeat(world, token, ride, held)
  const booking = (await world.client.book(token, await holdSeat(world, token, ride, sold))).body
  const before = await until('what was held and sold on the map', async () => {
    const { body } = await world.client.seats(wholeWay(ride))
    const shown = statuses(body)
    return shown.includes(`${held} HELD`) && shown.includes(`${sold} BOOKED`) ? body : undefined
  })
  assert.equal(await world.stopServer(), 0)
  await world.startServer()
  const after = (await world.client.seats(wholeWay(ride))).body
  assert.ok(after.commit_seq >= before.commit_seq)
  assert.deepEqual(statuses(after), statuses(before))
  assert.equal((await world.client.showHold(token, hold.hold_token)).body.status, 'ACTIVE')
  const again = (await world.client.booking(token, booking.booking_id)).body
  assert.deepEqual(
    { ...again, payment: null, commit_seq: 0 },
    { ...booking, ...onlyIn(again, booking), payment: null, commit_seq: 0 },
  )
  assert.equal((await world.client.book(token, hold)).status, 201)
})

async function holdSeat(world: World, token: string, ride: Ride, seat: string): Promise<HoldBody> {
  const answer = await world.client.hold(token, wholeWay(ride, [seat]))
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

function segmentOf(ride: Ride): string {
  return `from_station_code=${ride.stations[0]}&to_station_code=${ride.stations.at(-1)}`
}

function statuses(map: Parameters<typeof seatsOf>[0]): string[] {
  return seatsOf(map).map(({ seat }) => `${seat.seat_number} ${seat.status}`)
}

// Members that only a later look at a booking has, such as its refunds.
function onlyIn(later: object, first: object): object {
  return Object.fromEntries(Object.entries(later).filter(([name]) => !(name in first)))
}
