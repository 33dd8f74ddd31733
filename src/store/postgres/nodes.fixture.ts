import type { TestContext } from 'node:test'
import pg from 'pg'
import { until } from '../../../test/harness/wait.ts'
import type { TrainPlan } from '../../domain/railway/timetable.ts'
import { runOn, smallTimetable } from '../store.fixture.ts'
import { openPostgresStore, type PostgresOptions } from './postgres-store.ts'
import { PreparedFlush } from './prepared-flush.ts'
import type { TestServer } from './server.fixture.ts'

/** The date that is so many days from today. */
export const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

/** The dates that are on sale. */
export const range = { fromDate: day(0), toDate: day(20) }

/** One train that runs on ten days, from the third day on. */
export const timetable = (change: Partial<TrainPlan> = {}) =>
  smallTimetable({ serviceDates: Array.from({ length: 10 }, (_, index) => day(3 + index)), ...change })

/** Two nodes on one new database of the server, on real time. */
export async function openTwoNodes(
  server: TestServer,
  t: TestContext,
  options: Partial<PostgresOptions> | ((url: string) => Partial<PostgresOptions>) = {},
) {
  const url = await server.createSchema()
  const more = typeof options === 'function' ? options(url) : options
  const open = async () => (await openPostgresStore({ url, poolSize: 4, ...more })).store
  const first = await open()
  await first.importTimetable(timetable(), range)
  const second = await open()
  t.after(() => Promise.all([first.close(), second.close()]))
  return { url, first, second, run: runOn(first, day(3)) }
}

/**
 * Messages that the sale sends to the database meanwhile, without those between nodes and those that look for
 * due work.
 */
export async function messagesDuring(t: TestContext, work: () => Promise<unknown>): Promise<number> {
  const query = t.mock.method(pg.Client.prototype, 'query')
  const isOfSale = (message: unknown) =>
    message instanceof PreparedFlush ||
    (/FOR UPDATE|INSERT INTO seat_holds|seat_claims|^COMMIT$/.test(String(message)) &&
      !/READ ONLY/.test(String(message)))
  try {
    await work()
    return query.mock.calls.filter((call) => isOfSale(call.arguments[0])).length
  } finally {
    query.mock.restore()
  }
}

/** Resolves once it is so; rejects if it does not come about. */
export async function soon(look: () => boolean): Promise<void> {
  await until('what the other node knows', () => look() || undefined)
}

/** Resolves once somebody waits for a lock of this type. */
export async function someoneWaits(client: pg.Client, type: 'advisory' | 'transactionid'): Promise<void> {
  const sql = `SELECT 1 FROM pg_locks WHERE locktype = '${type}' AND NOT granted`
  await until('somebody who waits for a lock', async () => (await client.query(sql)).rows[0])
}
