import type { Instant } from '../../domain/instant.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { Booking, BookingSeat } from '../../domain/records/booking.ts'
import type { Payment } from '../../domain/records/payment.ts'
import type { PeopleKind, PeopleRows } from '../../domain/records/people.ts'
import { entryOfStretch } from '../audit-chain.ts'
import type { RunWrite } from '../backend.ts'
import { accessCodeTable, grantTable } from '../columns/access.ts'
import { cancellationTable, quoteTable } from '../columns/after-sale.ts'
import type { SqlValue } from '../columns/column.ts'
import { auditTable, claimTable, headTable } from '../columns/inventory.ts'
import { messageTable } from '../columns/messages.ts'
import { deskEntryTable, paymentTable, refundTable } from '../columns/money.ts'
import { type OfCommit, peopleKinds, peopleTables } from '../columns/people.ts'
import { bookingSeatTable, bookingTable, holdTable, personalKeyTable } from '../columns/sale.ts'
import { type Column, columnValue, type RecordTable, type Table } from '../columns/table.ts'
import { type NetChanges, netChanges } from './net-changes.ts'

/** One statement about rows of one table, and its values, a list for each row. */
export interface Write {
  readonly kind: 'delete' | 'update' | 'insert'
  readonly table: string
  /** The columns of the values: the key of a deletion, and for an update the new values and then the key. */
  readonly columns: Table['columns']
  readonly key: readonly string[]
  /** What an update also sets. */
  readonly more: string
  readonly rows: readonly (readonly SqlValue[])[]
}

/** A record, and what it belongs to. */
type Owned<R, Owner> = readonly [record: R, owner: Owner]

/**
 * What one run's commit writes: removals first, then changes, then additions, and the head last. Only the
 * final state of each row is written, so no row is touched twice. The list is as long for every run; a write
 * may have no rows. A payment that becomes due is leased for `leaseMs`, unless that is null.
 */
export function writesOf(write: RunWrite, leaseMs: number | null = null): readonly Write[] {
  const net = netChanges(write.changes)
  return [
    ...removals(write, net),
    update(claimTable, owned(net.claims.changed, write)),
    insert(claimTable, owned(net.claims.added, write)),
    update(holdTable, alone(net.holds.changed)),
    insert(holdTable, alone(net.holds.added)),
    leasing(update(paymentTable, alone(net.payments.changed), nextFence), net.payments.changed, (payment) =>
      leaseMs !== null && isNewlyDue(payment, write.at) ? write.at + leaseMs : null,
    ),
    insert(paymentTable, alone(net.payments.added)),
    update(personalKeyTable, alone(net.personalKeys.changed)),
    insert(personalKeyTable, alone(net.personalKeys.added)),
    update(bookingTable, alone(net.bookings.changed)),
    insert(bookingTable, alone(net.bookings.added)),
    update(bookingSeatTable, net.bookings.changed.flatMap(seatsOf)),
    insert(bookingSeatTable, net.bookings.added.flatMap(seatsOf)),
    insert(quoteTable, alone(net.quotes)),
    insert(cancellationTable, alone(net.cancellations)),
    leasing(update(refundTable, alone(net.refunds.changed), nextFence), net.refunds.changed, () => null),
    insert(refundTable, alone(net.refunds.added)),
    insert(deskEntryTable, alone(net.deskEntries)),
    update(accessCodeTable, alone(net.codes.changed)),
    insert(accessCodeTable, alone(net.codes.added)),
    insert(grantTable, alone(net.grants)),
    insert(messageTable, alone(net.messages)),
    ...peopleKinds.flatMap((of) => personWrites(of, net, write)),
    insert(auditTable, alone([...stretchesOf(write, net), ...write.entries])),
    update(headTable, alone([write])),
  ]
}

/** The writes of several runs as one list. */
export function writesTogether(writes: readonly RunWrite[], leaseMs: number | null): readonly Write[] {
  const [first = [], ...others] = writes.map((write) => writesOf(write, leaseMs))
  return first.map((write, index) => ({
    ...write,
    rows: write.rows.concat(others.flatMap((other) => other[index]?.rows ?? [])),
  }))
}

function stretchesOf({ trainRunId, at }: RunWrite, { cleared }: NetChanges): readonly AuditEntry[] {
  return cleared.stretches.map((one) => entryOfStretch(trainRunId, at, one))
}

/**
 * A change of the row ends its lease: the step was done or postponed, and its previous holder is fenced off.
 */
const nextFence = ', fence = t.fence + 1'

function isNewlyDue({ dueAt, tryCount }: Payment, at: Instant): boolean {
  return tryCount === 0 && dueAt !== null && dueAt <= at
}

/** A payment whose step is due at once may be leased by the same change, so that it is not written twice. */
function leasing<R>(write: Write, records: readonly R[], until: (record: R) => number | null): Write {
  const columns = [{ name: 'lease_until', kind: 'integer' as const }, ...write.columns]
  const rows = write.rows.map((row, index) => [until(records[index] as R), ...row])
  return { ...write, columns, rows }
}

function owned<R, Owner>(records: readonly R[], owner: Owner): readonly Owned<R, Owner>[] {
  return records.map((record) => [record, owner])
}

function alone<R>(records: readonly R[]): readonly Owned<R, null>[] {
  return owned(records, null)
}

function seatsOf(booking: Booking): readonly Owned<BookingSeat, Booking>[] {
  return owned(booking.seats, booking)
}

function insert<R, Owner>(table: RecordTable<R, Owner>, records: readonly Owned<R, Owner>[]): Write {
  const { name, key, inserted } = table
  return { kind: 'insert', table: name, columns: inserted, key, more: '', rows: rowsOf(inserted, records) }
}

function update<R, Owner>(
  { name, key, changed }: RecordTable<R, Owner>,
  records: readonly Owned<R, Owner>[],
  more = '',
): Write {
  return { kind: 'update', table: name, columns: changed, key, more, rows: rowsOf(changed, records) }
}

function rowsOf<R, Owner>(
  columns: readonly Column<R, Owner>[],
  records: readonly Owned<R, Owner>[],
): Write['rows'] {
  return records.map(([record, owner]) => columns.map((one) => columnValue(one, record, owner)))
}

function personWrites<K extends PeopleKind>(
  of: K,
  { people }: NetChanges,
  write: RunWrite,
): readonly Write[] {
  const table: RecordTable<PeopleRows[K], OfCommit> = peopleTables[of]
  return [update(table, owned(people[of].changed, write)), insert(table, owned(people[of].added, write))]
}

/** The claims that are gone, and what is cleared for good. */
function removals({ trainRunId }: RunWrite, { claims, cleared, personalKeys }: NetChanges): readonly Write[] {
  const ofRun = (values: readonly (readonly number[])[]) => values.map((one) => [trainRunId, ...one])
  const each = (values: readonly number[]) => ofRun(values.map((one) => [one]))
  const places = cleared.replaced.map((one) => one.toSeq)
  return [
    remove(claimTable, 'seat_id from_leg', ofRun(claims.removed.map((one) => [one.seatId, one.fromLeg]))),
    remove(holdTable, 'id', each(cleared.holdIds)),
    remove(auditTable, 'hold_id', each(cleared.holdIds)),
    remove(auditTable, 'seq', each(places)),
    remove(personalKeyTable, 'payment_id', each(personalKeys.removed)),
  ]
}

/** Removes rows of a run by these columns. */
function remove({ name, columns }: Table, by: string, rows: Write['rows']): Write {
  const key = ['train_run_id', ...by.split(' ')]
  const found = key.flatMap((word) => columns.find((column) => column.name === word) ?? [])
  return { kind: 'delete', table: name, columns: found, key, more: '', rows }
}
