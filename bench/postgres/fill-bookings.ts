import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TrainId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { TrainRun } from '../../src/domain/railway/train-run.ts'
import { saleTables } from './sale-tables.ts'

/** Runs further ahead are on sale, but have no sales yet. */
export const soldDaysAhead = 30
const dayMs = 86_400_000
/** How many runs one statement fills. */
const runsAtATime = 400

/** The runs to sell, and the current time. */
interface Sold {
  readonly runs: readonly TrainRun[]
  readonly now: Instant
}

export type OnProgress = (done: number, total: number, about: string) => void

/**
 * Fills an empty database with this many bookings on the runs of the past and of the next month, as if they
 * had been sold one after another: claims, holds, payments, bookings, passengers, cancellations, refunds,
 * audit entries. The server generates the rows itself, so nothing goes over the wire.
 */
export async function fillBookings(
  url: string,
  sold: Sold,
  bookings: number,
  onProgress: OnProgress,
): Promise<void> {
  const runCount = await withClient(url, (client) => writePlan(client, sold, bookings))
  const later = await withClient(url, dropIndexes)
  let done = 0
  const tables = Map.groupBy(saleTables, ({ table }) => table)
  const total = saleTables.length * Math.ceil(runCount / runsAtATime)
  // Fills each table in one transaction that empties it first: with `wal_level=minimal`, none of it goes
  // through the log.
  await Promise.all(
    [...tables].map(([table, parts]) =>
      withClient(url, async (client) => {
        await client.query(`BEGIN; TRUNCATE ${table}`)
        for (const { columns, rows } of parts)
          for (let first = 0; first < runCount; first += runsAtATime) {
            const some = `ordinal >= ${first} AND ordinal < ${first + runsAtATime}`
            await client.query(`INSERT INTO ${table} (${columns}) ${rows} AND ${some}`)
            onProgress(++done, total, 'parts written')
          }
        await client.query('COMMIT')
      }),
    ),
  )
  await withClient(url, (client) => finish(client, later, bookings, onProgress))
}

/**
 * Writes which runs are sold, how many bookings each has, and the ID of its first one; returns the number of
 * runs.
 */
async function writePlan(client: pg.Client, { runs, now }: Sold, bookings: number): Promise<number> {
  const models = new Map<TrainId, TrainRun>()
  for (const run of runs) models.set(run.train.id, run)
  const { rows } = await client.query('SELECT * FROM train_runs ORDER BY service_date, id')
  const sold = rows.flatMap((row) => {
    const model = models.get(Number(row.train_id) as TrainId)
    const daysAhead = (Number(row.origin_at) - now) / dayMs
    if (!model || daysAhead > soldDaysAhead) return []
    // Past runs are full; runs further ahead have fewer and fewer sales.
    const share = daysAhead < 0 ? 1 : 1 - daysAhead / (soldDaysAhead + 1)
    return [{ row, model, weight: share * capacityOf(model) }]
  })
  const weightTotal = sold.reduce((sum, { weight }) => sum + weight, 0)
  await client.query(`CREATE TABLE bench_sold (ordinal int PRIMARY KEY, run bigint, first_id bigint,
    count int, seat_count int,
    seat_ids bigint[], legs int, stations text[], origin bigint, service_date text)`)
  await client.query(readFileSync(join(import.meta.dirname, 'sales.sql'), 'utf8'))
  let weightSoFar = 0
  let nextId = 1
  const plan = sold.map(({ row, model, weight }, ordinal) => {
    weightSoFar += weight
    const until = Math.round((bookings * weightSoFar) / weightTotal)
    const count = Math.min(until - nextId + 1, capacityOf(model))
    const first_id = nextId
    nextId += count
    const { id: run, origin_at: origin, service_date } = row
    const stations = model.train.stops.map((stop) => stop.stationCode)
    const seat_ids = model.consist.seats.map((seat) => seat.id)
    const size = { count, seat_count: seat_ids.length, legs: stations.length - 1 }
    return { ordinal, run, first_id, ...size, seat_ids, stations, origin, service_date }
  })
  for (let first = 0; first < plan.length; first += runsAtATime)
    await client.query('INSERT INTO bench_sold SELECT * FROM json_populate_recordset(NULL::bench_sold, $1)', [
      JSON.stringify(plan.slice(first, first + runsAtATime)),
    ])
  return sold.length
}

/** One booking per seat, and one more for every other seat if the train has a stop on the way. */
function capacityOf({ consist, train }: TrainRun): number {
  return consist.seats.length + (train.stops.length > 2 ? Math.floor(consist.seats.length / 2) : 0)
}

/** Drops the indexes, because inserts are faster without them; returns the statements that recreate them. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const tables = saleTables.map(({ table }) => table)
  const { rows: constraints } = await client.query(
    `SELECT conname AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint
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
}

async function finish(
  client: pg.Client,
  later: readonly string[],
  bookings: number,
  onProgress: OnProgress,
): Promise<void> {
  for (const [index, statement] of later.entries()) {
    await client.query(statement)
    onProgress(index + 1, later.length, 'indexes built')
  }
  for (const kind of ['hold', 'payment', 'booking', 'quote', 'cancellation', 'refund'])
    await client.query(
      'INSERT INTO id_blocks VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET next_id = $2',
      [kind, bookings + 1],
    )
  await client.query('DROP VIEW bench_sales')
  await client.query('DROP TABLE bench_sold')
  await client.query('VACUUM (ANALYZE)')
  await client.query('CHECKPOINT')
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
