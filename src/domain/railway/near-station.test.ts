import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode, TrainId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { buildNetwork } from './build-network.ts'
import { nearStations } from './near-station.ts'
import { oneCoach, sketchConsist, sketchFare, sketchStop } from './run.fixture.ts'
import { noOtherNames, type Station } from './station.ts'

function station(code: string, name: string, latitude: number | null, longitude: number | null): Station {
  return { code: code as StationCode, name, timeZone: 'UTC', latitude, longitude, ...noOtherNames }
}

/** The name of the station near each one; each route is a train with the codes of its stations. */
function nearIn(stations: readonly Station[], routes: readonly string[]): Record<string, string | undefined> {
  const runs = routes.map((codes, index) => ({
    id: index as TrainRunId,
    train: { id: index as TrainId, number: String(index), name: '', stops: [...codes].map(sketchStop) },
    ...{ serviceDate: '2026-07-01', originAt: 0 as Instant, edition: 1 },
    ...{ former: [], offSaleReason: null, isOnSale: true, stationsAsOf: null },
    ...{ consist: sketchConsist(oneCoach), fare: sketchFare },
  }))
  const near = nearStations(buildNetwork({ version: 1, stations, runs }))
  return Object.fromEntries(stations.map((one) => [one.code, near(one)?.name]))
}

test('W57: a station is near the one with the most trains within 50 km, else within 200 km', () => {
  const stations = [
    station('A', 'Neustadt', 50, 10),
    station('B', 'Halt', 50.01, 10),
    station('C', 'Big City', 50.3, 10.3),
    station('D', 'Neustadt', 60, 10),
    station('E', 'Far Town', 61.5, 10),
    station('F', 'Neustadt', 0, 100),
    station('G', 'Neustadt', null, null),
  ]
  const near = nearIn(stations, ['BC', 'CE'])
  assert.deepEqual(near, {
    ...{ A: 'Big City', B: 'Big City', C: 'Halt', D: 'Far Town', E: 'Neustadt', F: undefined, G: undefined },
  })
})

test('W57: a name that begins alike says nothing about the place', () => {
  const stations = [
    station('A', 'Springfield', 50, 10),
    station('B', 'Springfield West', 50.01, 10),
    station('C', 'Shelbyville', 50.02, 10),
  ]
  assert.deepEqual(nearIn(stations, ['AB']).A, 'Shelbyville')
})

test('W57: stations on both sides of the 180th meridian are close, and so are those near a pole', () => {
  const stations = [
    station('A', 'Here', -17, 179.95),
    station('B', 'There', -17, -179.95),
    station('C', 'Polar North', 89.95, 0),
    station('D', 'Other Side', 89.95, 180),
  ]
  assert.deepEqual(nearIn(stations, []), { A: 'There', B: 'Here', C: 'Other Side', D: 'Polar North' })
})
