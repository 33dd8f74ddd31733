import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after, type Instant } from '../instant.ts'
import { clock, refundRule } from '../railway/run.fixture.ts'
import { refundCents, refundChangesAt } from './refund.ts'

const departure = clock('08:00')
const hourMs = 3_600_000
const before = (ms: number): Instant => after(departure, -ms)

test('F3: a step counts until its hours before departure, to the millisecond', () => {
  const percentAt = (now: Instant) => refundCents({ ...refundRule, fixedFeeCents: 0 }, 100, departure, now)
  assert.equal(percentAt(before(168 * hourMs + 1)), 100)
  assert.equal(percentAt(before(168 * hourMs)), 90)
  assert.equal(percentAt(before(24 * hourMs + 1)), 90)
  assert.equal(percentAt(before(24 * hourMs)), 50)
  assert.equal(percentAt(before(2 * hourMs + 1)), 50)
  assert.equal(percentAt(before(2 * hourMs)), 0)
  assert.equal(percentAt(departure), 0)
})

test('F3: the order in which steps are written does not matter', () => {
  const reversed = { ...refundRule, steps: refundRule.steps.toReversed() }
  for (const hours of [200, 100, 10, 1])
    assert.equal(
      refundCents(reversed, 5000, departure, before(hours * hourMs)),
      refundCents(refundRule, 5000, departure, before(hours * hourMs)),
    )
})

test('F3: a rule without steps refunds nothing', () => {
  assert.equal(refundCents({ steps: [], fixedFeeCents: 0 }, 5000, departure, before(hourMs)), 0)
  assert.equal(refundChangesAt({ steps: [], fixedFeeCents: 0 }, departure, before(hourMs)), null)
})

test('F4: the share is rounded up, then the fee is deducted, never below zero', () => {
  const half = (fixedFeeCents: number) => ({ steps: [{ hoursBefore: 0, percent: 50 }], fixedFeeCents })
  assert.equal(refundCents(half(0), 4999, departure, before(1)), 2500)
  assert.equal(refundCents(half(200), 4999, departure, before(1)), 2300)
  assert.equal(refundCents(half(2500), 4999, departure, before(1)), 0)
  assert.equal(refundCents(half(9999), 4999, departure, before(1)), 0)
})

test('F4: a share that is a whole number of cents is not rounded up by a binary fraction', () => {
  // In binary fractions 1000 × (33.3 / 100) is 332.99999999999994, and others fall on the other side.
  for (const tenths of Array.from({ length: 1001 }, (_, index) => index)) {
    const rule = { steps: [{ hoursBefore: 0, percent: tenths / 10 }], fixedFeeCents: 0 }
    assert.equal(refundCents(rule, 1000, departure, before(1)), tenths, `${tenths / 10} %`)
  }
})

test('F5: refund and fee add up to the price at every minute of the ten days before departure', () => {
  for (let minutes = -60; minutes <= 10 * 24 * 60; minutes++)
    for (const price of [0, 1, 199, 200, 1999, 123_457]) {
      const refund = refundCents(refundRule, price, departure, before(minutes * 60_000))
      assert(Number.isInteger(refund) && refund >= 0 && refund <= price, `${price} ${minutes} ${refund}`)
    }
})

const rules = fc.record({
  steps: fc.array(
    fc.record({ hoursBefore: fc.integer({ min: 0, max: 400 }), percent: fc.integer({ min: 0, max: 100 }) }),
    { maxLength: 4 },
  ),
  fixedFeeCents: fc.integer({ min: 0, max: 1000 }),
})

test('F3: until the announced moment the amount stays, for any rule', () => {
  const times = fc.integer({ min: -10, max: 401 * hourMs })
  fc.assert(
    fc.property(
      rules,
      fc.nat(10_000),
      times,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rule, price, ms, part) => {
        const now = before(ms)
        const changesAt = refundChangesAt(rule, departure, now)
        const later = changesAt === null ? after(now, 1e9) : Math.floor(now + (changesAt - 1 - now) * part)
        assert.equal(
          refundCents(rule, price, departure, later as Instant),
          refundCents(rule, price, departure, now),
        )
        if (changesAt !== null) assert(now < changesAt, 'it lies ahead')
      },
    ),
    { numRuns: 2000 },
  )
})
