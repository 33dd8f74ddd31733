import { moneyActions } from '../../domain/money/money-event.ts'
import type { Clock } from '../clock.ts'
import type { SqlValue } from '../columns/column.ts'
import { auditTable } from '../columns/inventory.ts'
import type { Feed, FeedPage } from '../feed.ts'
import type { Row } from '../rows.ts'

/** Asks something as of a moment of its own. */
type Ask = (sql: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>

/** A place in the order of the feed: time, run, number in its chain. */
type Mark = readonly [at: number, trainRunId: number, seq: number]

const beginning: Mark = [0, 0, 0]
const form = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/

/** The actions of the index `audit_entries_events`, in its order; those about money have an index already. */
const otherActions = [
  ...['hold_expired', 'run_changed', 'run_cancelled', 'seats_moved', 'name_corrected', 'sale_closed'],
  ...['sale_opened', 'run_put_on_sale', 'run_taken_off_sale', 'personal_data_erased'],
]

/** The condition of an index, word for word: it is used only if they agree. */
function inPairs(actions: readonly string[]): string {
  const pairs = actions.flatMap((one, index) => (index % 2 === 0 ? [[one, actions[index + 1] ?? one]] : []))
  return `(${pairs.map(([one, other]) => `action IN ('${one}', '${other}')`).join(' OR ')})`
}

const someOf = (actions: readonly string[]) =>
  `(SELECT * FROM audit_entries WHERE ${inPairs(actions)} AND at >= ? AND at < ?
     AND (at, train_run_id, seq) > (?, ?, ?) ORDER BY at, train_run_id, seq LIMIT ?)`

const entriesSql = `SELECT * FROM (${someOf(moneyActions)} UNION ALL ${someOf(otherActions)}) AS e
  ORDER BY at, train_run_id, seq LIMIT ?`

/**
 * The time before which every commit is known. A commit has a time from when it had locked the heads of its
 * runs, and from then on it has a transaction id: so none that is still to come is from before the oldest
 * transaction with an id has begun. The time of this transaction comes first, and is that of its beginning;
 * what begins later has a later one.
 */
const settledIn = (activity: string) => `SELECT floor(extract(epoch FROM least(now(), (
    SELECT min(xact_start) FROM ${activity}
    WHERE datname = current_database() AND backend_xid IS NOT NULL))) * 1000)::bigint AS settled`

/** The queries for that: of the sessions of one server, and of those of all servers of a cluster. */
const settledBy = {
  server: settledIn('pg_stat_activity'),
  // A transaction has its id on the worker that it writes to.
  cluster: settledIn('citus_stat_activity'),
} as const

/** The feed of a server: in the order of times, as far as they are settled. */
export class PostgresFeed implements Feed {
  readonly #ask: Ask
  readonly #settledBefore: () => Promise<number>

  /** With a clock of a test, everything before its time is settled. */
  constructor(ask: Ask, { clock, isDistributed }: { clock: Clock | undefined; isDistributed: boolean }) {
    this.#ask = ask
    const sql = isDistributed ? settledBy.cluster : settledBy.server
    this.#settledBefore = async () => clock?.now() ?? Number((await ask(sql))[0]?.settled)
  }

  async read(after: string | null, limit: number): Promise<FeedPage | undefined> {
    const mark = after === null ? beginning : parseMark(after)
    if (!mark) return undefined
    // First, and in a transaction of its own: what is settled by then is in the next one.
    const settled = await this.#settledBefore()
    const branch = [mark[0], settled, ...mark, limit]
    const rows = settled > mark[0] ? await this.#ask(entriesSql, ...branch, ...branch, limit) : []
    const entries = rows.map(auditTable.read).map((entry) => {
      return { entry, position: positionOf([entry.at, entry.trainRunId, entry.seq]) }
    })
    const isLast = rows.length < limit
    const end = settled > mark[0] ? positionOf([settled, 0, 0]) : positionOf(mark)
    return { entries, next: isLast ? end : (entries.at(-1)?.position ?? end), isLast }
  }

  async end(): Promise<string> {
    return positionOf([await this.#settledBefore(), 0, 0])
  }
}

function positionOf(mark: Mark): string {
  return mark.join('.')
}

function parseMark(text: string): Mark | undefined {
  const [, at, trainRunId, seq] = form.exec(text) ?? []
  return at === undefined ? undefined : [Number(at), Number(trainRunId), Number(seq)]
}
