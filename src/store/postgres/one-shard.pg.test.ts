import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { PaymentId, TrainRunId } from '../../domain/ids.ts'
import { Connections } from './connections.ts'
import { distributedTables } from './distribution.ts'
import { migrate } from './migrate.ts'
import { partition, shardsOf } from './one-shard.fixture.ts'
import { changeQueries } from './run-queries.ts'
import { looksOverAllRuns, recordSale } from './sale-statements.fixture.ts'
import { startServer, withClient } from './server.fixture.ts'
import { bind } from './sql.ts'
import { statementsOf } from './statements.fixture.ts'

const server = await startServer()
after(() => server.close())

const ofSale = new RegExp(`\\b(${distributedTables.map((one) => one.table).join('|')})\\b`)

/** A database without rows whose distributed tables are partitioned. */
async function partitioned(t: TestContext): Promise<string> {
  const url = await server.createDatabase()
  const connections = new Connections({ url, poolSize: 1 })
  t.after(() => connections.close())
  await migrate(connections)
  await withClient(url, partition)
  return url
}

test('Q10, Q31: PostgreSQL itself can partition each distributed table as a cluster would, with every constraint it has', async (t) => {
  const url = await partitioned(t)
  await withClient(url, async (client) => {
    const planted = 'CREATE UNIQUE INDEX planted ON seat_holds (hold_token)'
    await assert.rejects(client.query(planted), /unique constraint on partitioned table must include all/)
  })
})

test('Q11, Q31: every transaction of a sale, a cancellation, an expiry, and due work touches one shard', async (t) => {
  const transactions = await recordSale(t, await server.createDatabase())
  const url = await partitioned(t)
  const kinds = new Set<string>()
  await withClient(url, async (client) => {
    for (const transaction of transactions) {
      const touched = new Set<number>()
      for (const statement of transaction) {
        if (!ofSale.test(statement)) continue
        const shards = await shardsOf(client, statement)
        if (looksOverAllRuns(statement)) continue
        assert.ok(shards.size <= 1, statement)
        for (const shard of shards) touched.add(shard)
        kinds.add(statement.slice(0, 40))
      }
      assert.ok(touched.size <= 1, transaction.join(';\n'))
    }
  })
  t.diagnostic(`${transactions.length} transactions, ${kinds.size} kinds of statements`)
  assert.ok(kinds.size >= 30, [...kinds].join('\n'))
})

test('Q31, Q37: updating a picture touches one shard', async (t) => {
  const trainRunId = 7 as TrainRunId
  const mark = { trainRunId, commitSeq: 3, auditSeq: 4, auditHash: '', duePaymentIds: [1 as PaymentId] }
  const url = await partitioned(t)
  await withClient(url, async (client) => {
    const touched = new Set<number>()
    for (const query of changeQueries(mark, 100)) {
      const shards = await shardsOf(client, bind(query))
      // Runs themselves are on every node.
      assert.equal(shards.size, /FROM runs_in_effect/.test(query[0]) ? 0 : 1, query[0])
      for (const shard of shards) touched.add(shard)
    }
    assert.equal(touched.size, 1)
  })
})

test('Q31: and the check of the plan can find a statement that touches all shards', async (t) => {
  const url = await partitioned(t)
  await withClient(url, async (client) => {
    for (const statement of [
      'SELECT * FROM seat_holds WHERE id = 1',
      'UPDATE payments SET fence = 1 WHERE id = 1',
      'SELECT * FROM seat_claims c JOIN seat_holds h ON h.id = c.hold_id WHERE c.train_run_id = 1',
    ])
      assert.ok((await shardsOf(client, statement)).size > 1, statement)
    const rows = [1, 2, 3].map((run) => `(${run}, 0, 0, '')`)
    assert.ok((await shardsOf(client, `INSERT INTO run_heads VALUES ${rows.join(', ')}`)).size > 1)
  })
})

test('Q31: a message is split into its statements, whatever its texts contain', () => {
  assert.deepEqual(statementsOf("BEGIN; SELECT ';''';\nSELECT  E'a\\\\;' ; COMMIT"), [
    'BEGIN',
    "SELECT ';'''",
    "SELECT  E'a\\\\;'",
    'COMMIT',
  ])
})
