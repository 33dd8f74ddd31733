import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from './harness/client.ts'
import { overlappingClaims } from './harness/database.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { dayAhead, findRide, type Ride, seatsOf, wholeWay } from './harness/railway.ts'
import { createRandom, type Random, seedOf } from './harness/random.ts'
import { inParallel, until } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

// `npm run faults:nightly` asks for more.
const saleCount = Number(process.env.FAULT_SALES ?? 600)
const holdSeconds = 10

/** How a sale ended for its client. */
type End = 'booked' | 'payment_declined' | 'payment_timed_out' | 'abandoned'

test(`I6, I7, I9, I16: ${saleCount} sales against a provider that declines 30 % and loses 10 % leave nothing open`, async (t) => {
  const seed = seedOf(t, 'FAULTS_SEED', 'test/payment-faults.test.ts')
  const random = createRandom(seed)
  const world = await createWorld(t, {
    mockApart: true,
    env: {
      MOCK_FAIL_RATE: '0.3',
      MOCK_TIMEOUT_RATE: '0.1',
      MOCK_SEED: String(seed),
      PAYMENT_TIMEOUT_SECONDS: '1',
      HOLD_TTL_SECONDS: String(holdSeconds),
    },
  })
  const rides = await ridesFor(world.client)
  const tokens = await inParallel(
    Array.from({ length: 64 }, (_, index) => index),
    16,
    () => world.client.session(),
  )

  const seats = rides.flatMap((ride) => ride.seatNumbers.map((seat) => ({ ride, seat })))
  const sales = seats.slice(0, saleCount)
  assert.equal(sales.length, saleCount, 'the railway has seats enough')
  const ends = await inParallel(sales, 64, ({ ride, seat }, index) =>
    sell(world.client, tokens[index % tokens.length] ?? '', ride, seat, `tok_${seed}_${index}`, random),
  )

  const counts = Object.groupBy(ends, (end) => end)
  const booked = counts.booked?.length ?? 0
  t.diagnostic(
    Object.entries(counts)
      .map(([end, all]) => `${all?.length} ${end}`)
      .join(', '),
  )
  for (const end of ['booked', 'payment_declined', 'payment_timed_out', 'abandoned'] as const)
    assert.ok((counts[end]?.length ?? 0) > saleCount / 100, `some sales end as ${end}`)
  await assertLedgerEqualsBookings(world)
  await assertNothingHeld(world, rides, booked)
  await assertNobodyNeeded(world)
})

// Enough seats for one per sale, on the largest run of each day.
async function ridesFor(client: Client): Promise<Ride[]> {
  const rides: Ride[] = []
  for (let day = 2; rides.reduce((sum, ride) => sum + ride.seatNumbers.length, 0) < saleCount; day++)
    rides.push(await findRide(client, { stops: 2, seats: 300, date: dayAhead(day) }))
  return rides
}

async function sell(
  client: Client,
  token: string,
  ride: Ride,
  seat: string,
  payment: string,
  random: Random,
): Promise<End> {
  const hold = await client.hold(token, wholeWay(ride, [seat]))
  assert.equal(hold.status, 201, hold.text)
  if (random.chance(0.05)) return 'abandoned'
  const answer = await client.book(token, hold.body, payment)
  if (answer.status === 201) return 'booked'
  const { code } = answer.problem
  // A slow machine may take so long that the hold ends first.
  if (code === 'hold_expired') return 'abandoned'
  assert.ok(code === 'payment_declined' || code === 'payment_timed_out', answer.text)
  assert.equal(answer.status, code === 'payment_declined' ? 402 : 504)
  assert.equal((await client.showHold(token, hold.body.hold_token)).body.status, 'RELEASED')
  return code
}

// Abandoned holds expire without help: the maps show it on time, without calling a sweeper.
async function assertNothingHeld(world: World, rides: readonly Ride[], booked: number): Promise<void> {
  const statuses = await until('the end of every hold', async () => {
    const maps = await Promise.all(rides.map((ride) => world.client.seats(wholeWay(ride))))
    const all = maps.flatMap((map) => seatsOf(map.body).map(({ seat }) => seat.status))
    return all.includes('HELD') ? undefined : all
  })
  assert.equal(statuses.filter((status) => status === 'BOOKED').length, booked)
  const { database } = world
  assert.deepEqual(await overlappingClaims(database), [])
  assert.equal(await database.number("SELECT count(*) FROM seat_claims WHERE state = 'BOOKED'"), booked)
  assert.equal(await database.number("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'"), booked)
  assert.equal(
    await database.number(
      `SELECT count(*) FROM seat_claims WHERE state = 'HELD' AND expires_at > ${Date.now()}`,
    ),
    0,
  )
}

// Doctor checks every row of every table; its findings are what a person would have to look into.
async function assertNobodyNeeded(world: World): Promise<void> {
  const doctor = await world.run(['doctor', '--json'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
  assert.deepEqual(
    await world.database.rows(
      'SELECT status, count(*) AS n FROM payments WHERE status IN ' +
        "('REQUESTED', 'AUTHORIZED', 'TIMED_OUT') GROUP BY status",
    ),
    [],
  )
}
