import BetterSqlite3, { type Database } from 'better-sqlite3'
import type { AuditEntry } from '../../domain/audit.ts'
import type { TrainRunId } from '../../domain/ids.ts'
import { providerKey } from '../../domain/payment.ts'
import { auditHash } from '../audit-chain.ts'
import type {
  AuditChain,
  CheckOutcome,
  DatabaseCheck,
  Inspector,
  StoredEntry,
  StoredPayment,
} from '../inspector.ts'
import { claimOf, entryOf, paymentOf, type Row } from '../rows.ts'
import { type SqlCheck, sqlChecks } from './checks.ts'
import { knownMigrations, schemaVersion } from './migrate.ts'
import { assertTriggers } from './open-database.ts'

const examplesKept = 10

/** Opens a database file for reading; `now` is the time that lateness is measured by, in milliseconds. */
export function openInspector(file: string, now: () => number): Inspector {
  const database = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  database.pragma('busy_timeout = 5000')
  const payment = database.prepare<[number], Row>('SELECT * FROM payments WHERE id = ?')
  const refunded = database.prepare<[number], Row>(
    `SELECT coalesce(sum(amount_cents) FILTER (WHERE status = 'DONE'), 0) AS done,
        count(*) FILTER (WHERE status = 'QUEUED') AS queued FROM refunds WHERE payment_id = ?`,
  )
  const stored = (row: Row): StoredPayment => storedPayment(row, refunded.get(Number(row.id)))
  return {
    checks: [...fileChecks(database), ...sqlChecks.map((check) => sqlCheck(database, check, now))].map(
      withFaults,
    ),
    runIds: () => runIdsOf(database),
    auditChains: () => auditChainsOf(database),
    auditHash: (previous: string, entry: AuditEntry) => auditHash(previous, entry),
    claims: database.transaction((trainRunId: TrainRunId) => claimsOf(database, trainRunId)),
    *payments() {
      // Ids first: no statement may be open while the caller waits for the provider, or the WAL could not be reset.
      const ids = database.prepare<[], number>('SELECT id FROM payments ORDER BY id').pluck().all()
      for (const id of ids) {
        const row = payment.get(id)
        if (row) yield stored(row)
      }
    },
    findPayment(key) {
      const id = /^hf-\d+-(\d+)$/.exec(key)?.[1]
      const row = id === undefined ? undefined : payment.get(Number(id))
      const found = row && stored(row)
      return found?.key === key ? found : undefined
    },
    close: () => void database.close(),
  }
}

function runIdsOf(database: Database): readonly TrainRunId[] {
  return database
    .prepare<[], TrainRunId>('SELECT train_run_id FROM run_heads ORDER BY train_run_id')
    .pluck()
    .all()
}

interface Head {
  readonly id: TrainRunId
  readonly seq: number
  readonly hash: string
}

/** Entries lie in the order in which they were written; sorting them once is what lets the way of a sale do without an index. */
function* auditChainsOf(database: Database): Generator<AuditChain> {
  database.exec('BEGIN')
  try {
    const heads = database
      .prepare<[], Head>('SELECT train_run_id AS id, audit_seq AS seq, audit_head AS hash FROM run_heads')
      .all()
    const headOf = new Map(heads.map(({ id, seq, hash }) => [id, { seq, hash }]))
    const sorted = database
      .prepare<[], Row>('SELECT * FROM audit_entries ORDER BY train_run_id, seq')
      .iterate()
    for (const { trainRunId, entries } of byRun(sorted)) {
      yield { trainRunId, head: headOf.get(trainRunId) ?? null, entries }
      headOf.delete(trainRunId)
    }
    for (const [trainRunId, head] of headOf) yield { trainRunId, head, entries: [] }
  } finally {
    database.exec('COMMIT')
  }
}

/** The entries of one run after the other, from rows in order of run. */
function* byRun(rows: Iterable<Row>): Generator<{ trainRunId: TrainRunId; entries: readonly StoredEntry[] }> {
  let current: { trainRunId: TrainRunId; entries: StoredEntry[] } | undefined
  for (const row of rows) {
    const trainRunId = Number(row.train_run_id) as TrainRunId
    if (current?.trainRunId !== trainRunId) {
      if (current) yield current
      current = { trainRunId, entries: [] }
    }
    current.entries.push(storedEntry(row))
  }
  if (current) yield current
}

function storedEntry(row: Row): StoredEntry {
  const seq = Number(row.seq)
  const hash = String(row.hash)
  try {
    return { seq, hash, entry: entryOf(row) }
  } catch {
    return { seq, hash, entry: null }
  }
}

function claimsOf(database: Database, trainRunId: TrainRunId): ReturnType<Inspector['claims']> {
  const commitSeq = database
    .prepare<[number], number>('SELECT commit_seq FROM run_heads WHERE train_run_id = ?')
    .pluck()
    .get(trainRunId)
  const rows = database
    .prepare<[number], Row>('SELECT * FROM seat_claims WHERE train_run_id = ?')
    .all(trainRunId)
  return { commitSeq: commitSeq ?? 0, claims: rows.map(claimOf) }
}

function storedPayment(row: Row, refunds: Row | undefined): StoredPayment {
  const payment = paymentOf(row)
  return {
    key: providerKey(payment),
    trainRunId: payment.trainRunId,
    currency: payment.currency,
    capturedCents: payment.status === 'CAPTURED' ? payment.amountCents : 0,
    refundedCents: Number(refunds?.done ?? 0),
    isAtRest: payment.status !== 'REQUESTED' && payment.dueStep === null && refunds?.queued === 0,
  }
}

function sqlCheck(database: Database, check: SqlCheck, now: () => number): DatabaseCheck {
  const { name, rule, about, advice, needsServer = false, count, wrong } = check
  return {
    name,
    rule,
    about,
    advice,
    needsServer,
    run: database.transaction((): CheckOutcome => {
      const examples: string[] = []
      let found = 0
      for (const line of database.prepare<object, string>(wrong).pluck().iterate({ now: now() })) {
        if (found++ < examplesKept) examples.push(line)
      }
      return { checked: Number(database.prepare(count).pluck().get()), wrong: found, examples }
    }),
  }
}

/** A page that cannot be read is what the check has found, and the next check goes on. */
function withFaults(check: DatabaseCheck): DatabaseCheck {
  return {
    ...check,
    run() {
      try {
        return check.run()
      } catch (error) {
        if (!(error instanceof BetterSqlite3.SqliteError)) throw error
        return { checked: 0, wrong: 1, examples: [`${error.code}: ${error.message}`] }
      }
    },
  }
}

/** What is to be said of the file as a whole. */
function fileChecks(database: Database): readonly DatabaseCheck[] {
  const check = (
    name: string,
    rule: string,
    about: string,
    advice: string,
    examplesOf: () => readonly string[],
  ) => ({
    name,
    rule,
    about,
    advice,
    needsServer: false,
    run(): CheckOutcome {
      const examples = examplesOf()
      return { checked: 1, wrong: examples.length, examples }
    },
  })
  const restore = 'Stop the server, keep this file, and restore the last good backup.'
  return [
    check('file_is_sound', 'I5', 'SQLite finds every page and index in order.', restore, () =>
      (database.pragma('integrity_check(10)') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((line) => line !== 'ok'),
    ),
    check('references_hold', 'I5', 'Every foreign key has its row.', restore, () =>
      (database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]).map(
        ({ table, rowid, parent }) => `row ${rowid} of ${table} has no ${parent}`,
      ),
    ),
    check(
      'triggers_are_there',
      'I1',
      'The triggers that keep claims apart are those of the migrations.',
      restore,
      () => {
        try {
          assertTriggers(database)
          return []
        } catch (error) {
          return [error instanceof Error ? error.message : String(error)]
        }
      },
    ),
    check('log_is_ahead', 'I5', 'The file is in WAL mode.', 'Start the server: it sets this itself.', () => {
      const mode = database.pragma('journal_mode', { simple: true })
      return mode === 'wal' ? [] : [`journal_mode is ${mode}`]
    }),
    check('schema_is_newest', 'I5', 'The schema is that of this version.', 'Run "holdfast migrate".', () => {
      const [version, newest] = [schemaVersion(database), knownMigrations().length]
      return version === newest ? [] : [`the database is at schema ${version} of ${newest}`]
    }),
  ]
}
