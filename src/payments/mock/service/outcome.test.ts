import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultMockSettings, type MockSettings, outcomeOf, parseDelay } from './outcome.ts'

const settings = (changed: Partial<MockSettings>): MockSettings => ({ ...defaultMockSettings, ...changed })
const keys = Array.from({ length: 10_000 }, (_, index) => `hf-${index % 7}-${index}`)

test('M1: the same seed, token and key have the same outcome; another seed has others', () => {
  const mixed = settings({ failRate: 0.3, timeoutRate: 0.1, delayMs: { from: 0, to: 20 } })
  const outcomes = (seed: number) =>
    keys.map((key) => JSON.stringify(outcomeOf({ ...mixed, seed }, 'tok_x', key)))
  assert.deepEqual(outcomes(1), outcomes(1))
  assert.notDeepEqual(outcomes(1), outcomes(2))
})

test('M2: the named tokens decide alone, whatever the rates', () => {
  const worst = settings({ failRate: 1 })
  const outcomes = {
    tok_ok: ['authorized', 0, true, 0],
    tok_declined: ['declined', 0, true, 0],
    tok_insufficient_funds: ['declined', 0, true, 0],
    tok_timeout: ['nothing', 0, false, 0],
    tok_slow_250: ['authorized', 250, true, 0],
    tok_error: ['error', 0, true, 0],
    tok_late_ok_900: ['authorized', 900, false, 1],
    tok_duplicate: ['authorized', 0, true, 2],
    tok_other: ['declined', 0, true, 0],
    // Names that every object has are ordinary tokens.
    constructor: ['declined', 0, true, 0],
  }
  for (const [token, expected] of Object.entries(outcomes)) {
    const { result, afterMs, isAnswered, webhooks } = outcomeOf(worst, token, 'key')
    assert.deepEqual([result, afterMs, isAnswered, webhooks], expected, token)
  }
})

test('M3: over many keys, the rates hold for declined and unanswered, and half of the unanswered are authorized anyway', () => {
  const outcomes = keys.map((key) =>
    outcomeOf(settings({ failRate: 0.3, timeoutRate: 0.1 }), 'tok_visa', key),
  )
  const share = (isSo: (outcome: (typeof outcomes)[number]) => boolean) =>
    outcomes.filter(isSo).length / outcomes.length
  const near = (actual: number, wanted: number) => assert(Math.abs(actual - wanted) < 0.015, `${actual}`)
  near(
    share((outcome) => outcome.result === 'declined'),
    0.3,
  )
  near(
    share((outcome) => !outcome.isAnswered),
    0.1,
  )
  near(
    share((outcome) => !outcome.isAnswered && outcome.result === 'authorized'),
    0.05,
  )
})

test('M3: delays fill their range, both ends included, and the named tokens wait too', () => {
  const slow = settings({ delayMs: { from: 2, to: 5 } })
  for (const token of ['tok_ok', 'tok_visa']) {
    const delays = new Set(keys.map((key) => outcomeOf(slow, token, key).afterMs))
    assert.deepEqual([...delays].sort(), [2, 3, 4, 5])
  }
})

test('M1: a delay is written as one number or as a range', () => {
  assert.deepEqual(parseDelay('50'), { from: 50, to: 50 })
  assert.deepEqual(parseDelay('20-80'), { from: 20, to: 80 })
  for (const text of ['', '-5', '80-20', '1.5', 'fast', '20-', ' 5'])
    assert.equal(parseDelay(text), undefined)
})
