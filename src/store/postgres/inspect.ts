import type { TrainRunId } from '../../domain/ids.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import { parseProviderKey } from '../../domain/records/provider-key.ts'
import { auditHash } from '../audit-chain.ts'
import { type CheckDialect, type SqlCheck, sqlChecks } from '../checks.ts'
import { claimTable } from '../columns/inventory.ts'
import { chainsOf, examplesKept, paymentsWithRefunds, storedPayment } from '../inspect-rows.ts'
import type { CheckOutcome, DatabaseCheck, Inspector, StoredPayment } from '../inspector.ts'
import { newerDatabase } from '../migrations.ts'
import { importReportOf, pastImportsOf } from '../past-imports.ts'
import { countSealedBy } from '../sealed-by.ts'
import { ledgerOf } from '../stored-ledger.ts'
import { waitingRunsOf } from '../waiting-runs.ts'
import { Connections } from './connections.ts'
import { type Ask, askOf } from './distribute.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'
import { schemaStateOf } from './schema-state.ts'
import { serverChecks } from './server-checks.ts'
import { auditRows } from './table-source.ts'

/** Without a function that returns rows: Citus does not forward a query with one in a subquery. */
const dialect: CheckDialect = {
  seatCountOf: (hold) => `json_array_length(${hold}.seat_ids::json)`,
  priceOf: (hold, seatId) =>
    `(${hold}.price_cents::json ->> ` +
    `(array_position(string_to_array(translate(${hold}.seat_ids, '[] ', ''), ','), ` +
    `${seatId}::text) - 1))::bigint`,
}

const paymentsInPage = 500

/**
 * Opens a database for reading while any number of nodes are at work. Everything is checked as of one moment,
 * except what a server repairs automatically and what is compared with changing data, which are read anew
 * each time.
 */
export async function openInspector(url: string): Promise<Inspector> {
  const { version, newest } = await schemaStateOf(url)
  if (version === null)
    throw new Error(
      'There is no Holdfast schema in this database: name another one, or run "holdfast migrate".',
    )
  if (version > newest) throw newerDatabase(version, newest)
  const snapshot = await LongTransaction.open(url, 'snapshot')
  const fresh = new Connections({ url, poolSize: 1 })
  const inspector = inspectorOver(snapshot, askOf(fresh))
  return {
    ...inspector,
    async close() {
      await Promise.all([snapshot.close(), fresh.close()])
    },
  }
}

/**
 * Checks what a transaction sees, including what it has not committed; `now` instead of the database's time
 * is for tests.
 */
export function inspectTransaction(transaction: LongTransaction, now?: number): Inspector {
  return inspectorOver(transaction, (sql) => transaction.query(sql), now)
}

function inspectorOver(snapshot: LongTransaction, fresh: Ask, now?: number): Inspector {
  const timeOf = async (ask: Ask) => now ?? Number((await ask(`SELECT ${databaseNow} AS now`))[0]?.now)
  const look = (check: SqlCheck) => async (): Promise<CheckOutcome> => {
    const ask: Ask = check.needsServer ? fresh : (sql) => snapshot.query(sql)
    return lookAt(ask, check, await timeOf(ask))
  }
  const checks = [
    ...serverChecks((sql) => snapshot.query(sql)),
    ...sqlChecks(dialect).map((check) => ({ ...aboutOf(check), run: look(check) })),
  ]
  return {
    checks: checks.map((check) => ({ ...check, run: withFaults(snapshot, check.run) })),
    waitingRuns: async () =>
      waitingRunsOf((sql) => snapshot.query(sql), await timeOf((sql) => snapshot.query(sql))),
    sealedBy: (masterId) => countSealedBy((sql) => snapshot.query(sql), masterId),
    pastImports: () => pastImportsOf((sql) => snapshot.query(sql)),
    importReport: (id) => importReportOf((sql) => snapshot.query(sql), id),
    async runIds() {
      const rows = await snapshot.query('SELECT train_run_id FROM run_heads ORDER BY train_run_id')
      return rows.map((row) => row.train_run_id as TrainRunId)
    },
    async *auditChains() {
      yield* chainsOf(await snapshot.query('SELECT * FROM run_heads'), auditRows(snapshot))
    },
    auditHash: (previous: string, entry: AuditEntry) => auditHash(previous, entry),
    claims: (trainRunId) => claimsOf(fresh, trainRunId),
    payments: () => paymentsOf(fresh),
    ledger: () => ledgerOf((sql) => snapshot.query(sql)),
    async findPayment(key) {
      const ids = parseProviderKey(key)
      if (!ids) return undefined
      const { trainRunId, id } = ids
      const [row] = await fresh(
        `${paymentsWithRefunds} WHERE p.train_run_id = ${trainRunId} AND p.id = ${id}`,
      )
      const found = row && storedPayment(row)
      return found?.key === key ? found : undefined
    },
    close: () => {},
  }
}

function aboutOf({
  needsServer = false,
  count: _,
  wrong: __,
  ...more
}: SqlCheck): Omit<DatabaseCheck, 'run'> {
  return { ...more, needsServer }
}

async function lookAt(ask: Ask, { count, wrong }: SqlCheck, now: number): Promise<CheckOutcome> {
  const [counted] = await ask(count)
  const lines = wrong.replaceAll(':now', String(now))
  const [found] = await ask(`WITH found (line) AS MATERIALIZED (${lines})
    SELECT (SELECT count(*) FROM found) AS wrong,
      (SELECT json_agg(line)::text FROM (SELECT line FROM found LIMIT ${examplesKept}) AS few) AS examples`)
  return {
    checked: Number(Object.values(counted ?? {})[0]),
    wrong: Number(found?.wrong),
    examples: JSON.parse(String(found?.examples ?? '[]') || '[]') ?? [],
  }
}

/** Something unreadable is the finding of the check, and the next check continues. */
function withFaults(snapshot: LongTransaction, run: DatabaseCheck['run']): DatabaseCheck['run'] {
  return async () => {
    try {
      return await snapshot.attempt(async () => run())
    } catch (error) {
      if (!isAnswer(error)) throw error
      return { checked: 0, wrong: 1, examples: [`${error.code}: ${error.message}`] }
    }
  }
}

/**
 * Whether the server itself refused a statement. Anything else, such as a lost connection, is no finding
 * about the database.
 */
function isAnswer(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error && 'severity' in error && 'code' in error && !/^(08|57)/.test(String(error.code))
  )
}

async function claimsOf(fresh: Ask, trainRunId: TrainRunId) {
  const rows = await fresh(`SELECT h.commit_seq, c.* FROM run_heads h
    LEFT JOIN seat_claims c ON c.train_run_id = h.train_run_id WHERE h.train_run_id = ${Number(trainRunId)}`)
  const claims = rows.filter((row) => row.seat_id !== null).map(claimTable.read)
  return { commitSeq: Number(rows[0]?.commit_seq ?? 0), claims }
}

async function* paymentsOf(fresh: Ask): AsyncGenerator<StoredPayment> {
  let after: readonly [run: number, id: number] = [0, 0]
  for (;;) {
    const rows = await fresh(`${paymentsWithRefunds} WHERE (p.train_run_id, p.id) > (${after.join(', ')})
      ORDER BY p.train_run_id, p.id LIMIT ${paymentsInPage}`)
    yield* rows.map(storedPayment)
    const last = rows.at(-1)
    if (!last) return
    after = [Number(last.train_run_id), Number(last.id)]
  }
}
