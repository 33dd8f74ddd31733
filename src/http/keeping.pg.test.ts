import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../../test/harness/wait.ts'
import { openPostgresStore } from '../store/postgres/postgres-store.ts'
import { startServer, withClient } from '../store/postgres/server.fixture.ts'
import { TestTime } from '../store/test-time.fixture.ts'
import { timetable, type World, worldOver } from './world.fixture.ts'

const server = await startServer()
after(() => server.close())

const pair = 'from_station_code=A&to_station_code=C'
const range = { fromDate: '2027-03-15', toDate: '2027-03-17', mayWithdraw: true }

/** A node that sells, and another one on the same database: with answers kept, and with each made anew. */
async function openNodes(t: TestContext) {
  const url = await server.createSchema()
  const time = new TestTime(Date.UTC(2027, 2, 15, 8))
  const open = async () => {
    const { store } = await openPostgresStore({ url, poolSize: 3, clock: time, schedule: time.schedule })
    return store
  }
  const first = await open()
  await first.importTimetable(timetable, range)
  const second = await open()
  const common = { limits: false, monotonicMs: () => 0 }
  const selling = await worldOver(first, time, common)
  const keeping = await worldOver(second, time, common)
  const anew = await worldOver(second, time, { ...common, keptAnswerBytes: 0 })
  t.after(async () => {
    await Promise.all([selling, keeping, anew].map((world) => world.app.close()))
    await Promise.all([first.close(), second.close()])
  })
  return { url, selling, keeping, anew }
}

function urlsOf(world: World): readonly string[] {
  const run = `/api/train_runs/${world.runId('DAY 2', '2027-03-16')}`
  return [
    run,
    `${run}/seats?${pair}`,
    `/api/train_runs?${pair}&journey_date=2027-03-16`,
    `/api/fare_calendar?${pair}&from_date=2027-03-15&days=3`,
  ]
}

async function textsOf(world: World): Promise<readonly string[]> {
  const answers = await Promise.all(urlsOf(world).map((url) => world.call('GET', url)))
  return answers.map(({ text }) => text.replace(/"as_of":"[^"]*"/, ''))
}

async function holdSeat(world: World, seat: string): Promise<void> {
  const { status } = await world.call('POST', '/api/seat_holds', {
    token: await world.guest(),
    key: seat,
    body: {
      train_run_id: world.runId('DAY 2', '2027-03-16'),
      from_station_code: 'A',
      to_station_code: 'C',
      seat_numbers: [seat],
    },
  })
  assert.equal(status, 201)
}

/** Waits until every answer of a node differs from these. */
async function untilNew(world: World, before: readonly string[]): Promise<void> {
  await until('answers made anew', async () => {
    const now = await textsOf(world)
    return now.every((text, index) => text !== before[index]) || undefined
  })
}

test('Q61: a kept answer ends with a commit of another node, and is never older than one made anew', async (t) => {
  const { selling, keeping, anew } = await openNodes(t)
  for (let seat = 1; seat <= 15; seat++) {
    const before = await textsOf(keeping)
    assert.deepEqual(await textsOf(keeping), before)
    await holdSeat(selling, `4-${seat}`)
    // News may come between two looks, so what is made anew is the same as what was kept before or after.
    const [earlier, made, later] = [await textsOf(keeping), await textsOf(anew), await textsOf(keeping)]
    for (const [index, text] of made.entries())
      assert.ok(text === earlier[index] || text === later[index], `answer ${index}`)
    await untilNew(keeping, before)
  }
})

test('Q61: a kept answer ends soon after a commit that nobody announced', async (t) => {
  const { url, selling, keeping } = await openNodes(t)
  await holdSeat(selling, '4-1')
  await pause(100)
  const before = await textsOf(keeping)
  await withClient(url, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"),
  )
  await holdSeat(selling, '4-2')
  await untilNew(keeping, before)
})

test('Q61: a kept answer ends when another node imports a timetable', async (t) => {
  const { selling, keeping } = await openNodes(t)
  const before = await textsOf(keeping)
  const dearer = timetable.fares.map((fare) => ({ ...fare, roundToCents: 3_000 }))
  await selling.store.importTimetable({ ...timetable, fares: dearer }, range)
  await untilNew(keeping, before)
})
