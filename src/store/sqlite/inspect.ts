import BetterSqlite3, { type Database, type Statement } from 'better-sqlite3'
import type { TrainRunId } from '../../domain/ids.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import { parseProviderKey } from '../../domain/records/provider-key.ts'
import { auditHash } from '../audit-chain.ts'
import { type CheckDialect, type SqlCheck, sqlChecks } from '../checks.ts'
import { claimTable } from '../columns/inventory.ts'
import { chainsOf, examplesKept, paymentsWithRefunds, storedPayment } from '../inspect-rows.ts'
import type { AuditChain, CheckOutcome, DatabaseCheck, Inspector } from '../inspector.ts'
import { importReportOf, pastImportsOf } from '../past-imports.ts'
import type { Row } from '../rows.ts'
import { countSealedBy } from '../sealed-by.ts'
import { ledgerOf } from '../stored-ledger.ts'
import { tables } from '../table-list.ts'
import { waitingRunsOf } from '../waiting-runs.ts'
import { assertLogIsThere } from './log-marker.ts'
import { knownMigrations, schemaVersion } from './migrate.ts'
import { describeOddText, findOddTexts, mendAdvice } from './odd-texts.ts'
import { assertTriggers } from './open-database.ts'

/** A check of a file answers synchronously. */
interface FileCheck extends DatabaseCheck {
  run(): CheckOutcome
}

interface FileInspector extends Inspector {
  readonly checks: readonly FileCheck[]
}

const dialect: CheckDialect = {
  seatCountOf: (hold) => `json_array_length(${hold}.seat_ids)`,
  priceOf: (hold, seatId) =>
    `(SELECT json_extract(${hold}.price_cents, '$[' || key || ']') FROM ` +
    `json_each(${hold}.seat_ids) WHERE value = ${seatId})`,
}

/** Opens a database file for reading; lateness is measured against `now`, in milliseconds. */
export function openInspector(file: string, now: () => number): FileInspector {
  assertLogIsThere(file)
  const database = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  database.pragma('busy_timeout = 5000')
  const ask = async (sql: string) => database.prepare<[], Row>(sql).all()
  // Prepared when it is needed: the chains of an older database are read without its newest columns.
  let payment: Statement<[number], Row> | undefined
  const readPayment = (id: number) => {
    payment ??= database.prepare<[number], Row>(`${paymentsWithRefunds} WHERE p.id = ?`)
    return payment.get(id)
  }
  return {
    checks: [
      ...fileChecks(database),
      ...sqlChecks(dialect).map((check) => sqlCheck(database, check, now)),
      { ...textsCheck, run: database.transaction(() => lookAtTexts(database)) },
    ].map(withFaults),
    waitingRuns: () => waitingRunsOf(ask, now()),
    pastImports: () => pastImportsOf(ask),
    importReport: (id: number) => importReportOf(ask, id),
    runIds: () => runIdsOf(database),
    auditChains: () => auditChainsOf(database),
    auditHash: (previous: string, entry: AuditEntry) => auditHash(previous, entry),
    claims: database.transaction((trainRunId: TrainRunId) => claimsOf(database, trainRunId)),
    async *payments() {
      // Ids first: no statement may be open while the caller waits for the provider, or the WAL could not be
      // reset.
      const ids = database.prepare<[], number>('SELECT id FROM payments ORDER BY id').pluck().all()
      for (const id of ids) {
        const row = readPayment(id)
        if (row) yield storedPayment(row)
      }
    },
    ledger: () => ledgerOf((sql) => database.prepare<[], Row>(sql).all()),
    sealedBy: (masterId: string) => countSealedBy(ask, masterId),
    findPayment(key) {
      const ids = parseProviderKey(key)
      const row = ids && readPayment(ids.id)
      const found = row && storedPayment(row)
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

/** Entries are stored in the order of writing; sorting them once spares the sale path an index. */
async function* auditChainsOf(database: Database): AsyncGenerator<AuditChain> {
  database.exec('BEGIN')
  try {
    const heads = database.prepare<[], Row>('SELECT * FROM run_heads').all()
    yield* chainsOf(
      heads,
      database.prepare<[], Row>('SELECT * FROM audit_entries ORDER BY train_run_id, seq').iterate(),
    )
  } finally {
    database.exec('COMMIT')
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
  return { commitSeq: commitSeq ?? 0, claims: rows.map(claimTable.read) }
}

function sqlCheck(database: Database, check: SqlCheck, now: () => number): FileCheck {
  const { count, wrong, needsServer = false, ...more } = check
  return {
    ...more,
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

const textsCheck = {
  name: 'texts_can_be_carried',
  rule: 'K9',
  about: 'Every text is one that PostgreSQL can keep too.',
  advice: mendAdvice,
  needsServer: false,
  comesWithRows: true,
} as const

function lookAtTexts(database: Database): CheckOutcome {
  const found = [...findOddTexts(database)]
  const counts = tables.map(({ name }) => database.prepare(`SELECT count(*) FROM ${name}`).pluck().get())
  return {
    checked: counts.reduce((sum: number, count) => sum + Number(count), 0),
    wrong: found.length,
    examples: found.slice(0, examplesKept).map(describeOddText),
  }
}

/** An unreadable page is the finding of the check, and the next check continues. */
function withFaults(check: FileCheck): FileCheck {
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

/** Checks of the file as a whole. */
function fileChecks(database: Database): readonly FileCheck[] {
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
