import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { segment } from '../world.fixture.ts'
import { priceCents } from './price.ts'
import { makeRun, sketchFare } from './run.fixture.ts'
import type { TrainRun } from './train-run.ts'

function runWith(fare: Partial<typeof sketchFare>, meters: readonly number[] = []): TrainRun {
  const run = makeRun()
  const stops = run.train.stops.map((stop, index) => ({
    ...stop,
    distanceMeters: meters[index] ?? stop.distanceMeters,
  }))
  return { ...run, fare: { ...sketchFare, ...fare }, train: { ...run.train, stops } }
}

test('F1: base plus distance times rate, rounded down to the step', () => {
  // 500 + 100 km × 12.345 = 1734.5, and 500 + 400 km × 12.345 = 5438.
  assert.equal(priceCents(makeRun(), 'SECOND', segment('A-B')), 1700)
  assert.equal(priceCents(makeRun(), 'SECOND', segment('A-E')), 5400)
  assert.equal(priceCents(makeRun(), 'FIRST', segment('B-E')), 7000)
})

test('F1: a price is never below the minimum', () => {
  assert.equal(priceCents(runWith({}, [0, 10_000]), 'SECOND', segment('A-B')), 900)
})

test('F1: a price that is a whole number of steps stays unchanged, despite binary fractions', () => {
  // 0.1 × 30 is 3.0000000000000004 and 0.7 × 10 is 6.999999999999999 in binary fractions.
  const dime = { baseCents: 0, centsPerKilometer: 0.1, minimumCents: 0 }
  const fare = { roundToCents: 1, classes: { SECOND: dime }, pairs: [] }
  for (let kilometers = 0; kilometers <= 2000; kilometers += 10)
    assert.equal(
      priceCents(runWith(fare, [0, kilometers * 1000]), 'SECOND', segment('A-B')),
      kilometers / 10,
      `${kilometers} km`,
    )
})

test('F1: rounding takes off less than one step, and always in the passenger’s favor', () => {
  const rule = fc.record({
    meters: fc.integer({ min: 0, max: 5_000_000 }),
    thousandths: fc.integer({ min: 0, max: 200_000 }),
    baseCents: fc.integer({ min: 0, max: 100_000 }),
    roundToCents: fc.constantFrom(1, 5, 10, 50, 100),
  })
  fc.assert(
    fc.property(rule, ({ meters, thousandths, baseCents, roundToCents }) => {
      const second = { baseCents, centsPerKilometer: thousandths / 1000, minimumCents: 0 }
      const run = runWith({ roundToCents, classes: { SECOND: second }, pairs: [] }, [0, meters])
      const millionths = BigInt(baseCents) * 1_000_000n + BigInt(meters) * BigInt(thousandths)
      const price = priceCents(run, 'SECOND', segment('A-B'))
      const lost = millionths - BigInt(price) * 1_000_000n
      assert.equal(price % roundToCents, 0)
      assert(lost >= 0n && lost < BigInt(roundToCents) * 1_000_000n, `${lost} millionths`)
    }),
    { numRuns: 2000 },
  )
})

test('F2: a price for a pair of stations takes precedence over distance, in both directions, for the classes it names', () => {
  const run = makeRun()
  assert.equal(priceCents(run, 'SECOND', segment('A-C')), 1990)
  assert.equal(priceCents({ ...run, train: makeRun(undefined, 'CBA').train }, 'SECOND', segment('A-C')), 1990)
  assert.equal(priceCents(run, 'FIRST', segment('A-C')), 5000)
  assert.equal(priceCents(run, 'SECOND', segment('B-D')), 2950)
})

test('F2: the first of two entries for one pair counts', () => {
  const pairs = [
    { from: 'A', to: 'C', priceCents: { SECOND: 1 } },
    { from: 'C', to: 'A', priceCents: { SECOND: 2 } },
  ]
  assert.equal(priceCents(runWith({ pairs }), 'SECOND', segment('A-C')), 1)
})

test('a class without a price is a bug, not a refusal', () => {
  assert.throws(() => priceCents(makeRun(), 'SLEEPER', segment('A-B')), /no price for class SLEEPER/)
})
