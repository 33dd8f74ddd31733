import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ApiKeyId, StaffId } from '../ids.ts'
import { dayAt } from '../railway/run.fixture.ts'
import { alice, idOf } from '../world.fixture.ts'
import { type AuditEntry, actedByNobody, auditBody } from './audit.ts'

type Unhashed = Omit<AuditEntry, 'hash'>

const entry: Unhashed = {
  trainRunId: idOf('r7'),
  seq: 1,
  at: dayAt,
  action: 'hold_placed',
  userId: alice,
  holdId: idOf('h1'),
  paymentId: null,
  bookingId: null,
  ...actedByNobody,
  facts: { total_cents: 5000, seat_ids: [1, 2] },
}

test('U20: the order in which facts were written does not matter', () => {
  const reversed = { seat_ids: [1, 2], total_cents: 5000 }
  assert.equal(auditBody({ ...entry, facts: reversed }), auditBody(entry))
})

test('U20: a change of any member changes the text', () => {
  const changes: Partial<Unhashed>[] = [
    { trainRunId: idOf('r8') },
    { seq: 2 },
    { at: (dayAt + 1) as typeof dayAt },
    { action: 'hold_released' },
    { userId: null },
    { holdId: idOf('h2') },
    { paymentId: idOf('p1') },
    { bookingId: idOf('b1') },
    { staffId: 1 as StaffId },
    { keyId: 1 as ApiKeyId },
    { reason: 'operational' },
    { facts: {} },
    { facts: { total_cents: 5001, seat_ids: [1, 2] } },
    { facts: { total_cents: '5000', seat_ids: [1, 2] } },
    { facts: { total_cents: 5000, seat_ids: [2, 1] } },
    { facts: { total_cents: 5000, seat_ids: [12] } },
  ]
  const texts = [entry, ...changes.map((change) => ({ ...entry, ...change }))].map(auditBody)
  assert.equal(new Set(texts).size, texts.length)
})

test('U20: two sets of facts have the same text only if they are equal, whatever their names', () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 2 }),
  )
  const facts = fc.dictionary(fc.string({ maxLength: 3 }), value, { maxKeys: 3, noNullPrototype: true })
  fc.assert(
    fc.property(facts, facts, (a, b) => {
      const isSame = auditBody({ ...entry, facts: a }) === auditBody({ ...entry, facts: b })
      assert.equal(isSame, sorted(a) === sorted(b))
    }),
    { numRuns: 2000 },
  )
})

function sorted(facts: object): string {
  return JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('U20: the text of an entry stays the same from one version to the next', () => {
  assert.equal(
    auditBody(entry),
    '[7,1,1796083200000,"hold_placed",1,1,null,null,[["seat_ids",[1,2]],["total_cents",5000]]]',
  )
})

test('R20: an entry of what a passenger did has the text that it had before entries named who of the railway acted', () => {
  assert.equal(
    auditBody(entry),
    `[${[entry.trainRunId, 1, dayAt, '"hold_placed"', alice, entry.holdId].join(',')},null,null,` +
      '[["seat_ids",[1,2]],["total_cents",5000]]]',
  )
})
