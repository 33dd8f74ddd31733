import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startServer, type TestServer } from '../../src/store/postgres/server.fixture.ts'
import { assertLedgerEqualsBookings } from '../harness/ledger.ts'
import {
  askAgain,
  assertBookedAsTold,
  assertNothingLost,
  createJournal,
  ride,
} from '../harness/passengers.ts'
import { dayAhead, findRide } from '../harness/railway.ts'
import { createRandom, type Random, seedOf } from '../harness/random.ts'
import { inParallel, until } from '../harness/wait.ts'
import { createWorld, runOn, type World } from '../harness/world.ts'
import { siteOn } from './nodes.ts'

// `npm run nodes:nightly` asks for more.
const nodeKills = Number(process.env.NODE_KILLS ?? 1)
const databaseRestarts = Number(process.env.DATABASE_RESTARTS ?? 2)
const passengerCount = 16

/** What goes down next: a node by kill -9, or the database, alternately by kill -9 and by a restart. */
type Blow = 'node' | 'database killed' | 'database restarted'

test(`Q5, Q9, I1, I5, I6, I7, I15: ${nodeKills} nodes are killed and the database is restarted ${databaseRestarts} times in the middle of sales, and nothing acknowledged is lost`, {
  timeout: 120_000 + (nodeKills + databaseRestarts) * 60_000,
}, async (t) => {
  const again = `NODE_KILLS=${nodeKills} DATABASE_RESTARTS=${databaseRestarts} `
  const seed = seedOf(t, 'SALE_SEED', 'test/postgres/dying-nodes.pg.test.ts', again)
  const random = createRandom(seed)
  const server = await startServer()
  t.after(() => server.close())
  runOn(() => siteOn(server, { LEASE_SECONDS: '3' }))
  const world = await createWorld(t, {
    env: {
      HOLD_TTL_SECONDS: '60',
      PAYMENT_TIMEOUT_SECONDS: '5',
      MOCK_SEED: String(seed),
      MOCK_FAIL_RATE: '0.05',
      MOCK_DELAY_MS: '0-20',
    },
  })
  const rides = await Promise.all(
    [2, 3].map((day) => findRide(world.client, { stops: 4, seats: 100, date: dayAhead(day) })),
  )
  const tokens = await inParallel([...Array(passengerCount).keys()], 8, () => world.client.session())
  const journal = createJournal()
  for (const blow of random.sample(blows(), nodeKills + databaseRestarts)) {
    let isOver = false
    const riding = Promise.all(
      tokens.map(async (token) => {
        // Clients whose connection broke come back, at any node.
        while (!isOver)
          await ride(world, journal, createRandom(random.int(2 ** 31)), rides, token, () => isOver)
      }),
    )
    try {
      await until('a first answer', () => journal.fresh.size > 0 || undefined)
      await pause(20 + random.int(131))
      await strike(world, server, random, blow)
    } finally {
      // Even if a server does not come back: nobody asks forever.
      isOver = true
    }
    await riding
    await askAgain(journal)
    await assertNothingLost(world, journal, 'fresh')
  }
  await assertNothingLost(world, journal, 'all')
  await assertLedgerEqualsBookings(world)
  await assertBookedAsTold(world, journal)
  t.diagnostic(JSON.stringify(journal.counts))
})

function blows(): readonly Blow[] {
  const restarts = Array.from(
    { length: databaseRestarts },
    (_, index): Blow => (index % 2 === 0 ? 'database killed' : 'database restarted'),
  )
  return [...Array.from({ length: nodeKills }, (): Blow => 'node'), ...restarts]
}

async function strike(world: World, server: TestServer, random: Random, blow: Blow): Promise<void> {
  if (blow === 'node') return world.replaceServer(random.int(world.servers.length), 'SIGKILL')
  await (blow === 'database killed' ? server.kill() : server.stop())
  await server.start()
}
