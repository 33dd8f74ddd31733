import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { Setbacks } from '../../domain/setbacks.ts'
import { addDuePayment } from '../postgres/world.fixture.ts'
import { hold, runOn, smallRange, smallTimetable } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

test('P19: a payment whose row cannot be read affects neither the others nor the start', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'unreadable-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'holdfast.db')
  const time = new TestTime()
  const open = { file, thread: 'caller', clock: time, schedule: time.schedule } as const
  const { store } = await openSqliteStore(open)
  await store.importTimetable(smallTimetable(), smallRange)
  const run = runOn(store, '2026-06-10')
  const payments = [
    await addDuePayment(store, run, '1-1'),
    await addDuePayment(store, run, '1-2'),
    await addDuePayment(store, run, '1-3'),
    await addDuePayment(store, run, '1-4'),
  ]
  await store.close()
  const database = new BetterSqlite3(file)
  const [brokenDue, due, brokenOpen, honest] = payments.map(({ id }) => id)
  const spoil = database.prepare("UPDATE payments SET passengers = 'no json' WHERE id = ?")
  for (const id of [brokenDue, brokenOpen]) spoil.run(id)
  const reopen = database.prepare("UPDATE payments SET status = 'REQUESTED', due_at = NULL WHERE id = ?")
  for (const id of [brokenOpen, honest]) reopen.run(id)
  database.close()

  const setbacks = new Setbacks()
  const faults: unknown[] = []
  const again = await openSqliteStore({ ...open, setbacks, onBackgroundFault: (fault) => faults.push(fault) })
  t.after(() => again.store.close())
  const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id)
  for (let look = 0; look < 5; look++) assert.deepEqual(ids(await again.store.listOpenPayments()), [honest])
  const leased = await again.store.leaseDueWork(10)
  assert.deepEqual(ids(leased.map(({ payment }) => payment)), [due])
  assert.ok((await hold(again.store, run, 'D-E', ['2-1'])).ok, 'the run is sold on')
  assert.deepEqual(
    setbacks.list(again.store.now()).map(({ kind, what }) => `${kind} ${what}`),
    [brokenDue, brokenOpen].map((id) => `row payment ${id} of run ${run}`),
  )
  assert.equal(faults.length, 1 + 3, 'told at the 1st, 2nd and 4th look')
})
