import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import pg from 'pg'
import { OutcomeUnknown, StoreUnavailable } from '../faults.ts'
import { CommitFlush } from './commit-flush.ts'
import { Connections } from './connections.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const prepared = (text: string, ...values: string[]) => ({ name: text.slice(0, 60), text, values })
const insert = (numbers: string) =>
  prepared('INSERT INTO numbers SELECT * FROM unnest($1::bigint[])', `{${numbers}}`)
const failing = prepared('INSERT INTO numbers SELECT 1 / 0')

async function numbersTable(t: TestContext) {
  const url = await server.createSchema()
  await withClient(url, (client) => client.query('CREATE TABLE numbers (n bigint)'))
  const connections = new Connections({ url, poolSize: 1 })
  t.after(() => connections.close())
  const numbers = async () =>
    ((await connections.all([['SELECT n FROM numbers ORDER BY n', []]]))[0] ?? []).map((row) => row.n)
  return { url, connections, numbers }
}

test('Q74: the server skips COMMIT in the same message if a write before it fails', async (t) => {
  const { connections, numbers } = await numbersTable(t)
  await (await connections.begin()).commitWith([insert('1,2'), insert('3')])
  const refused = connections.begin().then((one) => one.commitWith([insert('4'), failing, insert('5')]))
  await assert.rejects(refused, { code: '22012' })
  assert.deepEqual(await numbers(), [1, 2, 3])
  await (await connections.begin()).commitWith([insert('6')])
  assert.deepEqual(await numbers(), [1, 2, 3, 6], 'and the next batch is written')
})

test('and a write that is a transaction of its own stays, or the test above proves nothing', async (t) => {
  const { url, numbers } = await numbersTable(t)
  await withClient(url, async (client) => {
    await client.query({ ...insert('4'), values: ['{4}'] })
    await assert.rejects(client.query(failing.text), { code: '22012' })
  })
  assert.deepEqual(await numbers(), [4])
})

test('Q9, Q74: a server that ends the connection at a write has committed nothing, and at COMMIT it is unknown', async (t) => {
  const { url, connections, numbers } = await numbersTable(t)
  const broken = prepared('DO $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); END $$')
  const atWrite = connections.begin().then((one) => one.commitWith([insert('1'), broken]))
  await assert.rejects(atWrite, StoreUnavailable)
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER break AFTER INSERT ON numbers DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION break()`),
  )
  const atCommit = connections.begin().then((one) => one.commitWith([insert('2')]))
  await assert.rejects(atCommit, OutcomeUnknown)
  assert.deepEqual(await numbers(), [])
})

test('Q74: a lost connection, or a pooler that reports one, proves nothing about COMMIT', () => {
  const flush = new CommitFlush([insert('1')])
  flush.done.catch(() => {})
  const ofCode = (code: string) => Object.assign(new pg.DatabaseError('', 0, 'error'), { code })
  assert.deepEqual(
    [new Error('read ECONNRESET'), ofCode('08P01'), ofCode('23P01')].map((one) => flush.isBeforeCommit(one)),
    [false, false, true],
  )
  flush.handleCommandComplete({ text: 'INSERT 0 1' })
  assert.equal(flush.isBeforeCommit(ofCode('23P01')), false, 'all writes are answered: this one is of COMMIT')
})
