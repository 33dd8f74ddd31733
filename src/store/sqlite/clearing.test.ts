import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import fc from 'fast-check'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import type { HoldId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { clearHolds } from '../../domain/inventory/clear-holds.ts'
import { expireHolds } from '../../domain/inventory/expire-holds.ts'
import { clear, holdAndRelease } from '../clearing.fixture.ts'
import { sellALittle } from '../sold-railway.fixture.ts'
import { hold, runOn } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { openInspector } from './inspect.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { temporaryFile } from './temporary-file.fixture.ts'

async function openSold(t: TestContext) {
  const { file } = temporaryFile(t)
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  await sellALittle(store)
  return { file, time, store, run: runOn(store, '2026-06-10') }
}

type Sold = Awaited<ReturnType<typeof openSold>>

/** The doctor and `audit verify` find nothing. Returns the number of entries. */
async function assertSound({ file, time }: Pick<Sold, 'file' | 'time'>): Promise<number> {
  const inspector = openInspector(file, () => time.now())
  try {
    for (const check of inspector.checks) {
      const { examples } = await check.run()
      assert.deepEqual([check.name, examples], [check.name, []])
    }
    const audit = await verifyAudit(inspector)
    assert.deepEqual(audit.broken, [])
    return audit.entries
  } finally {
    await inspector.close()
  }
}

test('D25: after any clearing in any order, all checks hold, chains are whole, and one entry replaces the cleared ones', async (t) => {
  const orders = fc.array(fc.array(fc.nat(11), { maxLength: 6 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(orders, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), async (slices, kinds) => {
      const sold = await openSold(t)
      const { store, run, time, file } = sold
      const ids: HoldId[] = []
      for (const [index, kind] of kinds.entries()) {
        if (kind > 0) ids.push(await holdAndRelease(store, run, '2-1', `key ${index}`))
        else {
          // Not released, so that other entries come between its two.
          const placed = await hold(store, run, 'D-E', [`1-${(index % 4) + 1}`])
          assert.ok(placed.ok)
          ids.push(placed.value.hold.id)
        }
        if (index % 4 === 3) time.advance(120_000)
      }
      time.advance(600_000)
      await store.decide({ trainRunId: run }, expireHolds)
      const before = await assertSound(sold)
      const endedBefore = time.now() as Instant
      for (const slice of slices) {
        const holdIds = slice.flatMap((index) => ids[index] ?? [])
        await store.decide({ trainRunId: run, clearedHoldIds: holdIds }, (inventory) =>
          clearHolds(inventory, { holdIds, endedBefore }),
        )
        await assertSound(sold)
      }
      await clear(store)
      await store.close()
      const after = await assertSound(sold)
      const database = new BetterSqlite3(file, { readonly: true })
      const count = (where: string) =>
        Number(database.prepare(`SELECT count(*) FROM audit_entries WHERE ${where}`).pluck().get())
      const left = count("action IN ('hold_placed', 'hold_released', 'hold_expired')")
      const gaps = count("action = 'entries_cleared'")
      assert.ok(left < 12, 'only holds that were paid for have theirs')
      assert.ok(gaps <= slices.length + 4, `${gaps} stretches`)
      assert.ok(after < before, `${after} of ${before} entries`)
      database.close()
    }),
    { numRuns: 12 },
  )
})

/** Damage to a partly cleared chain, and the fault that is found. */
const damages: readonly (readonly [sql: string, fault: string])[] = [
  ["DELETE FROM audit_entries WHERE action = 'entries_cleared'", 'entry_missing'],
  ["UPDATE audit_entries SET hash = 'x' WHERE action = 'entries_cleared'", 'entry_changed'],
  ["UPDATE audit_entries SET facts = '{}' WHERE action = 'entries_cleared'", 'entry_missing'],
  [`UPDATE audit_entries SET facts = '{"from_seq":1}' WHERE action = 'entries_cleared'`, 'entry_missing'],
  ["UPDATE audit_entries SET facts = '{}' WHERE action = 'records_cleared'", 'entry_missing'],
  ["DELETE FROM audit_entries WHERE action = 'records_cleared'", 'entry_missing'],
  // Somebody replaces an entry of a sale by one that says that it was cleared.
  [
    `UPDATE audit_entries SET action = 'entries_cleared', hold_id = NULL, facts = '{"from_seq":' || seq || '}'
       WHERE id = (SELECT min(id) FROM audit_entries WHERE action = 'booking_confirmed')`,
    'entry_missing',
  ],
  ["UPDATE audit_entries SET at = at + 1 WHERE action = 'records_cleared'", 'entry_changed'],
]

for (const [sql, fault] of damages)
  test(`D25: what is done to a chain of which a part was cleared is found: ${sql.replaceAll(/\s+/g, ' ')}`, async (t) => {
    const { store, run, time, file } = await openSold(t)
    for (const key of ['a', 'b', 'c']) await holdAndRelease(store, run, '2-1', key)
    time.advance(600_000)
    await clear(store)
    await store.close()
    const database = new BetterSqlite3(file)
    assert.ok(database.prepare(sql).run().changes > 0)
    database.close()
    const inspector = openInspector(file, () => time.now())
    const { broken } = await verifyAudit(inspector)
    assert.deepEqual(
      broken.filter(({ trainRunId }) => trainRunId === run).map((one) => one.fault),
      [fault],
    )
    await inspector.close()
  })
