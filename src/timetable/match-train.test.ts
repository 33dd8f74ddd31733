import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesTrain } from './match-train.ts'
import type { TrainFacts } from './train-facts.ts'

const hour = 3600
const train: TrainFacts = {
  number: '73',
  name: 'City Night',
  routeShortName: 'ICE 12',
  routeLongName: 'Kiel - Zürich',
  agencyName: 'North Rail',
  routeType: 101,
  firstDepartureSeconds: 8 * hour,
  durationSeconds: 9 * hour,
  distanceMeters: 900_000,
  stationCodes: ['KI', 'HH', 'ZH'],
}

test('N3: each condition tests its own fact', () => {
  const table: [match: Parameters<typeof matchesTrain>[0], holds: boolean][] = [
    [{}, true],
    [{ route: 'ice*' }, true],
    [{ route: 'IC *' }, false],
    [{ route: 'Kiel - *' }, true],
    [{ route: ['EC*', 'ICE ??'] }, true],
    [{ route: 'ICE ?' }, false],
    [{ name: '*night' }, true],
    [{ name: 'City.Night' }, false],
    [{ number: '73' }, true],
    [{ number: '7' }, false],
    [{ min_number: 73, max_number: 73 }, true],
    [{ min_number: 74 }, false],
    [{ max_number: 72 }, false],
    [{ agency: 'North*' }, true],
    [{ agency: 'South*' }, false],
    [{ route_type: [2, 101] }, true],
    [{ route_type: [2] }, false],
    [{ from: 'KI', to: 'ZH', calls_at: 'hh' }, true],
    [{ from: 'HH' }, false],
    [{ to: 'HH' }, false],
    [{ calls_at: 'B*' }, false],
    [{ min_distance_km: 900, max_distance_km: 900 }, true],
    [{ min_distance_km: 900.1 }, false],
    [{ max_distance_km: 899 }, false],
    [{ min_duration_hours: 9, max_duration_hours: 9 }, true],
    [{ min_duration_hours: 9.1 }, false],
    [{ max_duration_hours: 8.9 }, false],
    [{ min_stops: 3 }, true],
    [{ min_stops: 4 }, false],
    [{ route: 'ICE*', min_stops: 4 }, false],
  ]
  for (const [match, holds] of table) assert.equal(matchesTrain(match, train), holds, JSON.stringify(match))
})

test('K6, N3: the composition of a letter makes no difference', () => {
  for (const route of ['Kiel - Z\u00fcrich', 'Kiel - Zu\u0308rich', '* Z?rich'])
    for (const routeLongName of ['Kiel - Z\u00fcrich', 'Kiel - Zu\u0308rich'])
      assert.ok(
        matchesTrain({ route }, { ...train, routeLongName }),
        JSON.stringify({ route, routeLongName }),
      )
})

test('N3: a number with letters is in no numeric range', () => {
  assert.equal(matchesTrain({ min_number: 0 }, { ...train, number: 'AMK63' }), false)
})

test('N3: a night train is under way at three in the morning, whenever it left', () => {
  const table: [departure: number, duration: number, overnight: boolean][] = [
    [21, 9, true],
    [21, 5, false],
    [22, 5, false],
    [22, 5.5, true],
    [1, 6, true],
    [3, 12, false],
    [4, 23, false],
    [4, 24, true],
    [25, 4, true],
    [27, 4, false],
    [8, 80, true],
  ]
  for (const [departure, duration, overnight] of table) {
    const facts = { ...train, firstDepartureSeconds: departure * hour, durationSeconds: duration * hour }
    assert.equal(matchesTrain({ overnight: true }, facts), overnight, `${departure} h for ${duration} h`)
    assert.equal(matchesTrain({ overnight: false }, facts), !overnight)
  }
})
