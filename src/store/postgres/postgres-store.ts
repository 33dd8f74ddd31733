import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { type EngineOptions, EngineStore } from '../engine-store.ts'
import { StoreBusy, StoreUnavailable } from '../faults.ts'
import { Connections } from './connections.ts'
import { isDistributed } from './distribute.ts'
import { databaseNow } from './leases.ts'
import { openDatabase } from './open-database.ts'
import { Peers } from './peers.ts'
import { PostgresBackend } from './postgres-backend.ts'

/** How long a database that does not answer is asked again at the start. */
const startWithinMs = 15_000
const startPauseMs = 500

export interface PostgresOptions extends EngineOptions {
  /** `postgres://user:password@host:port/database`; may be that of a pooler in transaction mode. */
  readonly url: string
  /** The server itself, past any pooler: what nodes tell each other passes none. The default is `url`. */
  readonly directUrl?: string
  readonly poolSize?: number
  /** Instead of the database's time: for tests. */
  readonly clock?: Clock
  readonly leaseMs?: number
  /** How long a batch waited for a connection and the lock of its run's head. */
  readonly onHeadLocked?: (waitedMs: number) => void
}

/** What the nodes of one database share, made once and kept in it. */
export interface SharedSecrets {
  readonly session: Uint8Array
  readonly webhook: Uint8Array
}

/** A store on a PostgreSQL database, beside any number of other nodes. */
export async function openPostgresStore(
  options: PostgresOptions,
): Promise<{ store: EngineStore; backend: PostgresBackend; secrets: SharedSecrets }> {
  const { url, directUrl = url, poolSize } = options
  const connections = new Connections(poolSize === undefined ? { url } : { url, poolSize })
  const peers = new Peers(directUrl, connections)
  try {
    const cluster = await onceReachable(() => openDatabase(connections))
    const settings = await readSettings(connections)
    const [time = []] = await connections.all([[`SELECT ${databaseNow} AS now`, []]])
    const backend = new PostgresBackend({
      connections,
      peers,
      locatorKey: settings.locatorKey,
      databaseTime: Number(time[0]?.now),
      clock: options.clock,
      leaseMs: options.leaseMs,
      onHeadLocked: options.onHeadLocked,
      isDistributed: isDistributed(cluster),
    })
    return { store: await EngineStore.open(backend, options), backend, secrets: settings }
  } catch (error) {
    await peers.close()
    await connections.close()
    throw error
  }
}

/** A server that is just starting, or has much to do, is waited for a while. */
async function onceReachable<T>(open: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + startWithinMs
  for (;;) {
    try {
      return await open()
    } catch (fault) {
      const mayPass = fault instanceof StoreBusy || fault instanceof StoreUnavailable
      if (!mayPass || performance.now() > deadline) throw fault
      await pause(startPauseMs)
    }
  }
}

/** Made by the first node and read by all: with other keys a locator would name another booking, and no node would know a session. */
async function readSettings(
  connections: Connections,
): Promise<SharedSecrets & { readonly locatorKey: readonly number[] }> {
  const fresh = [
    ['locator_key', JSON.stringify([...new Uint32Array(new Uint8Array(randomBytes(16)).buffer)])],
    ['session_secret', randomBytes(32).toString('base64url')],
    ['webhook_secret', randomBytes(32).toString('base64url')],
  ] as const
  for (const [name, value] of fresh)
    await connections.run([
      ['INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [name, value]],
    ])
  const [rows = []] = await connections.all([['SELECT name, value FROM settings', []]])
  const found = new Map(rows.map((row) => [row.name, String(row.value)]))
  return {
    locatorKey: JSON.parse(found.get('locator_key') ?? '[]') as readonly number[],
    session: Buffer.from(found.get('session_secret') ?? '', 'base64url'),
    webhook: Buffer.from(found.get('webhook_secret') ?? '', 'base64url'),
  }
}
