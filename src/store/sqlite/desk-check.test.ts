import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { deskOn } from '../contract-desk.fixture.ts'
import { smallRange, smallTimetable } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { openInspector } from './inspect.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { temporaryFile } from './temporary-file.fixture.ts'

const damages = [
  ["UPDATE payments SET status = 'AUTHORIZED' WHERE method = 'cash'", /by cash \(AUTHORIZED\)/],
  ["DELETE FROM desk_entries WHERE amount_cents > 0 AND means = 'CASH'", /by cash \(CAPTURED\): 0 of/],
  ["UPDATE desk_entries SET amount_cents = amount_cents + 1 WHERE means = 'TRANSFER'", /by invoice/],
  ['UPDATE desk_entries SET amount_cents = amount_cents - 1 WHERE amount_cents < 0', /paid out/],
  ["UPDATE payments SET method = 'mock' WHERE method = 'cash'", /is for no payment at a desk/],
  ["UPDATE refunds SET status = 'QUEUED'", /waits for a provider/],
] as const

test('P40: accounts at desks that add up pass, and one cent or one state that does not is found', async (t) => {
  const { folder, file } = temporaryFile(t)
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  await store.importTimetable(smallTimetable(), smallRange)
  const desk = deskOn(store)
  const back = await desk.sold(['1-1'], 'cash')
  await desk.sale.cancel(back, null)
  assert.ok((await desk.settle(back, await desk.balance(back))).ok)
  const paid = await desk.sold(['1-2'], 'invoice')
  assert.ok((await desk.settle(paid, await desk.balance(paid), 'k', 'TRANSFER')).ok)
  await desk.sold(['1-3'], 'invoice')
  await store.close()
  const check = (path: string) => {
    const inspector = openInspector(path, () => time.now())
    const outcomes = inspector.checks.map((one) => [one.name, one.run()] as const)
    inspector.close()
    return new Map(outcomes)
  }
  for (const [name, { examples }] of check(file)) assert.deepEqual([name, examples], [name, []])
  assert.equal(check(file).get('desk_accounts_add_up')?.checked, 3)
  for (const [index, [damage, told]] of damages.entries()) {
    const copy = join(folder, `${index}.db`)
    copyFileSync(file, copy)
    const database = new BetterSqlite3(copy)
    database.exec(damage)
    database.close()
    const outcome = check(copy).get('desk_accounts_add_up')
    assert.match(outcome?.examples.join('\n') ?? '', told, damage)
  }
})
