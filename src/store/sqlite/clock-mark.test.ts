import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { dayMs } from '../../domain/instant.ts'
import { demoSource } from '../../domain/railway/timetable.ts'
import { TestTime } from '../test-time.fixture.ts'
import { clockStateOf, setMark } from './clock-mark.ts'
import { makeSoldDatabase } from './sold-database.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

/** 08:00 in Berlin on the day of the one train with sold seats; all passengers board at its first stop. */
const departureAt = Date.UTC(2026, 5, 10, 6)

function change(file: string, sql: string): void {
  const database = new BetterSqlite3(file)
  database.exec(sql)
  database.close()
}

test('O24: a train counts if it had not left at the mark and left more than a day ago by now', async (t) => {
  const { file, closedAt } = await makeSoldDatabase(t)
  const leftAt = (now: number) => clockStateOf(file, now).trainsLeft
  assert.equal(clockStateOf(file, closedAt).markAt, closedAt)
  assert.deepEqual(leftAt(departureAt + dayMs), { count: 0, first: null })
  assert.deepEqual(leftAt(departureAt + dayMs + 1), { count: 1, first: 'T 1 of 2026-06-10' })
  assert.equal(leftAt(departureAt + 5 * 365 * dayMs).count, 1)
  change(file, `UPDATE clock SET high_water = ${departureAt}`)
  assert.equal(leftAt(departureAt + 365 * dayMs).count, 0, 'it had left at the mark')
  change(file, `UPDATE clock SET high_water = ${departureAt - 1}`)
  assert.equal(leftAt(departureAt + 365 * dayMs).count, 1)
})

test('O24: a passenger who boards at a later stop waits for the train there', async (t) => {
  const { file } = await makeSoldDatabase(t)
  const nextStopMs = 3_600_000
  change(file, `UPDATE seat_claims SET from_leg = 1; UPDATE clock SET high_water = ${departureAt + 1}`)
  const leftAt = (now: number) => clockStateOf(file, now).trainsLeft.count
  assert.equal(leftAt(departureAt + nextStopMs + dayMs), 0)
  assert.equal(leftAt(departureAt + nextStopMs + dayMs + 1), 1)
})

test('O25: trains without bookings and those of the demo railway prevent no start', async (t) => {
  const later = departureAt + 365 * dayMs
  const unsold = await makeSoldDatabase(t)
  change(unsold.file, "DELETE FROM seat_claims WHERE state = 'BOOKED'")
  assert.equal(clockStateOf(unsold.file, later).trainsLeft.count, 0, 'a hold is no booking')
  const demo = await makeSoldDatabase(t)
  change(demo.file, `UPDATE trains SET source = '${demoSource}'`)
  assert.equal(clockStateOf(demo.file, later).trainsLeft.count, 0)
})

test('O27: steps that a wrong clock postponed are due at the time that is set, and nothing else changes', async (t) => {
  const { file, closedAt } = await makeSoldDatabase(t)
  const late = closedAt + 300 * dayMs
  change(
    file,
    `UPDATE payments SET due_at = ${late} WHERE id = 1;
     UPDATE payments SET due_at = ${closedAt + 1_000} WHERE id = 2;
     UPDATE payments SET status = 'REQUESTED', created_at = ${late}, deadline_at = ${late + 30_000}
       WHERE id = 3;
     UPDATE refunds SET due_at = ${late} WHERE id = 1;
     UPDATE cancellation_quotes SET valid_until = ${late} WHERE id = 1;
     UPDATE clock SET high_water = ${late + 1_000}`,
  )
  assert.deepEqual(clockStateOf(file, closedAt).misdated, { holds: 0, payments: 3, quotes: 1 })
  setMark(file, closedAt)
  const database = new BetterSqlite3(file, { readonly: true })
  const at = (sql: string) => database.prepare(sql).pluck().get()
  assert.equal(at('SELECT high_water FROM clock'), closedAt)
  assert.equal(at('SELECT due_at FROM payments WHERE id = 1'), closedAt)
  assert.equal(at('SELECT due_at FROM payments WHERE id = 2'), closedAt + 1_000)
  assert.equal(at('SELECT deadline_at FROM payments WHERE id = 3'), closedAt)
  assert.equal(at('SELECT due_at FROM refunds WHERE id = 1'), closedAt)
  assert.equal(at('SELECT valid_until FROM cancellation_quotes WHERE id = 1'), closedAt)
  database.close()
  assert.deepEqual(clockStateOf(file, closedAt).misdated, { holds: 0, payments: 0, quotes: 0 })
})

test('O26: a server notes the time when it stops even if nothing was sold; a short command does not', async (t) => {
  const { folder } = await makeSoldDatabase(t)
  const time = new TestTime()
  const file = join(folder, 'idle.db')
  const markAfter = async (thread: 'own' | 'caller', milliseconds: number) => {
    const { store } = await openSqliteStore({ file, thread, clock: time, schedule: time.schedule })
    time.advance(milliseconds)
    await store.close()
    return clockStateOf(file, time.now()).markAt
  }
  const startAt = time.now()
  assert.equal(await markAfter('own', dayMs), startAt + dayMs)
  assert.equal(await markAfter('caller', dayMs), startAt + dayMs)
  assert.equal(await markAfter('own', 1), startAt + 2 * dayMs + 1)
})
