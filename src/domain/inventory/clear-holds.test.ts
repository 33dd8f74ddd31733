import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, HoldId, PaymentId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Hold } from '../records/hold.ts'
import { rangesOf, type Stretch, textOfRanges } from '../records/stretch.ts'
import { placed } from '../sale/sale.fixture.ts'
import { idOf, World } from '../world.fixture.ts'
import { clearHolds } from './clear-holds.ts'

const holdId = idOf<HoldId>('h1')

/** A world with one hold that the test may alter, a moment after its time. */
function worldWith(change: Partial<Hold>): { readonly world: World; readonly endedBefore: Instant } {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1')
  const hold = world.holds.get(holdId)
  assert.ok(hold)
  world.holds.set(holdId, { ...hold, status: 'EXPIRED', ...change })
  return { world, endedBefore: after(hold.expiresAt, 1) }
}

test('D24: only a hold that has ended, that nobody tried to pay for, and whose time has run out, is cleared', () => {
  const cases: readonly (readonly [Partial<Hold>, boolean])[] = [
    [{}, true],
    [{ status: 'RELEASED' }, true],
    [{ status: 'ACTIVE' }, false],
    [{ status: 'PINNED' }, false],
    [{ status: 'CONSUMED', bookingId: 1 as BookingId, paymentId: 1 as PaymentId }, false],
    [{ status: 'RELEASED', paymentId: 1 as PaymentId }, false],
    [{ status: 'EXPIRED', paymentId: 1 as PaymentId }, false],
  ]
  for (const [change, isCleared] of cases) {
    const { world, endedBefore } = worldWith(change)
    const { reply, changes } = clearHolds(world, { holdIds: [holdId], endedBefore })
    assert.deepEqual(reply.ok && reply.value.holdIds, isCleared ? [holdId] : [], JSON.stringify(change))
    assert.equal(changes.length > 0, isCleared)
    const early = clearHolds(world, { holdIds: [holdId], endedBefore: after(endedBefore, -1) })
    assert.deepEqual(early.changes, [], 'a moment before')
  }
})

test('D22: a hold that is already gone changes nothing, and writes no entry', () => {
  const { world, endedBefore } = worldWith({})
  assert.deepEqual(clearHolds(world, { holdIds: [idOf<HoldId>('h2')], endedBefore }).changes, [])
})

test('D25: cleared entries merge with cleared neighbors into one stretch, and the new entry says which were cleared now', () => {
  const { world, endedBefore } = worldWith({})
  const gone = (fromSeq: number, toSeq: number): Stretch => ({
    fromSeq,
    toSeq,
    hash: `h${toSeq}`,
    holdId: null,
  })
  const own = (seq: number): Stretch => ({ fromSeq: seq, toSeq: seq, hash: `h${seq}`, holdId })
  world.stretches = [gone(1, 2), own(3), gone(4, 4), own(6), gone(9, 9)]
  const { changes } = clearHolds(world, { holdIds: [holdId], endedBefore })
  const [, cleared, noted] = changes
  assert.deepEqual(cleared, {
    kind: 'entries_cleared',
    replaced: [gone(1, 2), gone(4, 4)],
    stretches: [gone(1, 4), gone(6, 6)],
  })
  assert.deepEqual(noted?.kind === 'noted' && noted.note.facts, { hold_count: 1, entries: '3 6' })
})

test('D25: the text that says which entries were cleared reads back unchanged', () => {
  const ranges = [
    { fromSeq: 1, toSeq: 4 },
    { fromSeq: 6, toSeq: 6 },
  ]
  assert.equal(textOfRanges(ranges), '1-4 6')
  assert.deepEqual(rangesOf('1-4 6'), ranges)
  for (const text of ['', 'x', '1-', '-2', '1,2', '1 - 2']) assert.deepEqual(rangesOf(text), [], text)
})
