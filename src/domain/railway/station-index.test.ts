import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StationCode } from '../ids.ts'
import { searchForm } from '../text.ts'
import { noOtherNames, type Station } from './station.ts'
import { buildStationIndex, type StationIndex } from './station-index.ts'

function station(code: string, name: string): Station {
  return {
    code: code as StationCode,
    name,
    timeZone: 'UTC',
    latitude: null,
    longitude: null,
    ...noOtherNames,
  }
}

function indexOf(stations: readonly Station[], size = 0): StationIndex {
  const sizes = { linesPerText: size, fewLines: size }
  const building = size === 0 ? buildStationIndex(stations) : buildStationIndex(stations, sizes)
  for (let step = building.next(); ; step = building.next()) if (step.done) return step.value
}

/** The rule in words, station by station. */
function rankOf(one: Station, wanted: string): number {
  const code = searchForm(one.code)
  const names = [one.name, ...Object.values(one.names), ...one.spokenNames].map(searchForm)
  if (code === wanted) return 0
  if (names.some((name) => name.startsWith(wanted))) return 1
  if (names.some((name) => name.includes(` ${wanted}`))) return 2
  return names.some((name) => name.includes(wanted)) || code.startsWith(wanted) ? 3 : 4
}

function foundSlowly(stations: readonly Station[], typed: string, limit: number): readonly Station[] {
  const wanted = searchForm(typed)
  if (wanted === '') return []
  return [0, 1, 2, 3]
    .flatMap((rank) => stations.filter((one) => rankOf(one, wanted) === rank))
    .slice(0, limit)
}

test('W56: the index finds what the rule in words finds, in the same order', () => {
  const word = fc.stringMatching(/^[abÄ% ]{0,4}$/)
  const stations = fc.array(fc.tuple(word, word), { maxLength: 12 })
  const check = fc.property(stations, word, fc.nat(14), fc.nat(4), (rows, typed, limit, size) => {
    const list = rows.map(([code, name], index) => ({
      ...station(code, name),
      names: { de: rows[index - 1]?.[1] ?? name },
      spokenNames: rows.slice(index + 1, index + 2).map(([, other]) => other),
    }))
    assert.deepEqual(indexOf(list, size).find(typed, limit), foundSlowly(list, typed, limit))
  })
  fc.assert(check, { numRuns: 3_000 })
})

test('W56: "%", an emoji and a blank text find nothing unless a name has them', () => {
  const list = ['Ålund', 'Berg', 'Caffè ★'].map((name, index) => station(String(index), name))
  for (const typed of ['%', '🚆', '_', '*', ' ', ''])
    assert.deepEqual(indexOf(list).find(typed, 9), [], typed)
  const named = station('S', '★')
  assert.deepEqual(indexOf([...list, named]).find('★', 9), [named])
})

test('W57: stations share a name if it is folded to the same text', () => {
  const list = ['Neustadt', 'NEUSTADT', 'Neustadt West'].map((name, index) => station(String(index), name))
  assert.deepEqual(list.map(indexOf(list).sharesName), [true, true, false])
})
