import { randomBytes } from 'node:crypto'
import { dayMs } from '../../domain/instant.ts'
import { type Clock, monotonicClock } from '../clock.ts'
import { type EngineOptions, EngineStore } from '../engine-store.ts'
import { ReadableRows } from '../readable-rows.ts'
import { clockAhead, departedTrains, trainsLeftOf } from './clock-mark.ts'
import { assertLogIsThere } from './log-marker.ts'
import { lockDatabase } from './process-lock.ts'
import { SqliteBackend } from './sqlite-backend.ts'
import { inlineWriter, ThreadWriter, type Writer } from './writer.ts'

interface SqliteOptions extends EngineOptions {
  readonly file: string
  /**
   * `own`: writes in a thread of its own, for a server. `caller`: writes in this thread, for tests and short
   * commands.
   */
  readonly thread?: 'own' | 'caller'
  readonly clock?: Clock
  /**
   * Trains with bookings may have left while no server was running: an operator has confirmed that the clock
   * is right.
   */
  readonly clockIsRight?: boolean
  readonly warn?: (message: string) => void
}

/**
 * A store on a SQLite file that this process owns until `store.close()`. Throws `DatabaseOwned` if another
 * process does, and `ClockAhead` if trains with bookings would have left while no server was running.
 */
export async function openSqliteStore(
  options: SqliteOptions,
): Promise<{ store: EngineStore; backend: SqliteBackend }> {
  const lock = lockDatabase(options.file)
  let writer: Writer | undefined
  try {
    assertLogIsThere(options.file)
    writer = options.thread === 'caller' ? inlineWriter(options.file) : await ThreadWriter.open(options.file)
    const clock = options.clock ?? (await startClock(writer, options))
    const locatorKey = await readLocatorKey(writer)
    const backend = new SqliteBackend({
      writer,
      clock,
      locatorKey,
      readable: new ReadableRows({ ...options, now: () => clock.now() }),
      keepsMark: options.thread !== 'caller',
      release: () => lock.release(),
    })
    return { store: await EngineStore.open(backend, options), backend }
  } catch (error) {
    await writer?.close()
    lock.release()
    throw error
  }
}

/**
 * A step ahead means downtime, unless trains with paid passengers would have left: then the clock is more
 * likely wrong.
 */
async function startClock(writer: Writer, { clockIsRight = false, warn }: SqliteOptions): Promise<Clock> {
  const [rows = []] = await writer.all([['SELECT high_water FROM clock', []]])
  const markAt = rows[0]?.high_water as number
  const now = Date.now()
  if (!clockIsRight && markAt > 0 && now - markAt > dayMs) {
    const [trains = []] = await writer.all([departedTrains(markAt, now)])
    if (trains.length > 0) throw clockAhead(markAt, now, trainsLeftOf(trains))
  }
  return monotonicClock(markAt, warn ?? (() => {}))
}

/** Made once for a database and stored in it: with another key, every locator would name another booking. */
async function readLocatorKey(writer: Writer): Promise<readonly number[]> {
  const fresh = new Uint32Array(new Uint8Array(randomBytes(16)).buffer)
  await writer.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    'locator_key',
    JSON.stringify([...fresh]),
  ])
  const [rows = []] = await writer.all([["SELECT value FROM settings WHERE name = 'locator_key'", []]])
  return JSON.parse(rows[0]?.value as string) as readonly number[]
}
