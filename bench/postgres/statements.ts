import pg from 'pg'
import { CommitFlush } from '../../src/store/postgres/commit-flush.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

/** The distinct statements sent to PostgreSQL during some work, ignoring their values. */
export async function recordStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const seen = new Map<string, string>()
  const query = pg.Client.prototype.query
  const recording = function (this: pg.Client, ...given: [unknown, ...unknown[]]): unknown {
    const [text] = given
    if (typeof text === 'string')
      for (const statement of text.split(/;\s*\n/))
        if (isPlannable(statement)) seen.set(shapeOf(statement), statement)
    if (text instanceof CommitFlush)
      for (const prepared of text.statements)
        if (isPlannable(prepared.text)) seen.set(prepared.name, prepared.text)
    return Reflect.apply(query, this, given)
  }
  pg.Client.prototype.query = recording as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return [...seen.values()]
}

/** True for statements that read; the plan of a statement that only adds rows says nothing. */
function isPlannable(statement: string): boolean {
  return /^\s*(SELECT|UPDATE|DELETE|WITH)\b/.test(statement) && !/\bpg_notify\b/.test(statement)
}

/** The statement without its values, so each is examined once. */
function shapeOf(statement: string): string {
  return statement
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/\b\d+\b/g, '?')
    .replaceAll(/\(\?(?:, \?)*\)(?:,\s*\(\?(?:, \?)*\))*/g, '(?)')
    .replaceAll(/\s+/g, ' ')
}

/**
 * The statements whose plan reads a whole table of the sale or one of its whole indexes, each with what it
 * reads.
 */
export async function wholeTableReads(
  client: pg.Client,
  statements: readonly string[],
): Promise<readonly string[]> {
  const catalog = await readCatalog(client)
  const found: string[] = []
  for (const statement of statements) {
    const plan = await planOf(client, statement)
    for (const read of wholeReads(plan, catalog)) found.push(`${read}: ${statement}`)
  }
  return found
}

/** A prepared statement is planned without its values, and as a batch has it planned. */
async function planOf(client: pg.Client, statement: string): Promise<PlanNode> {
  const isPrepared = /\$1\b/.test(statement)
  if (isPrepared) await client.query('SET enable_hashjoin = off; SET enable_mergejoin = off')
  const { rows } = await client.query(
    `EXPLAIN (FORMAT JSON${isPrepared ? ', GENERIC_PLAN' : ''}) ${statement}`,
  )
  if (isPrepared) await client.query('RESET enable_hashjoin; RESET enable_mergejoin')
  return (rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }])[0].Plan
}

interface Catalog {
  /** Tables that grow with sales: they have a run in every row. */
  readonly saleTables: ReadonlySet<string>
  /** Their indexes by name; true if an index holds only a few rows of its table. */
  readonly isPartial: ReadonlyMap<string, boolean>
}

async function readCatalog(client: pg.Client): Promise<Catalog> {
  const { rows } = await client.query(
    `SELECT t.relname AS table, i.relname AS index, x.indpred IS NOT NULL AS partial
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'train_run_id'`,
  )
  return {
    saleTables: new Set(rows.map((row) => String(row.table))),
    isPartial: new Map(rows.map((row) => [String(row.index), Boolean(row.partial)])),
  }
}

function wholeReads(node: PlanNode, catalog: Catalog): readonly string[] {
  const below = (node.Plans ?? []).flatMap((one) => wholeReads(one, catalog))
  const { 'Relation Name': table, 'Index Name': index, 'Index Cond': condition = '' } = node
  if (node['Node Type'] === 'Seq Scan' && table !== undefined && catalog.saleTables.has(table))
    return [table, ...below]
  // A range over a whole index is as long as the table; a range over a partial index is as long as the
  // pending work.
  const isNarrow = / = /.test(condition)
  return index !== undefined && !isNarrow && catalog.isPartial.get(index) === false
    ? [index, ...below]
    : below
}
