import assert from 'node:assert/strict'
import test from 'node:test'
import type { StationCode } from '../../domain/ids.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { hold, runOn, smallRange, smallTimetable } from '../../store/store.fixture.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import { fareCalendar } from './fare-calendar.ts'
import { KeptDays } from './kept-days.ts'

const hourMs = 3_600_000
const pair = (text: string) => ({ from: text[0] as StationCode, to: text[2] as StationCode })

/** Calendars of ten days from 2026-06-10, one train a day. */
async function openCalendars(maxBytes = 1_000_000) {
  const time = new TestTime()
  const store = await openMemoryStore({ clock: time, schedule: time.schedule })
  const importAgain = (change = {}) => store.importTimetable(smallTimetable(change), smallRange)
  await importAgain()
  const keptDays = new KeptDays(maxBytes)
  const ask = async (way: string) => {
    const { from, to } = pair(way)
    const query = { fromStationCode: from, toStationCode: to, fromDate: '2026-06-10', days: 10 }
    const [kept, anew] = [
      await fareCalendar({ store, keptDays }, query),
      await fareCalendar({ store, keptDays: new KeptDays(0) }, query),
    ]
    assert(kept.ok && anew.ok)
    assert.deepEqual(kept.value.days, anew.value.days)
    assert.equal(kept.value.basis.tag, anew.value.basis.tag)
    return kept.value
  }
  const daysOf = (way: string) => new Map(keptDays.of(store.network(), pair(way)))
  /** The dates whose kept day is another object than before. */
  const madeSince = (before: ReadonlyMap<string, unknown>, way: string) =>
    [...daysOf(way)].flatMap(([date, day]) => (before.get(date) === day ? [] : [date]))
  return { time, store, keptDays, ask, daysOf, madeSince, importAgain }
}

test('Q100: a commit makes only the day of its run anew, and the end of its hold does so again', async () => {
  const { time, store, ask, daysOf, madeSince } = await openCalendars()
  const first = await ask('A-E')
  assert.equal(first.days.length, 10)
  let before = daysOf('A-E')
  assert.equal(before.size, 10)
  await ask('A-E')
  assert.deepEqual(madeSince(before, 'A-E'), [], 'nothing has happened')

  await hold(store, runOn(store, '2026-06-13'), 'A-C', ['1-1'])
  const held = await ask('A-E')
  assert.deepEqual(madeSince(before, 'A-E'), ['2026-06-13'])
  assert.equal(held.days[3]?.seatsAvailable, (first.days[3]?.seatsAvailable ?? 0) - 1)
  assert.notEqual(held.basis.tag, first.basis.tag)

  before = daysOf('A-E')
  await time.pass(120_000)
  const free = await ask('A-E')
  assert.deepEqual(madeSince(before, 'A-E'), ['2026-06-13'])
  assert.deepEqual(free.days, first.days)
})

test('Q100: a departure makes its own day anew, and a day from before the clock was set back is not shown', async () => {
  const { time, store, ask, daysOf, madeSince } = await openCalendars()
  const run = store.network().run(runOn(store, '2026-06-11'))
  assert(run)
  await time.pass(run.originAt - time.now())
  await ask('A-E')
  let before = daysOf('A-E')
  await time.pass(24 * hourMs)
  const after = await ask('A-E')
  assert.deepEqual(madeSince(before, 'A-E'), ['2026-06-11'])
  assert.equal(after.days[1]?.trainRuns, 0)
  before = daysOf('A-E')
  time.advance(-24 * hourMs)
  const back = await ask('A-E')
  assert.ok(madeSince(before, 'A-E').includes('2026-06-11'))
  assert.equal(back.days[1]?.trainRuns, 1)
})

test('Q100: another timetable keeps no day', async () => {
  const { ask, keptDays, daysOf, importAgain } = await openCalendars()
  await ask('A-E')
  await ask('A-C')
  await importAgain({ name: 'Other' })
  assert.equal(daysOf('A-E').size, 0)
  await ask('A-C')
  assert.equal(daysOf('A-C').size, 10)
  const { bytes } = keptDays
  await ask('A-E')
  assert.equal(keptDays.bytes, 2 * bytes, 'the days of the older one are gone')
})

test('L33: kept days are bounded in bytes, and the pair that was asked for least recently goes first', async () => {
  const probe = await openCalendars()
  await probe.ask('A-E')
  const bytesOfPair = probe.keptDays.bytes
  assert.ok(bytesOfPair > 10 * 400)

  const { ask, keptDays, daysOf } = await openCalendars(2.5 * bytesOfPair)
  for (const way of ['A-B', 'A-C', 'A-B', 'A-D']) await ask(way)
  assert.equal(daysOf('A-C').size, 0)
  assert.deepEqual([daysOf('A-B').size, daysOf('A-D').size], [10, 10])
  for (const way of ['B-C', 'B-D', 'C-D', 'A-E', 'B-E']) {
    await ask(way)
    assert.ok(keptDays.bytes <= 2.5 * bytesOfPair)
  }
})
