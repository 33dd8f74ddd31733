import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepsPath } from './day-runs.ts'

test('X61: the curve of a run has one step for each leg, as high as its share of the seats', () => {
  assert.equal(stepsPath([0, 5, 10], 10, 30, 20), 'M0 20V20H10V10H20V0H30V20Z')
})

test('X61: a run that nobody has touched has no curve, and no value leaves the drawing', () => {
  assert.equal(stepsPath([], 10, 30, 20), '')
  assert.equal(stepsPath([3], 0, 30, 20), '')
  assert.equal(stepsPath([20], 10, 30, 20), 'M0 20V0H30V20Z')
})
