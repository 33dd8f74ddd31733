import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Secrets, storedNames } from '../../domain/people/secrets.ts'
import type { Clock } from '../clock.ts'
import { type EngineOptions, EngineStore } from '../engine-store.ts'
import { StoreBusy, StoreUnavailable } from '../faults.ts'
import { Connections } from './connections.ts'
import { isDistributed } from './distribute.ts'
import { databaseNow } from './leases.ts'
import { openDatabase } from './open-database.ts'
import { Peers } from './peers.ts'
import { PostgresBackend } from './postgres-backend.ts'
import { readSecrets } from './shared-secrets.ts'

/** How long a start keeps asking a database that does not answer. */
const startWithinMs = 15_000
const startPauseMs = 500

export interface PostgresOptions extends EngineOptions {
  /** `postgres://user:password@host:port/database`; may be that of a pooler in transaction mode. */
  readonly url: string
  /**
   * The server itself, without a pooler, because messages between nodes do not pass one. The default is
   * `url`.
   */
  readonly directUrl?: string
  readonly poolSize?: number
  /** `own`: imports have a thread of their own, for a server that sells meanwhile. */
  readonly importThread?: 'own' | 'caller'
  /** Instead of the database's time: for tests. */
  readonly clock?: Clock
  readonly leaseMs?: number
  /** How long a batch waited for a connection and the lock of its run's head. */
  readonly onHeadLocked?: (waitedMs: number) => void
}

interface OpenPostgresStore {
  readonly store: EngineStore
  readonly backend: PostgresBackend
  readonly secrets: Secrets
  /** The current secrets, which rotate while nodes are at work. */
  readSecrets(): Promise<Secrets>
}

/** A store on a PostgreSQL database, which any number of other nodes may share. */
export async function openPostgresStore(options: PostgresOptions): Promise<OpenPostgresStore> {
  const { url, directUrl = url, poolSize } = options
  const connections = new Connections(poolSize === undefined ? { url } : { url, poolSize })
  const peers = new Peers(directUrl, connections)
  try {
    const cluster = await onceReachable(() => openDatabase(connections))
    const locatorKey = await makeSettings(connections)
    const secrets = await readSecrets(connections)
    const [time = []] = await connections.all([[`SELECT ${databaseNow} AS now`, []]])
    const backend = new PostgresBackend({
      connections,
      url,
      importThread: options.importThread ?? 'caller',
      peers,
      locatorKey,
      databaseTime: Number(time[0]?.now),
      clock: options.clock,
      leaseMs: options.leaseMs,
      onHeadLocked: options.onHeadLocked,
      isDistributed: isDistributed(cluster),
      isDirect: directUrl === url,
      setbacks: options.setbacks,
      onBackgroundFault: options.onBackgroundFault,
    })
    const store = await EngineStore.open(backend, options)
    return { store, backend, secrets, readSecrets: () => readSecrets(connections) }
  } catch (error) {
    await peers.close()
    await connections.close()
    throw error
  }
}

/** Waits a while for a server that is just starting or very busy. */
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

/**
 * The first node makes the key of the locators and the secrets, and all nodes read them. With others, a
 * locator would name another booking, and no node would know a session. Returns the key of the locators.
 */
async function makeSettings(connections: Connections): Promise<readonly number[]> {
  const fresh = [
    ['locator_key', JSON.stringify([...new Uint32Array(new Uint8Array(randomBytes(16)).buffer)])],
    ...storedNames.map((name) => [name, randomBytes(32).toString('base64url')] as const),
  ] as const
  for (const [name, value] of fresh)
    await connections.run([
      ['INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [name, value]],
    ])
  const [rows = []] = await connections.all([["SELECT value FROM settings WHERE name = 'locator_key'", []]])
  return JSON.parse(String(rows[0]?.value)) as readonly number[]
}
