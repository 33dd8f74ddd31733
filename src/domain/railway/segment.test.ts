import assert from 'node:assert/strict'
import { test } from 'node:test'
import { overlaps, type Segment } from './segment.ts'
import { legPairs, segmentsOf } from './small-world.fixture.ts'

function legsOf({ fromLeg, toLeg }: Segment): Set<number> {
  return new Set(Array.from({ length: toLeg - fromLeg }, (_, index) => fromLeg + index))
}

test('S2: of all 100 pairs of segments of a run of 5 stops, exactly those that share a leg overlap', () => {
  assert.equal(segmentsOf(5).length, 10)
  assert.equal(legPairs(5).length, 100)
  for (const [a, b] of legPairs(5)) {
    const isShared = !legsOf(a).isDisjointFrom(legsOf(b))
    assert.equal(overlaps(a, b), isShared, JSON.stringify([a, b]))
    assert.equal(overlaps(b, a), isShared, 'and the other way round')
  }
})

test('S1: a passenger who alights at C and one who boards at C do not meet', () => {
  assert.equal(overlaps({ fromLeg: 0, toLeg: 2 }, { fromLeg: 2, toLeg: 4 }), false)
})
