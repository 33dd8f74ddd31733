import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDay, serviceDayOrigin } from './service-day.ts'

const hourMs = 3_600_000

/** The reading of a clock in the zone some hours after the origin of the service day. */
function clockAfter(serviceDate: string, timeZone: string, hours: number): string {
  const at = serviceDayOrigin(serviceDate, timeZone) + hours * hourMs
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString()
}

test('T6: seconds count from noon minus twelve hours, which is midnight on ordinary days', () => {
  assert.equal(clockAfter('2026-05-01', 'Europe/Berlin', 0), '2026-05-01T00:00:00')
  assert.equal(clockAfter('2026-05-01', 'America/Toronto', 0), '2026-05-01T00:00:00')
})

test('T6: a day train leaves at the time in its timetable even on days when clocks change', () => {
  for (const date of ['2026-03-29', '2026-10-25'])
    for (let hour = 4; hour < 24; hour++)
      assert.equal(clockAfter(date, 'Europe/Berlin', hour), `${date}T${String(hour).padStart(2, '0')}:00:00`)
})

test('T6: a night train takes as long as ever when clocks change; the clock at its arrival shows the change', () => {
  const arrival = (date: string) => clockAfter(date, 'Europe/Berlin', 31).slice(11)
  assert.deepEqual(
    [arrival('2026-03-27'), arrival('2026-03-28'), arrival('2026-10-24')],
    ['07:00:00', '08:00:00', '06:00:00'],
  )
})

test('T6: a local date is 23, 24 or 25 hours long, and begins at the next moment if there is no midnight', () => {
  const hours = (date: string, timeZone: string) => {
    const day = localDay(date, timeZone)
    return (day.to - day.from) / hourMs
  }
  assert.deepEqual(
    ['2026-03-28', '2026-03-29', '2026-10-25'].map((date) => hours(date, 'Europe/Berlin')),
    [24, 23, 25],
  )
  // Clocks in Beirut go from 24:00 to 01:00.
  assert.equal(hours('2026-03-29', 'Asia/Beirut'), 23)
})

test('T6: an invalid date or time zone throws', () => {
  assert.throws(() => serviceDayOrigin('2026-02-30', 'Europe/Berlin'), RangeError)
  assert.throws(() => serviceDayOrigin('2026-02-28', 'Europe/Atlantis'), RangeError)
})
