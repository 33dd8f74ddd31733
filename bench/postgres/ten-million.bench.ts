/**
 * Ten million bookings in one PostgreSQL database, and an empty one on the same server: measures how long the
 * hot operations take in each, and which plan each of their statements gets.
 *
 *   npm run bench:ten-million -- [--bookings 10000000] [--rounds 200] [--again]
 *
 * With `--again` it measures again for each line on standard input, since filling takes long.
 */
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { demoTimetable } from '../../src/timetable/demo/demo-timetable.ts'
import { holdSeat } from '../in-process-sale.ts'
import { printMachine } from '../machine.ts'
import { median, percentile } from '../statistics.ts'
import { fillBookings, type OnProgress, soldDaysAhead } from './fill-bookings.ts'
import { beginAnew, type HotOperation, type HotWorld, hotOperations } from './hot-operations.ts'
import { recordStatements, wholeTableReads } from './statements.ts'

const daysBack = 240
const daysAhead = 60
/** As large a server as the machine can run beside the benchmark, with full durability. */
const serverSettings = [
  'shared_buffers=2GB',
  'maintenance_work_mem=1GB',
  'max_wal_size=8GB',
  'wal_level=minimal',
  'max_wal_senders=0',
]

const { values } = parseArgs({
  options: {
    bookings: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '200' },
    again: { type: 'boolean', default: false },
  },
})
const bookings = Number(values.bookings)
const rounds = Number(values.rounds)

const today = Temporal.Now.plainDateISO()
const fromDate = today.subtract({ days: daysBack }).toString()
const timetable = demoTimetable(fromDate, daysBack + daysAhead)

async function openDatabase(url: string, count: number): Promise<HotWorld> {
  const { store, backend } = await openPostgresStore({ url, poolSize: 4 })
  await store.importTimetable(timetable, { fromDate, toDate: today.add({ days: daysAhead }).toString() })
  if (count === 0) return worldOf(store, backend)
  const sold = { runs: [...store.network().runs()], now: store.now() }
  // A node that looks for overdue holds would repeatedly read whole tables while they have no indexes.
  await store.close()
  await fillBookings(url, sold, count, progress)
  return openFilled(url)
}

async function openFilled(url: string): Promise<HotWorld> {
  const { store, backend } = await openPostgresStore({ url, poolSize: 4 })
  return worldOf(store, backend)
}

function worldOf(store: HotWorld['store'], backend: HotWorld['backend']): HotWorld {
  const runs = [...store.network().runs()].toSorted((a, b) => a.id - b.id)
  const from = today.add({ days: soldDaysAhead + 5 }).toString()
  const fresh = runs.filter((run) => run.serviceDate >= from && run.consist.seats.length >= 300)
  const [sold, ...freshRuns] = fresh
  if (!sold || freshRuns.length < 50) throw new Error('the demo railway has too few large runs')
  return { store, backend, soldRun: sold.id, freshRuns: freshRuns.slice(0, 50) }
}

let toldAt = 0
const progress: OnProgress = (done, total, about) => {
  const now = performance.now()
  if (now - toldAt < 5_000) return
  toldAt = now
  console.error(`  ${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${about}`)
}

/** The databases take turns, so other work on the machine affects both. */
async function measure(operation: HotOperation, worlds: readonly HotWorld[]): Promise<number[][]> {
  const times = worlds.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, world] of worlds.entries()) {
      const prepared = await operation.prepare?.(world, round)
      const startedAt = performance.now()
      await operation.run(world, round, prepared)
      times[index]?.push(performance.now() - startedAt)
    }
  return times
}

/** Holds every other seat of the run, in both databases. */
async function sellHalf(world: HotWorld): Promise<void> {
  const { soldRun } = world
  const run = world.store.network().run(soldRun)
  assert.ok(run)
  await Promise.all(
    run.consist.seats
      .filter((seat) => seat.index % 2 === 0)
      .map((seat) => holdSeat(world.store, { run, seatNumber: seat.number, userId: 7 as never }, 3_600_000)),
  )
}

async function size(url: string): Promise<string> {
  return withClient(
    url,
    async (client) =>
      (await client.query('SELECT pg_size_pretty(pg_database_size(current_database())) AS size')).rows[0]
        .size,
  )
}

printMachine()
const server = await startServer(serverSettings)
try {
  const [emptyUrl, fullUrl] = [await server.createDatabase(), await server.createDatabase()]
  const empty = await openDatabase(emptyUrl, 0)
  const startedAt = performance.now()
  const full = await openDatabase(fullUrl, bookings)
  const minutes = (performance.now() - startedAt) / 60_000
  const counts = await withClient(
    fullUrl,
    async (client) =>
      (
        await client.query(
          `SELECT (SELECT count(*) FROM bookings) AS bookings, (SELECT count(*) FROM seat_claims) AS claims,
        (SELECT count(*) FROM audit_entries) AS entries, (SELECT count(*) FROM run_heads) AS runs`,
        )
      ).rows[0],
  )
  console.log(`filled in ${minutes.toFixed(1)} min: ${JSON.stringify(counts)}, ${await size(fullUrl)}`)
  const worlds = [empty, full]
  for (const world of worlds) await sellHalf(world)
  beginAnew()
  process.exitCode = (await measureAll(fullUrl, empty, full)) ? 0 : 1
  if (values.again)
    for await (const _ of createInterface({ input: process.stdin }))
      process.exitCode = (await measureAll(fullUrl, empty, full)) ? 0 : 1
  for (const world of worlds) await world.store.close()
} finally {
  await server.close()
}

/**
 * Times every operation in both databases and examines the plans; true if none is slow and none reads a whole
 * table.
 */
async function measureAll(fullUrl: string, empty: HotWorld, full: HotWorld): Promise<boolean> {
  const worlds = [empty, full]
  await warmUp(worlds)
  console.log('\n| operation | empty, ms (median) | full, ms (median) | times | 95 % of full within |')
  console.log('| --- | --- | --- | --- | --- |')
  const slow: string[] = []
  for (const operation of hotOperations) {
    const [few = [], many = []] = await measure(operation, worlds)
    const ratio = median(many) / median(few)
    if (ratio > 2) slow.push(operation.name)
    const cells = [median(few), median(many), ratio, percentile(many, 95)].map((value) => value.toFixed(2))
    console.log(`| ${operation.name} | ${cells.join(' | ')} |`)
  }
  console.log(slow.length > 0 ? `slower than twice: ${slow.join(', ')}` : 'none is slower than twice')
  const statements = await recordStatements(async () => {
    for (const operation of hotOperations)
      await operation.run(full, rounds, await operation.prepare?.(full, rounds))
  })
  const whole = await withClient(fullUrl, (client) => wholeTableReads(client, statements))
  console.log(`${statements.length} statements looked at; whole tables or indexes read: ${whole.length}`)
  for (const statement of whole) console.log(`  ${statement}`)
  return slow.length + whole.length === 0
}

/** Warms up the measured code, and gives every fresh run its first commit. */
async function warmUp(worlds: readonly HotWorld[]): Promise<void> {
  for (const operation of hotOperations)
    for (let round = 0; round < 10; round++)
      for (const world of worlds) await operation.run(world, round, await operation.prepare?.(world, round))
}
