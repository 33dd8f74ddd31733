import pg from 'pg'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

/** The different statements that go to PostgreSQL during some work, by their text without its values. */
export async function recordStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const seen = new Map<string, string>()
  const query = pg.Client.prototype.query
  const recording = function (this: pg.Client, ...given: [unknown, ...unknown[]]): unknown {
    const [text] = given
    if (typeof text === 'string')
      for (const statement of text.split(/;\s*\n/))
        if (isPlannable(statement)) seen.set(shapeOf(statement), statement)
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

/** What reads: a plan of what only adds rows says nothing. */
function isPlannable(statement: string): boolean {
  return /^\s*(SELECT|UPDATE|DELETE|WITH)\b/.test(statement) && !/\bpg_notify\b/.test(statement)
}

/** The statement with its values left out, so that each is looked at once. */
function shapeOf(statement: string): string {
  return statement
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/\b\d+\b/g, '?')
    .replaceAll(/\(\?(?:, \?)*\)(?:,\s*\(\?(?:, \?)*\))*/g, '(?)')
    .replaceAll(/\s+/g, ' ')
}

/** Statements whose plan reads a whole table of the sale, or a whole index of one; each with what it reads. */
export async function wholeTableReads(
  client: pg.Client,
  statements: readonly string[],
): Promise<readonly string[]> {
  const catalog = await readCatalog(client)
  const found: string[] = []
  for (const statement of statements) {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${statement}`)
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }]
    for (const read of wholeReads(plan, catalog)) found.push(`${read}: ${statement}`)
  }
  return found
}

interface Catalog {
  /** Tables that grow with the sale: each has a run in every row. */
  readonly saleTables: ReadonlySet<string>
  /** Indexes of those, by name, and whether they hold a few rows of the table only. */
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
  // A range over a whole index is as long as the table; one over a partial index is as long as the work that is to be done.
  const isNarrow = / = /.test(condition)
  return index !== undefined && !isNarrow && catalog.isPartial.get(index) === false
    ? [index, ...below]
    : below
}
