import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refundCents } from '../../../domain/after-sale/refund.ts'
import type { Instant } from '../../../domain/instant.ts'
import { refundSteps } from './refund-terms.ts'

const hourMs = 3_600_000
const departureMs = Date.parse('2027-03-15T12:00:00Z')
const terms = (text: string) => ({
  steps: text.split(' ').map((step) => {
    const [hours, percent] = step.split(':')
    return { hours_before: Number(hours), percent: Number(percent) }
  }),
  fee_cents: 0,
  currency: 'EUR',
})

test('X30: the conditions list what can still come, and nothing after departure', () => {
  const shown = (text: string, hoursLeft: number) =>
    refundSteps(terms(text), departureMs, departureMs - hoursLeft * hourMs)
      .map(({ hoursBefore, percent }) => `${hoursBefore}:${percent}`)
      .join(' ')
  assert.equal(shown('48:100 24:50 0:20', 50), '48:100 24:50 0:20')
  assert.equal(shown('48:100 24:50 0:20', 48), '24:50 0:20', 'a step has ended at its end')
  assert.equal(shown('48:100 24:50', 30), '24:50 null:0')
  assert.equal(shown('48:100 24:50', 3), 'null:0')
})

test('X30: the first line is what the server would give back now', () => {
  const { steps } = terms('48:100 24:50.5 1:20')
  const rule = {
    steps: steps.map(({ hours_before: hoursBefore, percent }) => ({ hoursBefore, percent })),
    fixedFeeCents: 0,
  }
  for (let hoursLeft = 0.5; hoursLeft < 60; hoursLeft += 0.5) {
    const now = (departureMs - hoursLeft * hourMs) as Instant
    const [first] = refundSteps({ steps, fee_cents: 0, currency: 'EUR' }, departureMs, now)
    assert.equal(first && first.percent * 100, refundCents(rule, 10_000, departureMs as Instant, now))
  }
})
