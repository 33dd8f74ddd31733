import pg from 'pg'
import type { Seat } from '../../src/domain/consist.ts'
import type { TrainId, TrainRunId, UserId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { TrainRun } from '../../src/domain/train-run.ts'
import type { EngineStore } from '../../src/store/engine-store.ts'
import { createRandom, type Random } from '../../test/harness/random.ts'
import { CopyStream } from './copy-stream.ts'
import { type AddRow, RunWriter, type SaleTable, saleColumns } from './sale-rows.ts'

/** Who books: with ten million bookings, four each in the mean. */
export const userCount = 2_500_000
/** Runs further ahead are on sale and nothing of them is sold yet. */
export const soldDaysAhead = 30
const dayMs = 86_400_000

export type OnProgress = (done: number, total: number, about: string) => void

/**
 * Fills an empty database with so many bookings over the runs of the past and of the next month, as if they had been sold one
 * after the other: claims, holds, payments, bookings, passengers, cancellations, and the audit chain of each run.
 */
export async function fillBookings(
  url: string,
  store: EngineStore,
  bookings: number,
  onProgress: OnProgress,
): Promise<void> {
  const runs = await soldRuns(url, store)
  const seatTotal = runs.reduce((sum, { share, run }) => sum + share * run.consist.seats.length, 0)
  const later = await dropIndexes(url)
  const streams = await openStreams(url)
  const full: CopyStream[] = []
  const add: AddRow = (table, row) => {
    const stream = streams.get(table)
    if (stream?.add(row)) full.push(stream)
  }
  const random = createRandom(1)
  const counters = { sale: 0, cancellation: 0 }
  let sharesDone = 0
  for (const { run, share } of runs) {
    sharesDone += share * run.consist.seats.length
    const until = Math.round((bookings * sharesDone) / seatTotal)
    const writer = new RunWriter(run, { add, random, counters, locatorKey: store.locatorKey })
    for (const sale of salesOf(run, random)) {
      if (counters.sale >= until) break
      writer.sell(sale)
    }
    writer.close()
    for (const stream of full.splice(0)) await stream.drain()
    onProgress(counters.sale, bookings, 'bookings written')
  }
  for (const stream of streams.values()) await stream.close()
  await withClient(url, async (client) => {
    await setNextIds(client, counters.sale + 1)
    for (const [index, statement] of later.entries()) {
      onProgress(index, later.length, 'indexes built')
      await client.query(statement)
    }
    await client.query('VACUUM (ANALYZE)')
    await client.query('CHECKPOINT')
  })
}

/** Runs with the share of their seats that is sold: all of the past, less and less of what is ahead. */
async function soldRuns(url: string, store: EngineStore): Promise<{ run: TrainRun; share: number }[]> {
  const models = new Map<TrainId, TrainRun>()
  for (const run of store.network().runs()) models.set(run.train.id, run)
  const rows = await withClient(
    url,
    async (client) => (await client.query('SELECT * FROM train_runs ORDER BY service_date, id')).rows,
  )
  return rows.flatMap((row) => {
    const model = models.get(Number(row.train_id) as TrainId)
    const daysAhead = (Number(row.origin_at) - store.now()) / dayMs
    if (!model || daysAhead > soldDaysAhead) return []
    const own = { id: Number(row.id) as TrainRunId, originAt: Number(row.origin_at) as Instant }
    const share = daysAhead < 0 ? 1 : 1 - daysAhead / (soldDaysAhead + 1)
    return [{ run: { ...model, ...own, serviceDate: String(row.service_date) }, share }]
  })
}

/** Parties of one to four in one coach after the other; most ride the whole way, others share their seats at some stop. */
function* salesOf(run: TrainRun, random: Random) {
  const legs = run.train.stops.length - 1
  const { seats } = run.consist
  const start = random.int(seats.length)
  for (let taken = 0; taken < seats.length; ) {
    const size = Math.min(1 + Math.max(0, random.int(8) - 4), seats.length - taken)
    const party: Seat[] = []
    for (let index = 0; index < size; index++) {
      const seat = seats[(start + taken + index) % seats.length]
      if (seat) party.push(seat)
    }
    taken += size
    const middle = legs > 1 && random.chance(0.4) ? 1 + random.int(legs - 1) : legs
    yield saleOf(run, party, 0, middle, random)
    if (middle < legs) yield saleOf(run, party, middle, legs, random)
  }
}

function saleOf(run: TrainRun, seats: readonly Seat[], fromLeg: number, toLeg: number, random: Random) {
  const userId = (1 + random.int(userCount)) as UserId
  const at = (run.originAt - dayMs * (1 + random.int(soldDaysAhead)) - random.int(dayMs)) as Instant
  return { seats, fromLeg, toLeg, userId, at }
}

async function openStreams(url: string): Promise<ReadonlyMap<SaleTable, CopyStream>> {
  const streams = new Map<SaleTable, CopyStream>()
  for (const [table, columns] of Object.entries(saleColumns))
    streams.set(table as SaleTable, await CopyStream.open(url, table, columns.split(/\s+/)))
  return streams
}

/** Rows go in faster without indexes; gives the statements that make them again. */
async function dropIndexes(url: string): Promise<readonly string[]> {
  const tables = Object.keys(saleColumns)
  return withClient(url, async (client) => {
    const { rows: constraints } = await client.query(
      `SELECT conname AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE conrelid::regclass::text = ANY ($1) AND contype IN ('p', 'u', 'x', 'f')
       ORDER BY array_position(ARRAY['p', 'u', 'x', 'f']::"char"[], contype)`,
      [tables],
    )
    for (const { name, table } of constraints.toReversed())
      await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
    const { rows: indexes } = await client.query(
      'SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = ANY ($1)',
      [tables],
    )
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
    return [
      ...constraints.map(
        ({ name, table, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`,
      ),
      ...indexes.map(({ definition }) => String(definition)),
    ]
  })
}

async function setNextIds(client: pg.Client, next: number): Promise<void> {
  for (const kind of ['hold', 'payment', 'booking', 'quote', 'cancellation', 'refund'])
    await client.query(
      'INSERT INTO id_blocks VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET next_id = $2',
      [kind, next],
    )
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
