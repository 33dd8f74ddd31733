import { randomBytes } from 'node:crypto'
import { type Clock, monotonicClock } from '../clock.ts'
import { type EngineOptions, EngineStore } from '../engine-store.ts'
import { lockDatabase } from './process-lock.ts'
import { SqliteBackend } from './sqlite-backend.ts'
import { inlineWriter, ThreadWriter, type Writer } from './writer.ts'

export interface SqliteOptions extends EngineOptions {
  readonly file: string
  /** `own`: writes in a thread of its own, which is what a server wants. `caller`: in this thread, for tests and short commands. */
  readonly thread?: 'own' | 'caller'
  readonly clock?: Clock
  readonly warn?: (message: string) => void
}

/** A store on a SQLite file that this process owns until `store.close()`. Throws `DatabaseOwned` where another process does. */
export async function openSqliteStore(
  options: SqliteOptions,
): Promise<{ store: EngineStore; backend: SqliteBackend }> {
  const lock = lockDatabase(options.file)
  let writer: Writer | undefined
  try {
    writer = options.thread === 'caller' ? inlineWriter(options.file) : await ThreadWriter.open(options.file)
    const [clockRows = []] = await writer.all([['SELECT high_water FROM clock', []]])
    const highWater = clockRows[0]?.high_water as number
    const clock = options.clock ?? monotonicClock(highWater, options.warn ?? (() => {}))
    const locatorKey = await readLocatorKey(writer)
    const backend = new SqliteBackend({ writer, clock, locatorKey, release: () => lock.release() })
    return { store: await EngineStore.open(backend, options), backend }
  } catch (error) {
    await writer?.close()
    lock.release()
    throw error
  }
}

/** Made once for a database and kept in it: with another key every locator would name another booking. */
async function readLocatorKey(writer: Writer): Promise<readonly number[]> {
  const fresh = new Uint32Array(new Uint8Array(randomBytes(16)).buffer)
  await writer.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    'locator_key',
    JSON.stringify([...fresh]),
  ])
  const [rows = []] = await writer.all([["SELECT value FROM settings WHERE name = 'locator_key'", []]])
  return JSON.parse(rows[0]?.value as string) as readonly number[]
}
