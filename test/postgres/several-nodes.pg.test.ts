import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Client } from '../harness/client.ts'
import { keptCents } from '../harness/ledger.ts'
import { dayAhead, findRide, type Ride, seatsOf, wishFor } from '../harness/railway.ts'
import { createRandom, type Random, seedOf } from '../harness/random.ts'
import { assertSerial, type Outcome } from '../harness/serial.ts'
import { inParallel, until } from '../harness/wait.ts'
import { createNodes, type NodesWorld, overlapCount, unsettledCount } from './nodes.ts'

const clientCount = 90
const seatCount = 30

const world = await createNodes({ after }, 3)

test('I1, I4, I7, Q2: passengers on three nodes after the same seats get exactly what can be sold', async (t) => {
  const random = createRandom(seedOf(t, 'SALE_SEED', 'test/postgres/several-nodes.pg.test.ts'))
  const first = clientOf(world, 0)
  const ride = await findRide(first, { stops: 5, seats: seatCount, date: dayAhead(3) })
  const seats = ride.seatNumbers.slice(0, seatCount)
  // A session of one node is known to all.
  const tokens = await inParallel([...Array(clientCount).keys()], 16, () => first.session())
  const outcomes = await Promise.all(
    tokens.map((token, index) =>
      buy(clientOf(world, index), clientOf(world, index + 1), token, ride, randomWish(random, ride, seats)),
    ),
  )
  assertSerial(outcomes)
  const sold = outcomes.filter((one) => one.sold)
  const legsSold = sold.reduce((sum, one) => sum + one.seats.length * (one.to - one.from), 0)
  assert.ok(sold.length > 0 && sold.length < outcomes.length, 'there was something to fight for')
  assert.equal(await world.number(overlapCount), 0)
  assert.equal(
    await world.number("SELECT sum(to_leg - from_leg) FROM seat_claims WHERE state = 'BOOKED'"),
    legsSold,
  )
  await assertSettled(world)
  t.diagnostic(`${outcomes.length} requests, ${sold.length} bookings`)
})

test('Q3: a hold on one node is on the live maps of the others within a second, and so is its release', async (t) => {
  const ride = await findRide(clientOf(world, 0), { stops: 2, seats: 2, date: dayAhead(5) })
  const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
  const token = await clientOf(world, 0).session()
  const stop = new AbortController()
  t.after(() => stop.abort())
  const events = await watch(world, 1, wish, stop.signal)
  const hold = await clientOf(world, 0).hold(token, wish)
  assert.equal(hold.status, 201, hold.text)
  await until('the hold on the map', () => (/"HELD"/.test(events.text) ? true : undefined), 1_000)
  const seen = events.text.length
  await clientOf(world, 2).release(token, hold.body.hold_token)
  await until('the release', () => (/"AVAILABLE"/.test(events.text.slice(seen)) ? true : undefined), 1_000)
})

test('Q5, I5: a node that dies takes nothing with it that it had answered; the others go on', async () => {
  const node = await world.startNode()
  const other = clientOf(world, 0)
  const ride = await findRide(other, { stops: 2, seats: 12, date: dayAhead(6) })
  const token = await other.session()
  const booked = await inParallel(ride.seatNumbers.slice(0, 6), 6, async (seat) => {
    const hold = await node.client.hold(token, wishFor(ride, 0, 1, [seat]))
    return (await node.client.book(token, hold.body)).body.booking_id
  })
  const left = await node.client.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(6, 7)))
  await node.process.end('SIGKILL')
  await node.client.close()
  for (const id of booked) {
    const found = await other.booking(token, id)
    assert.equal(found.body.status, 'CONFIRMED', found.text)
  }
  const paid = await other.book(token, left.body)
  assert.equal(paid.status, 201, paid.text)
  await assertSettled(world)
})

function clientOf({ nodes }: NodesWorld, index: number): Client {
  const node = nodes[index % nodes.length]
  assert.ok(node)
  return node.client
}

function randomWish(random: Random, ride: Ride, seats: readonly string[]) {
  const [from = 0, to = 1] = random.sample([...ride.stations.keys()], 2).toSorted((a, b) => a - b)
  return { from, to, seats: random.sample(seats, 1 + random.int(2)) }
}

/** Holds at one node and pays at another: no node has a state that another needs. */
async function buy(
  holder: Client,
  payer: Client,
  token: string,
  ride: Ride,
  wish: Omit<Outcome, 'sold'>,
): Promise<Outcome> {
  const hold = await holder.hold(token, wishFor(ride, wish.from, wish.to, wish.seats))
  if (hold.status !== 201) {
    assert.equal(hold.problem.code, 'seat_taken', hold.text)
    return { ...wish, sold: false }
  }
  const booking = await payer.book(token, hold.body)
  assert.equal(booking.status, 201, booking.text)
  return { ...wish, sold: true }
}

/** Every payment comes to its end, and the provider has kept what the bookings cost. */
async function assertSettled(nodes: NodesWorld): Promise<void> {
  await until(
    'the end of every payment',
    async () => ((await nodes.number(unsettledCount)) === 0 ? true : undefined),
    60_000,
  )
  assert.equal(
    keptCents(await nodes.ledger()),
    await nodes.number('SELECT coalesce(sum(total_cents - refunded_cents), 0) FROM bookings'),
  )
}

async function watch(
  { nodes }: NodesWorld,
  index: number,
  wish: { train_run_id: string; from_station_code: string; to_station_code: string },
  signal: AbortSignal,
): Promise<{ text: string }> {
  const query = new URLSearchParams({
    from_station_code: wish.from_station_code,
    to_station_code: wish.to_station_code,
  })
  const url = `${nodes[index]?.process.url}/api/train_runs/${wish.train_run_id}/seats/events?${query}`
  const response = await fetch(url, { signal })
  assert.equal(response.status, 200)
  const seen = { text: '' }
  const read = async () => {
    for await (const chunk of response.body ?? []) seen.text += new TextDecoder().decode(chunk)
  }
  read().catch(() => {})
  await until('the first event', () => (seen.text === '' ? undefined : true), 5_000)
  return seen
}

test('I1: whoever writes past the product is refused by the database itself', async () => {
  const taken = (await clientOf(world, 0).seats(await anyClaim())).body
  assert.ok(seatsOf(taken).length > 0)
  await assert.rejects(
    world.rows(`INSERT INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, updated_at)
      SELECT train_run_id, seat_id, from_leg + 1, to_leg + 1, 'BOOKED', 0 FROM seat_claims WHERE to_leg - from_leg > 1 LIMIT 1`),
    /seat_claims_no_overlap/,
  )
})

async function anyClaim() {
  const ride = await findRide(clientOf(world, 0), { stops: 3, seats: 1, date: dayAhead(7) })
  const token = await clientOf(world, 0).session()
  const wish = wishFor(ride, 0, 2, ride.seatNumbers.slice(0, 1))
  assert.equal((await clientOf(world, 0).hold(token, wish)).status, 201)
  return wish
}
