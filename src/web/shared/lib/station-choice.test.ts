import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Station } from '../api-types.ts'
import { type Draft, endOf, moved, noDraft, offerFor } from './station-choice.ts'

const station = (code: string, name: string): Station => ({
  station_code: code,
  name,
  names: {},
  time_zone: 'UTC',
  latitude: null,
  longitude: null,
  near: null,
})

const ulm = station('U', 'Ulm')
const neuUlm = station('NU', 'Neu-Ulm')
const otherUlm = station('U2', 'Ulm')
const typing = (typed: string): Draft => ({ ...noDraft, typed, isOpen: true })

/** What becomes of a draft for which these stations were found: the code of the choice, `asks` or `stays`. */
function ended(draft: Draft, found: readonly Station[], how: 'enter' | 'leave') {
  const end = endOf(draft, offerFor(draft, found), how)
  if (end.draft.isAsked) return end.draft.isOpen ? 'asks with the list' : 'asks'
  return end.choice === undefined ? 'stays' : (end.choice?.station_code ?? 'none')
}

test('G17: a text that could be several stations is asked back, stays in the field, and chooses none', () => {
  const twins = [ulm, otherUlm, neuUlm]
  assert.equal(ended(typing('ulm'), twins, 'enter'), 'asks with the list')
  assert.equal(ended(typing('ulm'), twins, 'leave'), 'asks')
  assert.equal(ended(typing('ul'), [ulm, neuUlm], 'leave'), 'asks')
  const { draft, choice } = endOf(typing('ulm'), offerFor(typing('ulm'), twins), 'leave')
  assert.deepEqual([draft.typed, draft.isAsked, choice], ['ulm', true, null])
})

test('G17: among stations of one name none is preselected, and what the arrow keys have chosen is taken', () => {
  const twins = [ulm, otherUlm]
  assert.equal(offerFor(typing('ulm'), twins).active, -1)
  const second = { ...typing('ulm'), chosen: 1 }
  assert.equal(ended(second, twins, 'enter'), 'U2')
  assert.equal(ended(second, twins, 'leave'), 'asks', 'leaving the field is no choice')
})

test('X12: a station that the whole text names is taken before others that contain it, and so is the only one', () => {
  assert.deepEqual(offerFor(typing('ulm'), [neuUlm, ulm]).stations, [ulm, neuUlm])
  for (const how of ['enter', 'leave'] as const) {
    assert.equal(ended(typing('ulm'), [neuUlm, ulm], how), 'U')
    assert.equal(ended(typing('neu'), [neuUlm], how), 'NU')
    assert.equal(ended(typing('zzz'), [], how), 'stays')
  }
  assert.equal(ended(typing('ul'), [neuUlm, ulm], 'enter'), 'NU', 'Enter takes the marked one')
})

test('X12: an emptied field has no station, and one that nobody typed in keeps its station', () => {
  for (const how of ['enter', 'leave'] as const) {
    assert.equal(ended(typing(' '), [ulm, neuUlm], how), 'none')
    assert.equal(ended({ ...noDraft, isOpen: true }, [ulm, neuUlm], how), 'stays')
  }
  assert.equal(ended({ ...noDraft, isOpen: true, chosen: 0 }, [ulm, neuUlm], 'enter'), 'U')
})

test('X12: the arrow keys go round the list, and answer what was asked back', () => {
  const found = [ulm, neuUlm, otherUlm]
  const walk = (steps: readonly (1 | -1)[], start: Draft) =>
    steps.reduce((draft, step) => moved(draft, offerFor(draft, found), step), start)
  const blank = { ...noDraft, isOpen: true }
  assert.deepEqual(
    [[1], [1, 1], [1, 1, 1, 1], [-1], [1, -1]].map(
      (steps) => walk(steps as readonly (1 | -1)[], blank).chosen,
    ),
    [0, 1, 0, 2, 2],
  )
  assert.equal(walk([1], { ...typing('ulm'), isAsked: true }).isAsked, false)
  assert.equal(moved(blank, offerFor(blank, []), 1).chosen, 0, 'an empty list has nothing to go to')
})
