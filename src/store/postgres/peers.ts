import pg from 'pg'
import type { TrainRunId } from '../../domain/ids.ts'
import type { PeerFeed, PeerNews } from '../backend.ts'
import { type Connections, clientConfig } from './connections.ts'
import { databaseNow } from './leases.ts'
import { idList } from './sql.ts'

const channel = 'holdfast_commits'
/** PostgreSQL takes up to 8,000 bytes a notification. */
const maxPayload = 7_500
/** Commits are told together that come within this time. */
const coalesceMs = 5
const pollMs = 1_000
/** Every so many polls it is also asked for holds that nobody ended, and how late they must be for that. */
const pollsBetweenSweeps = 10
const overdueMs = 5_000
const maxOverdue = 100
const reconnectMs = 500

/**
 * What nodes tell each other: after its commits a node notifies the others of run and `commit_seq`, on a connection of its own that no
 * pooler stands in. Notifications may be lost: the heads of watched runs, of some more that are in memory, and the version
 * of the network are also asked for each second.
 */
export class Peers implements PeerFeed {
  readonly #directUrl: string
  readonly #connections: Connections
  #client: pg.Client | undefined
  #isClosed = false
  #pending = new Map<TrainRunId, number>()
  #flushTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined
  #reconnectTimer: NodeJS.Timeout | undefined
  #news: PeerNews | undefined
  #polling: Promise<void> | undefined
  /** What is being told to the others; one message at a time, and what comes meanwhile goes with the next. */
  #telling: Promise<void> | undefined
  #pollCount = 0

  constructor(directUrl: string, connections: Connections) {
    this.#directUrl = directUrl
    this.#connections = connections
  }

  /** Begins to listen and to poll; the news come until `close`. */
  async start(news: PeerNews): Promise<void> {
    this.#news = news
    await this.#connect()
    this.#pollTimer = setInterval(() => {
      // On a slow database one look waits for the one before it.
      this.#polling ??= this.#poll()
        .catch(() => {})
        .finally(() => {
          this.#polling = undefined
        })
    }, pollMs).unref()
  }

  /** Told after the commit, and never waited for. */
  announce(trainRunId: TrainRunId, commitSeq: number): void {
    this.#pending.set(trainRunId, commitSeq)
    if (!this.#telling) this.#flushTimer ??= setTimeout(() => this.#flush(), coalesceMs).unref()
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
    await client.query(`LISTEN ${channel}`)
    this.#client = client
  }

  /** While nobody listened anything may have been said, so everything is looked at anew. */
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

  /** What cannot be said is found by the others when they ask. */
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
      ["SELECT value FROM settings WHERE name = 'network_version'", []],
    ])
    news.commits(new Map(heads.map((row) => [row.train_run_id as TrainRunId, Number(row.commit_seq)])))
    news.networkVersion(Number(settings[0]?.value ?? 0))
    if (++this.#pollCount % pollsBetweenSweeps === 0) await this.#sweep(news)
  }

  /** A node that dies leaves holds marked live; they count no more, and any node may say so. */
  async #sweep(news: PeerNews): Promise<void> {
    news.overdue(await this.overdueRuns())
  }

  /** Runs with holds that are marked live though their time was over a while ago; some of them. */
  async overdueRuns(): Promise<readonly TrainRunId[]> {
    const [rows = []] = await this.#connections.all([
      [
        `SELECT DISTINCT train_run_id FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')
         AND coalesce(pinned_until, expires_at) + ? <= ${databaseNow} LIMIT ?`,
        [overdueMs, maxOverdue],
      ],
    ])
    return rows.map((row) => row.train_run_id as TrainRunId)
  }
}

/** The parts with commas between them, in as few texts as a notification may be long. */
function payloadsOf(parts: readonly string[]): readonly string[] {
  const payloads: string[] = []
  for (const part of parts) {
    const last = payloads.at(-1)
    if (last === undefined || last.length + part.length + 1 > maxPayload) payloads.push(part)
    else payloads[payloads.length - 1] = `${last},${part}`
  }
  return payloads
}
