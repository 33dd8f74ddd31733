import assert from 'node:assert/strict'
import test from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import { localTime, utcTime } from './local-time.ts'

const zones = [
  'Europe/Zurich',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Halifax',
  'UTC',
]

/** The slow way, with the standard library. */
function byTemporal(at: number, timeZone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

test('W13: local times match the clocks, over two years and around each change', () => {
  const start = Date.UTC(2026, 5, 1)
  for (const zone of zones) {
    for (let at = start; at < start + 2 * 366 * 86_400_000; at += 30 * 60_000 * 7)
      assert.equal(localTime(at as Instant, zone), byTemporal(at, zone))
    for (const change of ['2026-10-25T01:00Z', '2027-03-28T01:00Z', '2027-03-14T05:30Z', '2026-11-01T04:30Z'])
      for (const shift of [-1, 0, 1, 3_600_000 - 1, 3_600_000, -3_600_000])
        assert.equal(
          localTime((Date.parse(change) + shift) as Instant, zone),
          byTemporal(Date.parse(change) + shift, zone),
          `${zone} ${change} ${shift}`,
        )
  }
})

test('W13: offsets distinguish the two occurrences of a repeated hour', () => {
  const first = Date.UTC(2026, 9, 25, 0, 30) as Instant
  const second = Date.UTC(2026, 9, 25, 1, 30) as Instant
  assert.equal(localTime(first, 'Europe/Zurich'), '2026-10-25T02:30:00+02:00')
  assert.equal(localTime(second, 'Europe/Zurich'), '2026-10-25T02:30:00+01:00')
  assert.equal(utcTime(first), '2026-10-25T00:30:00.000Z')
})

test('W13: times are written as JavaScript writes them, even far apart and before 1970', () => {
  const moments = [0, 1, 9, 10, 99, 100, 999, 1000, -1, -999, -1000, 255_999, 256_000, 4_102_444_800_123]
  for (const at of [...moments, ...moments.toReversed()])
    assert.equal(utcTime(at as Instant), new Date(at).toISOString())
})
