import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { LoneCommits } from './lone-commits.ts'
import { type Query, Session, WriteFailed } from './session.ts'
import { clockAt } from './statements.ts'
import { temporaryFile } from './temporary-file.fixture.ts'
import { ThreadWriter } from './writer.ts'

const small = [clockAt, 1]
const large = Array.from({ length: 200 }, () => [clockAt, 1]).flat()

/** Lone commits in a world where a commit takes as long as it is told to, and so does other work. */
function world() {
  const state = { nowMs: 0, commitMs: 1, activeMs: 0, idleMs: 0 }
  const session = {
    write() {
      state.nowMs += state.commitMs
      state.activeMs += state.commitMs
    },
    close() {},
  }
  const loopTime = () => ({ active: state.activeMs, idle: state.idleMs })
  const lone = new LoneCommits({ session, monotonicMs: () => state.nowMs, loopTime })
  /** How many of so many lone batches are committed here, each with idle time or other work after it. */
  const madeHere = (batches: number, { idleMs = 0, workMs = 0 } = {}) => {
    let count = 0
    for (let batch = 0; batch < batches; batch++) {
      if (lone.suits(small) && lone.commit(small)) count++
      state.idleMs += idleMs
      state.activeMs += workMs
      state.nowMs += idleMs + workMs
    }
    return count
  }
  return { state, lone, madeHere }
}

test('Q80: the selling thread commits by itself once some batches in a row were lone', () => {
  const { lone, madeHere } = world()
  assert.equal(madeHere(7, { idleMs: 1 }), 0)
  assert.equal(madeHere(100, { idleMs: 1 }), 100)
  assert.equal(lone.suits(large), false)
  assert.equal(madeHere(100, { idleMs: 1 }), 100, 'one larger batch, such as captures, proves nothing')
  for (let batch = 0; batch < 4; batch++) assert.equal(lone.suits(large), false)
  assert.equal(madeHere(7, { idleMs: 1 }), 0, 'several do')
})

test('Q80: not where larger batches are half of all', () => {
  const { lone, madeHere } = world()
  let count = 0
  for (let pair = 0; pair < 100; pair++) {
    lone.suits(large)
    count += madeHere(1, { idleMs: 1 })
  }
  assert.equal(count, 0)
})

test('Q80: a slow commit leaves the next ones to the thread for twenty times as long', () => {
  const { state, madeHere } = world()
  madeHere(7)
  state.commitMs = 10
  assert.equal(madeHere(1), 1)
  state.commitMs = 1
  assert.equal(madeHere(199, { idleMs: 1 }), 0)
  assert.equal(madeHere(2, { idleMs: 1 }), 1)
})

test('Q80: a slow disk never takes more than a twentieth of the time of the selling thread', () => {
  const { state, madeHere } = world()
  state.commitMs = 30
  const count = madeHere(10_000, { idleMs: 1 })
  assert.ok(count > 0)
  assert.ok((count * 30) / state.nowMs < 1 / 20, `${count} commits in ${state.nowMs} ms`)
})

test('Q80: not while the event loop has other work, and again when it is done', () => {
  const { madeHere } = world()
  assert.equal(madeHere(507, { idleMs: 1, workMs: 1 }), 500, 'half of the time is room enough')
  madeHere(100, { workMs: 9 })
  assert.ok(madeHere(1_000, { workMs: 9 }) < 50, 'it looks again now and then')
  madeHere(300, { idleMs: 1 })
  assert.equal(madeHere(100, { idleMs: 1 }), 100)
})

/** A writer that has seen enough lone batches, on a clock that stands still, and what another reader sees. */
async function openWriter(t: TestContext) {
  const { file } = temporaryFile(t)
  const timeless = { monotonicMs: () => 0, loopTime: () => ({ active: 0, idle: 0 }) }
  const writer = await ThreadWriter.open(
    file,
    (name) => new LoneCommits({ ...timeless, session: Session.beside(name) }),
  )
  const other = new BetterSqlite3(file)
  t.after(async () => {
    other.close()
    await writer.close()
  })
  for (let at = 1; at <= 8; at++) await writer.write([clockAt, at])
  const highWater = () => other.prepare('SELECT high_water FROM clock').pluck().get()
  return { file, writer, other, highWater }
}

test('Q80: a lone commit is in the file before the thread that makes it does anything else', async (t) => {
  const { writer, highWater } = await openWriter(t)
  const done = writer.write([clockAt, 100])
  assert.equal(highWater(), 100)
  await done
  const read = await writer.all([['SELECT high_water FROM clock', []]])
  assert.deepEqual(read, [[{ high_water: 100 }]], 'and the thread reads it')
})

/** Keeps the thread of a writer at work for long enough, even if nothing else gets to run meanwhile. */
const slowQuery: Query = [
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n',
  [],
]

test('Q80: while the writer is at work, it makes the commit, in the order of calls', async (t) => {
  const { writer, highWater } = await openWriter(t)
  const before = writer.all([slowQuery, ['SELECT high_water FROM clock', []]])
  const done = writer.write([clockAt, 100])
  assert.notEqual(highWater(), 100)
  assert.deepEqual((await before)[1], [{ high_water: 8 }])
  await done
  assert.equal(highWater(), 100)
})

test('Q81: a file that another program locks is waited for without holding up the loop', async (t) => {
  const { writer, other, highWater } = await openWriter(t)
  other.exec('BEGIN IMMEDIATE')
  const done = writer.write([clockAt, 100])
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(highWater(), 8)
  other.exec('COMMIT')
  await done
  assert.equal(highWater(), 100)
})

test('Q81: a lone commit that is refused leaves nothing, and one refused at its very end is unknown', (t) => {
  const { file } = temporaryFile(t)
  const first = new Session(file)
  const session = Session.beside(file)
  t.after(() => {
    session.close()
    first.close()
  })
  const lone = new LoneCommits({ session, monotonicMs: () => 0, loopTime: () => ({ active: 0, idle: 0 }) })
  session.database.exec(`CREATE TEMP TRIGGER refuse AFTER UPDATE ON main.clock BEGIN
    INSERT INTO booking_seats (booking_id, seat_id, train_run_id, price_cents) VALUES (-1, 1, 1, 1); END`)
  assert.equal(lone.commit([clockAt, 5]), false)
  session.database.pragma('defer_foreign_keys = ON')
  assert.throws(
    () => lone.commit([clockAt, 6]),
    (error) => error instanceof WriteFailed && error.outcome === 'unknown',
  )
  assert.equal(lone.commit([clockAt, 7]), true, 'the connection is a new one')
  const high = () => first.all([['SELECT high_water FROM clock', []]])[0]?.[0]?.high_water
  assert.equal(high(), 7)
})

test('Q82: the log that lone commits write to is moved into the file by the thread', async (t) => {
  const { writer, other } = await openWriter(t)
  const pagesOfLog = () => Number((other.pragma('wal_checkpoint(NOOP)') as { log: number }[])[0]?.log)
  const large = 'x'.repeat(60 * 1024 * 1024)
  await writer.run("INSERT INTO settings (name, value) VALUES ('large', ?)", [large])
  for (let at = 9; at < 256; at++) await writer.write([clockAt, at])
  assert.ok(pagesOfLog() > 10_000)
  for (let at = 256; at < 272; at++) await writer.write([clockAt, at])
  assert.ok(pagesOfLog() < 100, `${pagesOfLog()} pages`)
})
