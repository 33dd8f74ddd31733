import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode } from '../ids.ts'
import { doubtfulCodes, type KnownStation, planStations, type StationsBefore } from './import-stations.ts'
import { sketchConsist } from './run.fixture.ts'
import { isSameStation } from './same-station.ts'
import { noOtherNames } from './station.ts'
import { sketchTimetable } from './timetable.fixture.ts'
import type { StationPlan, Timetable } from './timetable.ts'

/** Meters to the north of one place; null for an unknown place. */
function place(meters: number | null) {
  if (meters === null) return { latitude: null, longitude: null }
  return { latitude: 45.76 + meters / 111_195, longitude: 4.86 }
}

test('T41: Two stations under one code are the same if their names agree and their known places are within 10 km, or if their places are within 500 m.', () => {
  const cases: readonly (readonly [other: string, meters: number | null, isSame: boolean])[] = [
    ['Gare de Lyon', null, true],
    ['gare  de LYON', 9_900, true],
    ['Gare de Lyon', 10_100, false],
    ['Lyon', 490, true],
    ['Lyon', 510, false],
    ['Lyon', null, false],
    ['☼', 0, true],
    ['☼', 510, false],
  ]
  for (const [name, meters, isSame] of cases) {
    const [a, b] = [
      { name: 'Gare de Lyon', ...place(0) },
      { name, ...place(meters) },
    ]
    assert.equal(isSameStation(a, b), isSame, `${name} ${meters}`)
    assert.equal(isSameStation(b, a), isSame, `${name} ${meters}, the other way round`)
  }
  assert.equal(isSameStation({ name: '☼', ...place(null) }, { name: '☾', ...place(null) }), false)
})

const code = 'X' as StationCode
const zone = 'Europe/Paris'
const lyon = { code, name: 'Lyon', timeZone: zone, ...noOtherNames, ...place(0) }
const partDieu = { ...lyon, name: 'Lyon Part-Dieu', ...place(300) }
const oslo = { ...lyon, name: 'Oslo', timeZone: 'Europe/Oslo', latitude: 59.9, longitude: 10.7 }
const names = [lyon, partDieu, oslo]
const sources = ['one', 'two', ''] as const

function feed(source: string, stations: readonly StationPlan[]): Timetable {
  return { ...sketchTimetable(sketchConsist([])), source, stations }
}

function before(known: KnownStation | undefined, otherCaller?: string): StationsBefore {
  return {
    stations: new Map(known ? [[code, known]] : []),
    otherCallers: new Map(otherCaller === undefined ? [] : [[code, otherCaller]]),
  }
}

/** Each world with one station: as it is known, to whom, who else has trains there, and what a feed says. */
function* smallWorlds() {
  for (const known of names)
    for (const source of sources)
      for (const otherCaller of [undefined, 'two', 'three'])
        for (const is of [...names, undefined]) yield { known: { ...known, source }, otherCaller, is }
}

test('T40: A station belongs to the source that named it first: that source may rename and move it, another one may only call there, and when its source no longer has it the next one that has it takes it over.', () => {
  let count = 0
  for (const { known, otherCaller, is } of smallWorlds()) {
    if (otherCaller === 'one') continue
    const changes = planStations(feed('one', is ? [is] : []), before(known, otherCaller), false)
    const [put] = changes.put
    const told = JSON.stringify({ known, otherCaller, is, changes })
    if (!is) assert.deepEqual(put, known.source === 'one' ? { ...known, source: '' } : undefined, told)
    else if (changes.clashes.length > 0) assert.deepEqual([changes.put, changes.differences], [[], []], told)
    else if (known.source === 'two') assert.equal(put, undefined, told)
    else if (put) assert.deepEqual(put, { ...is, source: 'one' }, told)
    else assert.deepEqual(known, { ...is, source: 'one' }, told)
    const isRenamed = changes.differences.some(({ change }) => change === 'renamed')
    const { source: _source, ...was } = known
    assert.deepEqual(
      changes.former.map(({ name }) => name),
      isRenamed ? [was.name] : [],
      told,
    )
    assert.equal(isRenamed, put !== undefined && put.name !== known.name, told)
    count++
  }
  assert.equal(count, 3 * 3 * 3 * 4)
})

test('T42: A station under the code of a different one that another source has is a clash, unless somebody says that they are the same.', () => {
  for (const { known, otherCaller, is } of smallWorlds()) {
    if (!is) continue
    const timetable = feed('one', [{ ...is, line: 7 }])
    const isOther = !isSameStation(known, is)
    const isFree = known.source !== 'two'
    const rival = isFree ? otherCaller : known.source
    const { clashes } = planStations(timetable, before(known, otherCaller), false)
    const told = JSON.stringify({ known, otherCaller, is })
    const { source: _source, ...was } = known
    const expected = { code, is, line: 7, known: was, source: rival }
    assert.deepEqual(clashes, isOther && rival !== undefined ? [expected] : [], told)
    assert.deepEqual(doubtfulCodes(timetable, before(known).stations), isOther && isFree ? [code] : [], told)
    assert.deepEqual(planStations(timetable, before(known, otherCaller), true).clashes, [], told)
  }
})

test('T40: a source that comes second does not rename, and the report says whose name it is', () => {
  const timetable = feed('two', [partDieu])
  const { put, differences } = planStations(timetable, before({ ...lyon, source: 'one' }), false)
  assert.deepEqual(put, [])
  assert.deepEqual(differences, [
    {
      ...{ change: 'kept', code, name: 'Lyon', timeZone: zone, source: 'one' },
      ...{ feedName: 'Lyon Part-Dieu', feedTimeZone: zone },
    },
  ])
})
