import { unreachable } from '../../domain/assert.ts'
import type { Booking } from '../../domain/records/booking.ts'
import type { Change } from '../../domain/records/changes.ts'
import { neverSentKey, type Payment } from '../../domain/records/payment.ts'
import type { PeopleKind, PeopleRows } from '../../domain/records/people.ts'
import { entryOfStretch } from '../audit-chain.ts'
import type { RunWrite } from '../backend.ts'
import type { SqlValue } from '../columns/column.ts'
import { columnValue } from '../columns/table.ts'
import {
  added,
  type CommitStatement,
  changed,
  clockAt,
  people,
  putHead,
  removedClaim,
  removedEntries,
  removedHold,
  removedPersonalKey,
  removedStretch,
} from './statements.ts'

/**
 * The writes of one transaction in one flat list: the position of a statement, its parameters, the position
 * of the next one. Flat, because copying a list of plain values to the writer's thread costs a fraction of
 * copying rows as objects.
 */
export type Writes = SqlValue[]

/**
 * The writes of a batch, in the order of its decisions: a later decision may claim what an earlier one has
 * freed.
 */
export function batchWrites(runs: readonly RunWrite[]): Writes {
  const writes: Writes = []
  for (const run of runs) {
    for (const change of run.changes) writeChange(writes, run, change)
    for (const entry of run.entries) write(writes, added.entry, entry, null)
    // After the entries, so that the newest row is never deleted and no row gets a number for a second time.
    for (const change of run.changes)
      if (change.kind === 'hold_cleared') writes.push(removedEntries, change.hold.id)
    write(writes, putHead, run, null)
  }
  const last = runs.at(-1)
  if (last) writes.push(clockAt, last.at)
  return writes
}

function write<R, Owner>(
  writes: Writes,
  { position, columns }: CommitStatement<R, Owner>,
  record: R,
  owner: Owner,
): void {
  writes.push(position)
  for (const column of columns) writes.push(columnValue(column, record, owner))
}

function writeChange(writes: Writes, run: RunWrite, change: Change): void {
  switch (change.kind) {
    case 'claim_removed':
      writes.push(removedClaim, run.trainRunId, change.seatId, change.fromLeg)
      break
    case 'claim_added':
      write(writes, added.claim, change.claim, run)
      break
    case 'claim_changed':
      write(writes, changed.claim, change.claim, run)
      break
    case 'hold_added':
      write(writes, added.hold, change.hold, null)
      break
    case 'hold_changed':
      write(writes, changed.hold, change.hold, null)
      break
    case 'hold_cleared':
      writes.push(removedHold, change.hold.id)
      break
    case 'entries_cleared':
      clear(writes, run, change)
      break
    case 'payment_added':
      write(writes, added.payment, change.payment, null)
      break
    case 'payment_changed':
      updatePayment(writes, change.payment)
      break
    case 'personal_key_added':
      write(writes, added.personalKey, change.key, null)
      break
    case 'personal_key_changed':
      write(writes, changed.personalKey, change.key, null)
      break
    case 'personal_key_removed':
      writes.push(removedPersonalKey, change.paymentId)
      break
    case 'booking_added':
      insertBooking(writes, change.booking)
      break
    case 'booking_changed':
      updateBooking(writes, change.booking)
      break
    case 'quote_added':
      write(writes, added.quote, change.quote, null)
      break
    case 'cancellation_added':
      write(writes, added.cancellation, change.cancellation, null)
      break
    case 'refund_added':
      write(writes, added.refund, change.refund, null)
      break
    case 'refund_changed':
      write(writes, changed.refund, change.refund, null)
      break
    case 'desk_entry_added':
      write(writes, added.deskEntry, change.entry, null)
      break
    case 'code_added':
      write(writes, added.code, change.code, null)
      break
    case 'code_changed':
      write(writes, changed.code, change.code, null)
      break
    case 'grant_added':
      write(writes, added.grant, change.grant, null)
      break
    case 'message_added':
      write(writes, added.message, change.message, null)
      break
    case 'person_added':
      writePerson(writes, 'added', change, run)
      break
    case 'person_changed':
      writePerson(writes, 'changed', change, run)
      break
    case 'closures_changed':
      // The head has them.
      break
    case 'noted':
      // The entries of a run are linked to its chain, and written after its changes.
      break
    default:
      unreachable(change)
  }
}

/**
 * Cleared entries are removed before their replacement is written, because both may be at one position in the
 * chain.
 */
function clear(
  writes: Writes,
  { trainRunId, at }: RunWrite,
  { replaced, stretches }: Extract<Change, { kind: 'entries_cleared' }>,
): void {
  for (const { toSeq } of replaced) writes.push(removedStretch, trainRunId, toSeq)
  for (const one of stretches) write(writes, added.entry, entryOfStretch(trainRunId, at, one), null)
}

/** Only an attempt that was taken back has lost its key. */
function updatePayment(writes: Writes, payment: Payment): void {
  const keepsKey = payment.idempotencyKey !== neverSentKey(payment)
  write(writes, keepsKey ? changed.paymentWithKey : changed.payment, payment, null)
}

function insertBooking(writes: Writes, booking: Booking): void {
  write(writes, added.booking, booking, null)
  for (const seat of booking.seats) write(writes, added.bookingSeat, seat, booking)
}

function updateBooking(writes: Writes, booking: Booking): void {
  write(writes, changed.booking, booking, null)
  for (const seat of booking.seats) write(writes, changed.bookingSeat, seat, booking)
}

function writePerson<K extends PeopleKind>(
  writes: Writes,
  how: 'added' | 'changed',
  { of, row }: { readonly of: K; readonly row: PeopleRows[K] },
  run: RunWrite,
): void {
  write(writes, people[of][how], row, run)
}
