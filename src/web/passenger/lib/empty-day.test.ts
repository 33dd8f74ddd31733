import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../shared/lib/format.ts'
import { dayWithRunFrom, emptyDay, nearestDayWithRun, onSaleFrom } from './empty-day.ts'

/** `calendar('1 0 2')`: one train on the first day, none on the second, two on the third. */
function calendar(runs: string) {
  const days = runs.split(' ').map((count, index) => ({
    journey_date: addDays('2027-03-15', index),
    train_runs: Number(count),
    price_cents: null,
    currency: null,
    seats_available: 0,
  }))
  return { days }
}

test('X24: an empty day is past, not on sale yet, over for today, or without a direct train', () => {
  const why = (date: string, departedRuns = 0) =>
    emptyDay({ date, today: '2027-03-15', departedRuns, saleDaysAhead: 60 })
  assert.deepEqual(why('2027-03-14'), { why: 'past' })
  assert.deepEqual(why('2027-03-14', 3), { why: 'past' })
  assert.deepEqual(why('2027-03-15'), { why: 'none' })
  assert.deepEqual(why('2027-03-15', 3), { why: 'departed' })
  assert.deepEqual(why('2027-05-14'), { why: 'none' }, 'the last day on sale')
  assert.deepEqual(why('2027-05-15'), { why: 'not_yet', onSaleFrom: '2027-03-16' })
})

test('X24: a day comes on sale once, on the day that is named', () => {
  for (let ahead = 0; ahead <= 3; ahead++)
    for (let day = 0; day <= 9; day++) {
      const date = addDays('2027-03-15', day)
      const from = onSaleFrom(date, '2027-03-15', ahead)
      assert.equal(from === undefined, day <= ahead)
      if (from === undefined) continue
      assert.equal(onSaleFrom(date, from, ahead), undefined)
      assert.ok(onSaleFrom(date, addDays(from, -1), ahead))
    }
})

test('X2: if no train runs on a day, the next day with one is found, and else the last one before', () => {
  const days = calendar('1 0 2')
  assert.equal(nearestDayWithRun(days, '2027-03-15'), '2027-03-17')
  assert.equal(nearestDayWithRun(days, '2027-03-16'), '2027-03-17')
  assert.equal(nearestDayWithRun(days, '2027-03-17'), '2027-03-15')
  assert.equal(nearestDayWithRun(days, '2027-06-01'), '2027-03-17')
  assert.equal(nearestDayWithRun(calendar('0 0 0'), '2027-03-15'), undefined)
  assert.equal(dayWithRunFrom(days, '2027-03-15'), '2027-03-15')
  assert.equal(dayWithRunFrom(days, '2027-03-16'), '2027-03-17')
})
