import Database from 'better-sqlite3'

/** One payment in the ledger. */
export interface LedgerPayment {
  readonly key: string
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined' | 'paid_out'
  readonly amountCents: number
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
  readonly declineCode: string | null
}

/** An authorization that is requested but not decided yet. */
interface PendingPayment {
  readonly key: string
  readonly token: string
  readonly amountCents: number
  readonly currency: string
  /** Epoch milliseconds. */
  readonly decidesAt: number
}

/** A webhook that is not delivered yet. */
export interface LedgerEvent {
  readonly eventId: string
  readonly body: string
  /** How often to send it. */
  readonly times: number
}

/** Sums over the whole ledger, by currency. */
interface LedgerTotals {
  readonly currency: string
  readonly payments: number
  readonly authorizedCents: number
  readonly capturedCents: number
  readonly refundedCents: number
}

const schema = `
  CREATE TABLE IF NOT EXISTS payments (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL, captured_cents INTEGER NOT NULL, refunded_cents INTEGER NOT NULL,
    decline_code TEXT, change_seq INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS payments_by_change ON payments (change_seq);
  CREATE TABLE IF NOT EXISTS refunds (
    key TEXT NOT NULL, refund_key TEXT NOT NULL, amount_cents INTEGER NOT NULL,
    PRIMARY KEY (key, refund_key)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pending (
    key TEXT PRIMARY KEY, token TEXT NOT NULL, amount_cents INTEGER NOT NULL, currency TEXT NOT NULL,
    decides_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    event_id TEXT PRIMARY KEY, body TEXT NOT NULL, times INTEGER NOT NULL) STRICT;`

const columns = `key, status, amount_cents AS amountCents, currency, captured_cents AS capturedCents,
  refunded_cents AS refundedCents, decline_code AS declineCode`

/** The mock service's ledger, in its own file. Once `commit` returns, its writes survive a crash. */
export class Ledger {
  readonly #database: Database.Database
  readonly #find: Database.Statement
  readonly #insert: Database.Statement
  readonly #update: Database.Statement
  readonly #list: Database.Statement
  readonly #refunds: Database.Statement
  #changeSeq: number

  /** Opens or creates the file; `:memory:` keeps nothing. */
  constructor(file: string) {
    const database = new Database(file)
    this.#database = database
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('fullfsync = ON')
    database.pragma('busy_timeout = 5000')
    if (database.pragma('synchronous', { simple: true }) !== 2)
      throw new Error(`the payment ledger ${file} does not keep synchronous = FULL`)
    database.exec(schema)
    this.#find = database.prepare(`SELECT ${columns} FROM payments WHERE key = ?`)
    this.#insert =
      database.prepare(`INSERT INTO payments (key, status, amount_cents, currency, captured_cents,
      refunded_cents, decline_code, change_seq) VALUES (?, ?, ?, ?, 0, 0, ?, ?)`)
    this.#update = database.prepare(`UPDATE payments SET status = ?, captured_cents = ?, refunded_cents = ?,
      change_seq = ? WHERE key = ?`)
    this.#list = database.prepare(`SELECT change_seq AS changeSeq, ${columns} FROM payments
      WHERE change_seq > ? AND substr(key, 1, length(?)) = ? ORDER BY change_seq LIMIT ?`)
    this.#refunds = database.prepare('SELECT refund_key FROM refunds WHERE key = ?').pluck()
    const last = database.prepare('SELECT max(change_seq) FROM payments').pluck().get() as number | null
    this.#changeSeq = last ?? 0
  }

  /** Runs the work in one transaction, and returns when it is on disk; an exception undoes all of it. */
  commit(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (fault) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw fault
    }
  }

  find(key: string): LedgerPayment | undefined {
    return this.#find.get(key) as LedgerPayment | undefined
  }

  /** Writes a newly decided payment. */
  add(payment: LedgerPayment): void {
    const { key, status, amountCents, currency, declineCode } = payment
    this.#changeSeq += 1
    this.#insert.run(key, status, amountCents, currency, declineCode, this.#changeSeq)
  }

  /** Writes the state and the sums of an existing payment. */
  change(payment: LedgerPayment): void {
    this.#changeSeq += 1
    const { status, capturedCents, refundedCents, key } = payment
    this.#update.run(status, capturedCents, refundedCents, this.#changeSeq, key)
  }

  refundKeys(key: string): readonly string[] {
    return this.#refunds.all(key) as string[]
  }

  /** The amount of a refund; undefined if there is none under this key. */
  findRefund(key: string, refundKey: string): number | undefined {
    return this.#database
      .prepare('SELECT amount_cents FROM refunds WHERE key = ? AND refund_key = ?')
      .pluck()
      .get(key, refundKey) as number | undefined
  }

  addRefund(key: string, refundKey: string, amountCents: number): void {
    this.#database.prepare('INSERT INTO refunds VALUES (?, ?, ?)').run(key, refundKey, amountCents)
  }

  /** Payments whose keys start with the prefix, in order of their last change. */
  list(afterSeq: number, prefix: string, limit: number): readonly (LedgerPayment & { changeSeq: number })[] {
    return this.#list.all(afterSeq, prefix, prefix, limit) as (LedgerPayment & { changeSeq: number })[]
  }

  totals(): readonly LedgerTotals[] {
    return this.#database
      .prepare(`SELECT currency, count(*) AS payments,
        sum(CASE WHEN status = 'authorized' THEN amount_cents ELSE 0 END) AS authorizedCents,
        sum(captured_cents) AS capturedCents, sum(refunded_cents) AS refundedCents
        FROM payments GROUP BY currency ORDER BY currency`)
      .all() as LedgerTotals[]
  }

  pending(): readonly PendingPayment[] {
    return this.#database
      .prepare(
        'SELECT key, token, amount_cents AS amountCents, currency, decides_at AS decidesAt FROM pending',
      )
      .all() as PendingPayment[]
  }

  addPending(payment: PendingPayment): void {
    const { key, token, amountCents, currency, decidesAt } = payment
    this.#database
      .prepare('INSERT INTO pending VALUES (?, ?, ?, ?, ?)')
      .run(key, token, amountCents, currency, decidesAt)
  }

  removePending(key: string): void {
    this.#database.prepare('DELETE FROM pending WHERE key = ?').run(key)
  }

  events(): readonly LedgerEvent[] {
    return this.#database
      .prepare('SELECT event_id AS eventId, body, times FROM events')
      .all() as LedgerEvent[]
  }

  addEvent(event: LedgerEvent): void {
    this.#database.prepare('INSERT INTO events VALUES (?, ?, ?)').run(event.eventId, event.body, event.times)
  }

  removeEvent(eventId: string): void {
    this.#database.prepare('DELETE FROM events WHERE event_id = ?').run(eventId)
  }

  close(): void {
    this.#database.close()
  }
}
