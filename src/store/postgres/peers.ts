import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { TrainRunId } from '../../domain/ids.ts'
import type { PeerFeed, PeerNews } from '../backend.ts'
import { networkVersionOf, selectNetworkVersion } from '../network-version.ts'
import { type Connections, clientConfig } from './connections.ts'
import { databaseNow } from './leases.ts'
import { nodePresence, readingAhead } from './locks.ts'
import { idList } from './sql.ts'

const channel = 'holdfast_commits'
/** PostgreSQL allows up to 8,000 bytes per notification. */
const maxPayload = 7_500
/** Commits within this time are announced together. */
const coalesceMs = 5
const pollMs = 1_000
/** How many polls pass between looks for holds that nobody ended, and how overdue those must be. */
const pollsBetweenSweeps = 10
const overdueMs = 5_000
const maxOverdue = 100
const reconnectMs = 500
/** The notification of an import that has prepared everything, before the name of its node. */
const prepared = 'prepared '

/**
 * What nodes tell each other. After its commits, a node notifies the others of run and `commit_seq`, over a
 * connection of its own that bypasses any pooler. Notifications may be lost, so each second it also reads the
 * heads of watched runs and of some others in memory, and the version of the network.
 */
export class Peers implements PeerFeed {
  readonly #directUrl: string
  readonly #connections: Connections
  readonly #name = randomUUID()
  #client: pg.Client | undefined
  #isClosed = false
  #pending = new Map<TrainRunId, number>()
  #flushTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined
  #reconnectTimer: NodeJS.Timeout | undefined
  #news: PeerNews | undefined
  #polling: Promise<void> | undefined
  /** News being sent to the others: one message at a time, and what comes meanwhile goes with the next. */
  #telling: Promise<void> | undefined
  #pollCount = 0

  constructor(directUrl: string, connections: Connections) {
    this.#directUrl = directUrl
    this.#connections = connections
  }

  /** Starts to listen and to poll. News arrive until `close`. */
  async start(news: PeerNews): Promise<void> {
    this.#news = news
    await this.#connect()
    this.#pollTimer = setInterval(() => {
      // On a slow database, one look waits for the previous one.
      this.#polling ??= this.#poll()
        .catch(() => {})
        .finally(() => {
          this.#polling = undefined
        })
    }, pollMs).unref()
  }

  /** Announced after the commit, without waiting for it. */
  announce(trainRunId: TrainRunId, commitSeq: number): void {
    this.#pending.set(trainRunId, commitSeq)
    if (!this.#telling) this.#flushTimer ??= setTimeout(() => this.#flush(), coalesceMs).unref()
  }

  /**
   * Tells the other nodes, if there are any, that an import has prepared everything. Says whether there are.
   */
  async announcePrepared(): Promise<boolean> {
    const [[row] = []] = await this.#connections.all([
      [
        `SELECT count(*) AS nodes FROM pg_locks
         WHERE locktype = 'advisory' AND objid = ? AND mode = 'ShareLock'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [nodePresence],
      ],
    ])
    const areOthers = Number(row?.nodes) > (this.#client ? 1 : 0)
    if (areOthers) await this.#connections.run([['SELECT pg_notify(?, ?)', [channel, prepared + this.#name]]])
    return areOthers
  }

  /** Keeps the lock that tells an importer to wait; it ends with the connection, too. */
  async whileReadingAhead(work: () => Promise<void>): Promise<void> {
    const client = this.#client
    await client?.query(`SELECT pg_advisory_lock_shared(${readingAhead})`)
    try {
      await work()
    } finally {
      await client?.query(`SELECT pg_advisory_unlock_shared(${readingAhead})`).catch(() => {})
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#pollTimer)
    clearTimeout(this.#reconnectTimer)
    clearTimeout(this.#flushTimer)
    await this.#telling
    this.#flush()
    await this.#telling
    await this.#polling
    await this.#client?.end().catch(() => {})
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#directUrl))
    const lost = () => {
      if (this.#client !== client) return
      this.#client = undefined
      this.#reconnect()
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''))
    await client.connect()
    // News may be lost anyway, so nobody waits until they are on the disk.
    const quick = 'SET synchronous_commit = off'
    await client.query(`${quick}; LISTEN ${channel}; SELECT pg_advisory_lock_shared(${nodePresence})`)
    this.#client = client
  }

  /** Anything may have been announced while nobody listened, so everything is checked again. */
  #reconnect(): void {
    if (this.#isClosed) return
    this.#reconnectTimer = setTimeout(() => {
      this.#connect().then(
        () => this.#news?.resync(),
        () => this.#reconnect(),
      )
    }, reconnectMs).unref()
  }

  #hear(payload: string): void {
    if (payload.startsWith(prepared)) {
      if (payload !== prepared + this.#name) this.#news?.importPrepared()
      return
    }
    const commits = new Map<TrainRunId, number>()
    for (const part of payload.split(',')) {
      const [id, seq] = part.split(':').map(Number)
      if (Number.isSafeInteger(id) && Number.isSafeInteger(seq)) commits.set(id as TrainRunId, seq as number)
    }
    this.#news?.commits(commits)
  }

  #flush(): void {
    this.#flushTimer = undefined
    const parts = [...this.#pending].map(([id, seq]) => `${id}:${seq}`)
    this.#pending = new Map()
    if (parts.length === 0) return
    this.#telling = this.#tell(parts).finally(() => {
      this.#telling = undefined
      if (this.#pending.size > 0 && !this.#isClosed) this.#flush()
    })
  }

  /** The others find what cannot be sent when they poll. */
  async #tell(parts: readonly string[]): Promise<void> {
    for (const payload of payloadsOf(parts))
      await this.#client?.query('SELECT pg_notify($1, $2)', [channel, payload]).catch(() => {})
  }

  async #poll(): Promise<void> {
    const news = this.#news
    if (!news || this.#isClosed) return
    const runs = news.runsToCheck()
    const [heads = [], settings = []] = await this.#connections.all([
      [`SELECT train_run_id, commit_seq FROM run_heads WHERE train_run_id IN (${idList(runs)})`, []],
      [selectNetworkVersion, []],
    ])
    news.commits(new Map(heads.map((row) => [row.train_run_id as TrainRunId, Number(row.commit_seq)])))
    news.networkVersion(networkVersionOf(settings))
    if (++this.#pollCount % pollsBetweenSweeps === 0) await this.#sweep(news)
  }

  /** A node that dies leaves holds marked live. They no longer count, and any node may mark them expired. */
  async #sweep(news: PeerNews): Promise<void> {
    news.overdue(await this.overdueRuns(news.runsPutAside()))
  }

  /**
   * Runs with holds still marked live some time after they expired. Returns some of them, and none of the
   * skipped ones.
   */
  async overdueRuns(leftAlone: readonly TrainRunId[] = []): Promise<readonly TrainRunId[]> {
    const isLeft = leftAlone.length === 0 ? '' : `AND train_run_id NOT IN (${idList(leftAlone)})`
    const [rows = []] = await this.#connections.all([
      [
        `SELECT DISTINCT train_run_id FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')
         AND coalesce(pinned_until, expires_at) + ? <= ${databaseNow} ${isLeft} LIMIT ?`,
        [overdueMs, maxOverdue],
      ],
    ])
    return rows.map((row) => row.train_run_id as TrainRunId)
  }
}

/** The parts joined by commas, in as few texts as the length of a notification allows. */
function payloadsOf(parts: readonly string[]): readonly string[] {
  const payloads: string[] = []
  for (const part of parts) {
    const last = payloads.at(-1)
    if (last === undefined || last.length + part.length + 1 > maxPayload) payloads.push(part)
    else payloads[payloads.length - 1] = `${last},${part}`
  }
  return payloads
}
