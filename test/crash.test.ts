import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { lookInto, overlappingClaims } from './harness/database.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { askAgain, assertNothingLost, createJournal, type Journal, ride } from './harness/passengers.ts'
import { dayAhead, findRide, type Ride } from './harness/railway.ts'
import { createRandom, type Random, seedOf } from './harness/random.ts'
import { inParallel } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

// `npm run crash:nightly` asks for more.
const kills = Number(process.env.CRASH_KILLS ?? 50)

test(`I5, I6, I7, I15: ${kills} times kill -9 in the middle of sales, and nothing acknowledged is lost`, async (t) => {
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

// The longest checks, of everything ever acknowledged, come at the end; after each kill those of the last moments do.
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
  let isOver = false
  const recent: Journal = { ...createJournal(), counts: journal.counts }
  const riding = Promise.all(
    tokens
      .slice(0, clients)
      .map((token) => ride(world, recent, createRandom(random.int(2 ** 31)), rides, token, () => isOver)),
  )
  await pause(delayMs)
  const alsoMock = kill % 5 === 0
  await Promise.all([world.stopServer('SIGKILL'), alsoMock ? world.stopMock('SIGKILL') : undefined])
  isOver = true
  await riding
  if (alsoMock) await world.startMock()
  await world.startServer()
  await askAgain(recent)
  await assertNothingLost(world, recent)
  for (const [token, hold] of recent.holds) journal.holds.set(token, hold)
  for (const [id, sold] of recent.bookings) journal.bookings.set(id, sold)
}

async function assertEverythingResolved(world: World, journal: Journal): Promise<void> {
  await assertNothingLost(world, journal)
  await assertLedgerEqualsBookings(world)
  lookInto(world.data, (database) => {
    assert.deepEqual(overlappingClaims(database), [])
    const stored = database.rows('SELECT booking_id FROM bookings').map((row) => String(row.booking_id))
    assert.deepEqual(
      stored.toSorted(),
      [...journal.bookings.keys()].toSorted(),
      'booked is what was acknowledged, no more',
    )
    const sum = [...journal.bookings.values()].reduce(
      (cents, { booking, refundCents = 0 }) => cents + booking.total_cents - refundCents,
      0,
    )
    assert.equal(database.number('SELECT sum(total_cents - refunded_cents) FROM bookings'), sum)
  })
  const doctor = await world.run(['doctor', '--json'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
  const audit = await world.run(['audit', 'verify', '--json'])
  assert.equal(audit.status, 0, audit.stdout + audit.stderr)
}
