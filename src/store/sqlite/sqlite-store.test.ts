import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { hold, reportOf, runOn, smallRange, smallTimetable } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { knownMigrations, migrate } from './migrate.ts'
import { applyRitual, openDatabase } from './open-database.ts'
import { DatabaseOwned } from './process-lock.ts'
import { openSqliteStore } from './sqlite-store.ts'

/** A folder for one test, with the path of a database in it. */
function withFile(work: (file: string) => void | Promise<void>) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-sqlite-'))
    try {
      await work(join(folder, 'holdfast.db'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

async function openSmall(file: string) {
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  await store.importTimetable(smallTimetable(), smallRange)
  return { store, time, run: runOn(store, '2026-06-10') }
}

const insertClaim =
  'INSERT INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, ' +
  "state, updated_at) VALUES (1, 1, ?, ?, 'HELD', 0)"

test(
  'D2: the database refuses every pair of overlapping claims, and no other, regardless of the writer',
  withFile((file) => {
    const database = openDatabase(file)
    const segments = [0, 1, 2, 3].flatMap((from) =>
      [1, 2, 3, 4].filter((to) => from < to).map((to) => [from, to] as const),
    )
    for (const [from, to] of segments) {
      for (const [otherFrom, otherTo] of segments) {
        database.exec('DELETE FROM seat_claims')
        database.prepare(insertClaim).run(from, to)
        const add = () => database.prepare(insertClaim).run(otherFrom, otherTo)
        const legs = [0, 1, 2, 3].filter(
          (leg) => from <= leg && leg < to && otherFrom <= leg && leg < otherTo,
        )
        if (legs.length > 0) assert.throws(add, /seat_claims_no_overlap|UNIQUE/)
        else add()
      }
    }
    database.close()
  }),
)

test(
  'D2: an update or a replacement does not bypass the triggers',
  withFile((file) => {
    const database = openDatabase(file)
    database.prepare(insertClaim).run(0, 2)
    database.prepare(insertClaim).run(2, 4)
    assert.throws(() => database.exec('UPDATE seat_claims SET to_leg = 3 WHERE from_leg = 0'), /no_overlap/)
    assert.throws(
      () => database.prepare(insertClaim.replace('INSERT', 'INSERT OR REPLACE')).run(1, 3),
      /no_overlap/,
    )
    assert.throws(
      () => database.prepare(insertClaim.replace('INSERT', 'INSERT OR IGNORE')).run(1, 3),
      /no_overlap/,
    )
    assert.throws(() => database.prepare(insertClaim).run(3, 3), /CHECK|no_overlap/)
    assert.throws(() => database.prepare(insertClaim).run(null, 3), /NOT NULL/)
    database.exec('UPDATE seat_claims SET to_leg = 1 WHERE from_leg = 0')
    database.close()
  }),
)

/** Two connections read before either writes, as two processes without the engine would. */
function meet(file: string, isProtected: boolean): number {
  openDatabase(file).close()
  const [first, second] = [new BetterSqlite3(file), new BetterSqlite3(file)]
  if (!isProtected)
    first.exec('DROP TRIGGER seat_claims_no_overlap_insert; DROP TRIGGER seat_claims_no_overlap_update')
  const isFree = (database: typeof first) =>
    database.prepare('SELECT count(*) FROM seat_claims WHERE from_leg < 4 AND 0 < to_leg').pluck().get() === 0
  const both = [isFree(first), isFree(second)]
  assert.deepEqual(both, [true, true])
  for (const [index, database] of [first, second].entries()) {
    try {
      database.prepare(insertClaim).run(index, 4)
    } catch (error) {
      assert.match(String(error), /seat_claims_no_overlap/)
    }
  }
  const count = first.prepare('SELECT count(*) FROM seat_claims').pluck().get() as number
  first.close()
  second.close()
  return count
}

test(
  'I1: two connections that both read before they write do not both get the seat',
  withFile((file) => assert.equal(meet(file, true), 1)),
)
test(
  'I1: without the triggers they both do, which shows that the test above can fail',
  withFile((file) => assert.equal(meet(file, false), 2)),
)

test(
  'D3: every setting that durability depends on is read back, including from a reopened file',
  withFile((file) => {
    for (const _ of [1, 2]) {
      const database = openDatabase(file)
      assert.equal(database.pragma('synchronous', { simple: true }), 2)
      assert.equal(database.pragma('journal_mode', { simple: true }), 'wal')
      assert.equal(database.pragma('foreign_keys', { simple: true }), 1)
      database.close()
    }
    const memory = new BetterSqlite3(':memory:')
    const pragma = memory.pragma.bind(memory)
    memory.pragma = ((text: string, options?: BetterSqlite3.PragmaOptions) =>
      text === 'synchronous' ? 1 : pragma(text, options)) as typeof memory.pragma
    assert.throws(() => applyRitual(memory), /synchronous is 1 and must be 2/)
  }),
)

test(
  'D4: a database without its triggers is not opened',
  withFile((file) => {
    const database = openDatabase(file)
    database.exec('DROP TRIGGER seat_claims_no_overlap_update')
    database.close()
    assert.throws(() => openDatabase(file), /trigger seat_claims_no_overlap_update is missing/)
  }),
)

test(
  'D5: a database of a newer program is not opened, and one without a schema gets it',
  withFile((file) => {
    const database = new BetterSqlite3(file)
    assert.equal(migrate(database).length, knownMigrations().length)
    assert.equal(migrate(database).length, 0)
    database.pragma(`user_version = ${knownMigrations().length + 1}`)
    database.close()
    assert.throws(() => openDatabase(file), /start the newer program/)
  }),
)

test(
  'D5: a database of an older program is migrated with its contents',
  withFile((file) => {
    const older = new BetterSqlite3(file)
    older.exec(knownMigrations()[0]?.sql ?? '')
    older.pragma('user_version = 1')
    older.exec("INSERT INTO refunds VALUES (7, 1, NULL, 1, 500, 'QUEUED', 99, 2)")
    older.close()
    const database = openDatabase(file)
    assert.deepEqual(
      { ...(database.prepare('SELECT * FROM refunds').get() as object) },
      {
        ...{ id: 7, payment_id: 1, cancellation_id: null, train_run_id: 1, amount_cents: 500 },
        ...{ status: 'QUEUED', due_at: 99, try_count: 2, refused_at: null },
        ...{ kind: 'REFUND', idempotency_key: null, fingerprint: null, user_id: null },
      },
    )
    database.exec("UPDATE refunds SET status = 'LAPSED', due_at = NULL")
    assert.throws(() => database.exec("UPDATE refunds SET status = 'GONE'"), /CHECK/)
    assert.equal(database.pragma('user_version', { simple: true }), knownMigrations().length)
    database.close()
  }),
)

test(
  'D6: one process owns the file; a second one is told so, and gets the file when the first closes it',
  withFile(async (file) => {
    const { store } = await openSmall(file)
    await assert.rejects(openSqliteStore({ file, thread: 'caller' }), DatabaseOwned)
    await store.close()
    const second = await openSqliteStore({ file, thread: 'caller' })
    await second.store.close()
  }),
)

test(
  'D7: opening runs for sale writes no row per seat',
  withFile(async (file) => {
    const { store } = await openSmall(file)
    await store.close()
    const database = new BetterSqlite3(file)
    const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
    assert.deepEqual(
      [count('train_runs'), count('seat_claims'), count('run_heads'), count('coach_seats')],
      [10, 0, 0, 8],
    )
    assert.equal(count('seats'), 80)
    database.close()
  }),
)

test(
  'D8: an import that fails in the middle leaves everything as it was',
  withFile(async (file) => {
    const { store, run } = await openSmall(file)
    const broken = smallTimetable({ key: 'T2', serviceDates: ['2026-06-20', 'no date'] })
    const terms = { fromDate: '2026-06-01', toDate: 'zzzz', mayWithdraw: true }
    await assert.rejects(store.importTimetable(broken, terms))
    assert.equal([...store.network().runs()].length, 10)
    assert.ok(store.network().run(run))
    assert.equal(reportOf(await store.importTimetable(smallTimetable(), smallRange)).runsOpened, 0)
    await store.close()
  }),
)

test(
  'D9: the view of seats shows the strongest live claim on any leg, in the words of the founding document',
  withFile(async (file) => {
    const { store, run } = await openSmall(file)
    const placed = await hold(store, run, 'B-C', ['1-2'])
    assert.ok(placed.ok)
    await store.close()
    const database = new BetterSqlite3(file)
    const rows = () =>
      database
        .prepare(
          'SELECT seat_number, status, hold_id FROM seats WHERE ' +
            "train_run_id = ? AND seat_number IN ('1-1', '1-2')",
        )
        .all(run)
    // The test's clock is behind the view's, which is the database's own: the hold counts until it expires by
    // that clock.
    database.prepare('UPDATE seat_claims SET expires_at = 9007199254740991').run()
    assert.deepEqual(rows(), [
      { seat_number: '1-1', status: 'AVAILABLE', hold_id: null },
      { seat_number: '1-2', status: 'HELD', hold_id: placed.value.hold.id },
    ])
    database
      .prepare(`INSERT INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, booking_id,
        updated_at)
    SELECT train_run_id, seat_id, 2, 4, 'BOOKED', 1, 0 FROM seat_claims`)
      .run()
    assert.deepEqual(rows()[1], { seat_number: '1-2', status: 'BOOKED', hold_id: null })
    database.prepare(`UPDATE seat_claims SET expires_at = 1 WHERE state = 'HELD'`).run()
    database.prepare(`DELETE FROM seat_claims WHERE state = 'BOOKED'`).run()
    assert.deepEqual(rows()[1], { seat_number: '1-2', status: 'AVAILABLE', hold_id: null })
    database.close()
  }),
)
