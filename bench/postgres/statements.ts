import pg from 'pg'

/** Tables that grow with the sale. */
const saleTables = new Set([
  ...['seat_claims', 'seat_holds', 'payments', 'bookings', 'booking_seats', 'run_heads', 'audit_entries'],
  ...['cancellation_quotes', 'cancellations', 'refunds'],
])

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
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

/** Statements whose plan reads a whole table of the sale, each with the name of the table. */
export async function wholeTableReads(
  client: pg.Client,
  statements: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = []
  for (const statement of statements) {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${statement}`)
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }]
    for (const table of tablesRead(plan)) found.push(`${table}: ${statement}`)
  }
  return found
}

function tablesRead(node: PlanNode): readonly string[] {
  const below = (node.Plans ?? []).flatMap(tablesRead)
  const table = node['Relation Name']
  const isWhole = node['Node Type'] === 'Seq Scan' && table !== undefined && saleTables.has(table)
  return isWhole ? [table, ...below] : below
}
