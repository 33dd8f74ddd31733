import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertSameReads } from '../same-reads.fixture.ts'
import { Session } from './session.ts'
import { openSqliteStore } from './sqlite-store.ts'

test("W44: a file is read the same for somebody else's record as for one that does not exist", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-reads-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const all = t.mock.method(Session.prototype, 'all')
  const open = async (time: object) =>
    (await openSqliteStore({ file: join(folder, 'holdfast.db'), thread: 'caller', ...time })).store
  await assertSameReads(open, async (work) => {
    all.mock.resetCalls()
    await work()
    return all.mock.calls.flatMap(({ arguments: [queries] }) => queries.map(([sql]) => sql))
  })
})
