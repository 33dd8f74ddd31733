import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { Session } from './session.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { temporaryFile } from './temporary-file.fixture.ts'

const page = { from: 0 as Instant, to: 9 as Instant, before: { at: 5 as Instant, seq: 5 }, limit: 10 }

test('R109: each way of reading the audit trail has an index, and without it all acts are read and sorted', async (t) => {
  const { file } = temporaryFile(t)
  const all = t.mock.method(Session.prototype, 'all')
  const { store } = await openSqliteStore({ file, thread: 'caller' })
  all.mock.resetCalls()
  for (const of of [
    { trainRunId: actsRunId, holdId: null },
    { trainRunId: 7 as TrainRunId, holdId: null },
    { trainRunId: 7 as TrainRunId, holdId: 8 as HoldId },
  ])
    await store.auditTrail(of, page)
  const queries = all.mock.calls.flatMap(({ arguments: [asked] }) => asked)
  assert.equal(queries.length, 3)
  await store.close()
  const session = new Session(file)
  t.after(() => session.close())
  const plans = () =>
    queries.map(([sql, values]) =>
      session.database
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map(({ detail }) => detail)
        .join('\n'),
    )
  const [ofActs = ''] = plans()
  for (const plan of plans()) assert.doesNotMatch(plan, /SCAN audit_entries/)
  assert.doesNotMatch(ofActs, /TEMP B-TREE/, 'those that grow for years come in the order of the index')
  session.database.exec('DROP INDEX audit_entries_acts')
  assert.match(plans()[0] ?? '', /TEMP B-TREE/)
})
