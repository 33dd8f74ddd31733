import type pg from 'pg'
import { distributedTables } from './distribution.ts'

const shardCount = 16

/**
 * Turns the tables that a cluster distributes into tables that PostgreSQL partitions by the same column. The
 * rules are those of Citus: a unique or exclusion constraint without that column is refused, and the planner
 * says which partitions a statement touches.
 */
export async function partition(client: pg.Client): Promise<void> {
  for (const { table, by } of distributedTables) {
    const shards = Array.from(
      { length: shardCount },
      (_, index) =>
        `CREATE TABLE ${table}_shard_${index} PARTITION OF ${table} FOR ` +
        `VALUES WITH (MODULUS ${shardCount}, REMAINDER ${index})`,
    )
    await client.query(`ALTER TABLE ${table} RENAME TO ${table}_whole;
      CREATE TABLE ${table} (LIKE ${table}_whole INCLUDING ALL) PARTITION BY HASH (${by});
      ${shards.join(';\n')}`)
  }
}

/** The shards of a sale that a statement touches, as the planner of an empty partitioned database sees it. */
export async function shardsOf(client: pg.Client, statement: string): Promise<ReadonlySet<number>> {
  await client.query('BEGIN')
  try {
    const text = /^INSERT/i.test(statement)
      ? await placesOf(client, statement)
      : await planOf(client, statement)
    return new Set([...text.matchAll(/_shard_(\d+)/g)].map((match) => Number(match[1])))
  } finally {
    await client.query('ROLLBACK')
  }
}

/** A row's partition is decided when it is written, so it is written and rolled back. */
async function placesOf(client: pg.Client, statement: string): Promise<string> {
  const rest = /\bRETURNING\b/i.test(statement) ? '' : ' RETURNING tableoid::regclass::text'
  const { rows } = await client.query(statement + rest)
  return JSON.stringify(rows)
}

async function planOf(client: pg.Client, statement: string): Promise<string> {
  const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${statement}`)
  return JSON.stringify(rows)
}
