import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, daysBetween, isDate, makeFormats } from './format.ts'

test("X3: times are those of the station, whatever the reader's time zone", () => {
  const { time } = makeFormats('en-GB')
  for (const zone of ['+00:00', '+05:30', '-08:00', 'Z'])
    assert.equal(time(`2027-03-28T23:05:00${zone}`), '23:05')
})

test('X3: an arrival on a later day says by how many days, across months, years and clock changes', () => {
  assert.equal(daysBetween('2027-03-28T23:50:00+01:00', '2027-03-29T06:00:00+02:00'), 1)
  assert.equal(daysBetween('2027-12-31T23:00:00+01:00', '2028-01-02T01:00:00+01:00'), 2)
  assert.equal(daysBetween('2027-03-28T01:00:00+01:00', '2027-03-28T23:00:00+02:00'), 0)
})

test('X3: money is written from the smallest unit of its currency', () => {
  const { money } = makeFormats('en-GB')
  assert.equal(money(5710, 'EUR'), '€57.10')
  assert.equal(money(5710, 'JPY'), 'JP¥5,710')
  assert.equal(money(5710, 'KWD').replace(/\s/g, ' '), 'KWD 5.710')
  assert.equal(makeFormats('de-DE').money(5710, 'EUR').replace(/\s/g, ' '), '57,10 €')
})

test('X3: the duration of a ride has the shortest form that the language has', () => {
  const written = (locale: string, minutes: number) =>
    makeFormats(locale)
      .duration(minutes * 60_000)
      .replace(/\s/g, ' ')
  assert.deepEqual(
    [105, 60, 59, 1_505].map((minutes) => written('en-GB', minutes)),
    ['1h 45m', '1h 0m', '59m', '25h 5m'],
  )
  assert.equal(written('de-DE', 105), '1 Std. 45 Min.')
  assert.equal(written('ar', 105), '1 س 45 د')
})

test('X29: a time to keep seats is said in words, to the second', () => {
  const written = (locale: string, seconds: number) => makeFormats(locale).span(seconds * 1000)
  assert.deepEqual(
    [120, 60, 90, 45, 0].map((seconds) => written('en-GB', seconds)),
    ['2 minutes', '1 minute', '1 minute 30 seconds', '45 seconds', '0 seconds'],
  )
  assert.equal(written('de-DE', 121), '2 Minuten 1 Sekunde')
})

test("X3: the clock has 24 hours wherever the reader is, like the station's", () => {
  for (const locale of ['en-GB', 'de-DE', 'ar']) {
    const { clock, moment } = makeFormats(locale)
    for (const write of [clock, moment])
      assert.doesNotMatch(write('2027-03-28T23:05:00Z'), /[AP]M|[صم]$/i, locale)
  }
})

test('days are counted by the calendar', () => {
  assert.equal(addDays('2027-02-28', 1), '2027-03-01')
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2027-03-28', -28), '2027-02-28')
  assert.deepEqual(['2027-02-29', '2027-2-1', '', '2027-13-01', '2027-02-28'].map(isDate), [
    false,
    false,
    false,
    false,
    true,
  ])
})
