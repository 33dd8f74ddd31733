import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOutTrain } from './layout.ts'
import { coach, seatMap } from './map.fixture.ts'
import { nearestFree } from './nearest.ts'
import { applySeatsEvent, choose, initialState } from './state.ts'

const map = seatMap([
  coach('1', [
    { label: 'a', x: 2, features: ['window'] },
    { label: 'b', x: 4, features: ['window'] },
    { label: 'c', x: 6, features: ['window'] },
    { label: 'd', x: 8 },
    { label: 'w', x: 3, kind: 'wheelchair_space' },
  ]),
  coach('1', [{ label: 'f', x: 5 }], {}, 'FIRST'),
  coach('2', [{ label: 'a', x: 2, features: ['window'] }]),
])
const train = layOutTrain(map)
const near = (wanted: string, ...taken: string[]) => {
  const changes = taken.map((seat_number) => ({ seat_number, status: 'BOOKED' as const }))
  const state = applySeatsEvent(initialState(map, 9), { commit_seq: 1, changes })
  return nearestFree(state, train, wanted.split(' ')).map((box) => box.number)
}

test('G13: free seats are offered again, and lost ones are replaced by the nearest of their class and kind', () => {
  assert.deepEqual(near('1-a 1-b'), ['1-a', '1-b'])
  assert.deepEqual(
    near('1-a 1-b', '1-b'),
    ['1-a', '1-c'],
    'neither the wheelchair space nor first class, which are nearer',
  )
  assert.deepEqual(near('1-b', '1-b'), ['1-a'])
})

test('G13: a window is worth a few steps, and no two passengers are offered one seat', () => {
  assert.deepEqual(near('1-c', '1-b', '1-c'), ['1-a'], 'd is nearer and has no window')
  assert.deepEqual(near('1-a 1-b', '1-a', '1-b'), ['1-c', '1-d'])
})

test('G13: another coach comes last, and fewer seats are offered where the train has no more', () => {
  assert.deepEqual(near('1-a', '1-a', '1-b', '1-c'), ['1-d'])
  assert.deepEqual(near('1-a', '1-a', '1-b', '1-c', '1-d'), ['2-a'])
  assert.deepEqual(near('1-a 1-b', '1-a', '1-b', '1-c', '1-d'), ['2-a'])
  assert.deepEqual(near('1-f', '1-f'), [])
})

test('G13: a seat chosen for somebody else in the party is not offered again', () => {
  const changes = [{ seat_number: '1-a', status: 'BOOKED' as const }]
  const state = applySeatsEvent(choose(initialState(map, 2), '1-b'), { commit_seq: 1, changes })
  assert.deepEqual(
    nearestFree(state, train, ['1-a']).map((box) => box.number),
    ['1-c'],
  )
})
