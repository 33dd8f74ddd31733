import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { databaseFileIn } from './harness/database.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import {
  askAgain,
  assertBookedAsTold,
  assertNothingLost,
  createJournal,
  type Journal,
  ride,
} from './harness/passengers.ts'
import { dayAhead, findRide, type Ride } from './harness/railway.ts'
import { createRandom, type Random, seedOf } from './harness/random.ts'
import { inParallel, until } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

// `npm run crash:nightly` asks for more. With few kills, chance decides which kind of request they hit.
const kills = Number(process.env.CRASH_KILLS ?? 6)

test(`I5, I6, I7, I15: ${kills} times kill -9 in the middle of sales, and nothing acknowledged is lost`, {
  timeout: 60_000 + kills * 30_000,
}, async (t) => {
  const seed = seedOf(t, 'CRASH_SEED', 'test/crash.test.ts', `CRASH_KILLS=${kills} `)
  const random = createRandom(seed)
  const world = await createWorld(t, {
    mockApart: true,
    env: {
      HOLD_TTL_SECONDS: '60',
      PAYMENT_TIMEOUT_SECONDS: '5',
      MOCK_SEED: String(seed),
      MOCK_FAIL_RATE: '0.05',
      MOCK_DELAY_MS: '0-20',
    },
  })
  const rides = await Promise.all(
    [2, 3, 4].map((day) => findRide(world.client, { stops: 5, seats: 100, date: dayAhead(day) })),
  )
  const tokens = await inParallel(
    Array.from({ length: 64 }, (_, index) => index),
    16,
    () => world.client.session(),
  )
  const journal = createJournal()
  for (let kill = 1; kill <= kills; kill++) await sellAndKill(world, journal, random, rides, tokens, kill)
  await assertEverythingResolved(world, journal)
  t.diagnostic(JSON.stringify(journal.counts))
  for (const kind of ['hold', 'booking', 'cancellation'])
    assert.ok(kills < 50 || (journal.counts[`${kind} unanswered`] ?? 0) > 0, `a kill met a ${kind} in flight`)
})

test('and a booking that vanished, a hold that vanished and a cent too much are noticed, or the test above proves nothing', async (t) => {
  const world = await createWorld(t, { mockApart: true })
  const rides = [await findRide(world.client, { stops: 5, seats: 100, date: dayAhead(2) })]
  const journal = createJournal()
  const token = await world.client.session()
  const isOver = () => journal.bookings.size >= 3 && journal.holds.size >= 1
  await ride(world, journal, createRandom(1), rides, token, isOver)
  await assertNothingLost(world, journal, 'all')
  await assertLedgerEqualsBookings(world)
  for (const [statement, check] of [
    [
      'UPDATE bookings SET total_cents = total_cents + 1 WHERE id = (SELECT max(id) FROM bookings)',
      assertLedgerEqualsBookings,
    ],
    [
      "UPDATE seat_holds SET status = 'RELEASED' WHERE status = 'ACTIVE'",
      () => assertNothingLost(world, journal, 'all'),
    ],
    ['DELETE FROM booking_seats; DELETE FROM bookings', () => assertNothingLost(world, journal, 'all')],
  ] as const) {
    await world.stopServer()
    const database = new Database(databaseFileIn(world.data))
    database.exec(statement)
    database.close()
    await world.startServer()
    await assert.rejects(() => check(world), assert.AssertionError, statement)
  }
})

async function sellAndKill(
  world: World,
  journal: Journal,
  random: Random,
  rides: readonly Ride[],
  tokens: readonly string[],
  kill: number,
): Promise<void> {
  const clients = 16 + random.int(49)
  const delayMs = 20 + random.int(131)
  const alsoMock = kill % 5 === 0
  let isOver = false
  const riding = Promise.all(
    tokens
      .slice(0, clients)
      .map((token) => ride(world, journal, createRandom(random.int(2 ** 31)), rides, token, () => isOver)),
  )
  // From the first answer on, so that a slow machine is also killed in the middle of sales.
  await Promise.race([riding, until('a first answer', () => journal.fresh.size > 0 || undefined)])
  await pause(delayMs)
  await Promise.all([world.stopServer('SIGKILL'), alsoMock ? world.stopMock('SIGKILL') : undefined])
  isOver = true
  await riding
  if (alsoMock) await world.startMock()
  await world.startServer()
  await askAgain(journal)
  await assertNothingLost(world, journal, 'fresh')
}

async function assertEverythingResolved(world: World, journal: Journal): Promise<void> {
  await assertNothingLost(world, journal, 'all')
  await assertLedgerEqualsBookings(world)
  await assertBookedAsTold(world, journal)
  const doctor = await world.run(['doctor', '--json'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
  const audit = await world.run(['audit', 'verify', '--json'])
  assert.equal(audit.status, 0, audit.stdout + audit.stderr)
}
