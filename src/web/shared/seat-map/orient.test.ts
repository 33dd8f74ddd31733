import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatByKey } from './keys.ts'
import { layOutTrain } from './layout.ts'
import { coach, plan, seatMap } from './map.fixture.ts'
import { drawingSize, edgeOf, extended, outline, place, sideOf } from './orient.ts'

const corner = { x: 0, y: 0, width: 1, height: 2 }

test('G10: an upright coach is turned, not mirrored: what is on the right when looking ahead stays there', () => {
  assert.deepEqual(place(corner, 'horizontal'), { x: 8, y: 8, width: 20, height: 48 })
  assert.deepEqual(place(corner, 'vertical'), { x: 80, y: 8, width: 48, height: 20 })
  assert.deepEqual(drawingSize(50, 'horizontal'), { width: 1016, height: 136 })
  assert.deepEqual(drawingSize(50, 'vertical'), { width: 136, height: 1016 })
})

test('G10: the front of the train is at the left of a flat drawing, and at the top of an upright one', () => {
  assert.deepEqual([sideOf('front', 'horizontal'), sideOf('rear', 'horizontal')], ['left', 'right'])
  assert.deepEqual([sideOf('front', 'vertical'), sideOf('rear', 'vertical')], ['top', 'bottom'])
  const box = { x: 10, y: 10, width: 20, height: 20 }
  assert.deepEqual(edgeOf(box, 'right', 4), { x: 26, y: 10, width: 4, height: 20 })
  assert.deepEqual(extended(box, 'top', 5), { x: 10, y: 5, width: 20, height: 25 })
  assert.notEqual(
    outline(10, { front: true, rear: false }, 'horizontal'),
    outline(10, { front: false, rear: false }, 'horizontal'),
  )
})

test('G11: an arrow key moves in its direction on the drawing, however the coach lies', () => {
  const train = layOutTrain(seatMap([coach('1', plan(['AB', '..', 'CD'])), coach('2', plan(['E']))]))
  const from = train.seats.get('1-A')
  assert.ok(from)
  const keys = {
    ArrowRight: '1-B',
    ArrowDown: '1-C',
    ArrowUp: '1-A',
    End: '1-B',
    PageDown: '2-E',
    PageUp: '1-A',
  }
  for (const [key, number] of Object.entries(keys))
    assert.equal(seatByKey(train, from, key, 'horizontal')?.number, number, key)
  const turned = { ArrowDown: '1-B', ArrowLeft: '1-C', ArrowRight: '1-A', Home: '1-A' }
  for (const [key, number] of Object.entries(turned))
    assert.equal(seatByKey(train, from, key, 'vertical')?.number, number, key)
  assert.equal(seatByKey(train, from, 'x', 'horizontal'), null, 'other keys are left to the browser')
})
