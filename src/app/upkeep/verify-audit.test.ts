import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import type { HoldId, TrainRunId, UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type AuditEntry, actedByNobody, auditBody } from '../../domain/records/audit.ts'
import type { AuditChain, StoredEntry } from '../../store/inspector.ts'
import { verifyChain } from './verify-audit.ts'

const run = 7 as TrainRunId
const auditHash = (previous: string, entry: AuditEntry) => hash('sha256', previous + auditBody(entry), 'hex')

/** A whole chain of `count` entries, each different from every other. */
function chainOf(count: number): AuditChain {
  const entries: StoredEntry[] = []
  let previous = ''
  for (let seq = 1; seq <= count; seq++) {
    const entry: AuditEntry = {
      trainRunId: run,
      seq,
      at: (1000 + seq) as Instant,
      action: 'hold_placed',
      userId: 1 as UserId,
      holdId: seq as HoldId,
      paymentId: null,
      bookingId: null,
      ...actedByNobody,
      facts: { total_cents: seq * 100 },
      hash: '',
    }
    previous = auditHash(previous, entry)
    entries.push({ seq, hash: previous, entry: { ...entry, hash: previous } })
  }
  return { trainRunId: run, head: { seq: count, hash: previous }, entries }
}

const length = 5
const whole = chainOf(length)
const verify = (entries: readonly StoredEntry[], head: AuditChain['head'] = whole.head) =>
  verifyChain({ trainRunId: run, head, entries }, auditHash)

function edited(index: number, change: Partial<AuditEntry>): readonly StoredEntry[] {
  return whole.entries.map((stored, at) =>
    at === index && stored.entry ? { ...stored, entry: { ...stored.entry, ...change } } : stored,
  )
}

test('U1: a whole chain verifies as whole, and so does the empty chain of an untouched run', () => {
  assert.equal(verify(whole.entries), undefined)
  assert.equal(verify([], null), undefined)
})

test('U2: any edit of any entry is found, with run and entry', () => {
  const changes: readonly Partial<AuditEntry>[] = [
    { at: 1 as Instant },
    { action: 'hold_released' },
    { userId: 2 as UserId },
    { userId: null },
    { holdId: 99 as HoldId },
    { facts: { total_cents: 1 } },
    { facts: {} },
  ]
  for (let index = 0; index < length; index++) {
    for (const change of changes) {
      const found = verify(edited(index, change))
      assert.deepEqual(
        [found?.trainRunId, found?.seq, found?.fault],
        [run, index + 1, 'entry_changed'],
        JSON.stringify(change),
      )
    }
    const unreadable = whole.entries.map((stored, at) => (at === index ? { ...stored, entry: null } : stored))
    assert.deepEqual(verify(unreadable)?.seq, index + 1)
    const otherHash = whole.entries.map((stored, at) => (at === index ? { ...stored, hash: 'x' } : stored))
    assert.deepEqual(verify(otherHash)?.seq, index + 1)
  }
})

test('U3: any deletion is found, including that of the last entry and of all of them', () => {
  for (let index = 0; index < length; index++) {
    const found = verify(whole.entries.toSpliced(index, 1))
    assert.deepEqual([found?.seq, found?.fault], [index + 1, 'entry_missing'])
  }
  assert.equal(verify([])?.fault, 'entry_missing')
})

test('U4: any insertion is found: a duplicate number, a number after the last, and one that moves the others up', () => {
  for (let index = 0; index < length; index++) {
    const stored = whole.entries[index]
    assert.ok(stored)
    assert.equal(verify(whole.entries.toSpliced(index, 0, stored))?.fault, 'entry_extra')
    const moved = [
      ...whole.entries.slice(0, index),
      stored,
      ...whole.entries.slice(index).map((one) => ({
        ...one,
        seq: one.seq + 1,
        entry: one.entry && { ...one.entry, seq: one.seq + 1 },
      })),
    ]
    assert.equal(verify(moved, { seq: length + 1, hash: whole.head?.hash ?? '' })?.seq, index + 2)
  }
  const longer = chainOf(length + 1)
  assert.deepEqual(verify(longer.entries)?.fault, 'entry_extra')
})

test('U5: any swap of two entries is found, with their numbers swapped or not', () => {
  for (let a = 0; a < length; a++) {
    for (let b = a + 1; b < length; b++) {
      const [first, second] = [whole.entries[a], whole.entries[b]]
      assert.ok(first?.entry && second?.entry)
      const swapped = whole.entries
        .with(a, { ...second, seq: first.seq, entry: { ...second.entry, seq: first.seq } })
        .with(b, { ...first, seq: second.seq, entry: { ...first.entry, seq: second.seq } })
      assert.equal(verify(swapped)?.seq, a + 1)
    }
  }
})

test('U6: a chain that was recomputed from an edit on is found by the head of the run', () => {
  const rewritten = chainOf(length)
  const entries = [...rewritten.entries]
  let previous = entries[1]?.hash ?? ''
  for (let index = 2; index < length; index++) {
    const stored = entries[index]
    assert.ok(stored?.entry)
    const entry = { ...stored.entry, facts: { total_cents: 1 } }
    previous = auditHash(previous, entry)
    entries[index] = { ...stored, hash: previous, entry }
  }
  assert.equal(verify(entries)?.fault, 'head_differs')
})
