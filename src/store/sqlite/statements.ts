import type { PeopleKind, PeopleRows } from '../../domain/records/people.ts'
import { accessCodeTable, grantTable } from '../columns/access.ts'
import { cancellationTable, quoteTable } from '../columns/after-sale.ts'
import { auditTable, claimTable, headTable } from '../columns/inventory.ts'
import { messageTable } from '../columns/messages.ts'
import { deskEntryTable, paymentTable, refundTable } from '../columns/money.ts'
import { type OfCommit, peopleTables } from '../columns/people.ts'
import { bookingSeatTable, bookingTable, holdTable, personalKeyTable } from '../columns/sale.ts'
import { type Column, insertInto, onConflict, type RecordTable } from '../columns/table.ts'

/**
 * A statement of commits: its position among all of them, and the columns of a record that are its
 * parameters.
 */
export interface CommitStatement<R, Owner> {
  readonly position: number
  readonly columns: readonly Column<R, Owner>[]
}

const texts: string[] = []

/** Every statement that a commit may run. A batch refers to them by position. */
export const commitStatements: readonly string[] = texts

function add(sql: string): number {
  return texts.push(sql) - 1
}

function insertion<R, Owner>({ name, inserted }: RecordTable<R, Owner>): CommitStatement<R, Owner> {
  return { position: add(insertInto(name, inserted)), columns: inserted }
}

/** Changes a row, all but the columns that are named. */
function update<R, Owner>(
  table: RecordTable<R, Owner>,
  ...unchanged: readonly string[]
): CommitStatement<R, Owner> {
  const isSet = ({ name }: { readonly name: string }) => !unchanged.includes(name)
  const set = table.changing.filter(isSet).map(({ name }) => `${name} = ?`)
  const where = table.key.map((name) => `${name} = ?`).join(' AND ')
  return {
    position: add(`UPDATE ${table.name} SET ${set.join(', ')} WHERE ${where}`),
    columns: table.changed.filter(isSet),
  }
}

export const added = {
  claim: insertion(claimTable),
  hold: insertion(holdTable),
  payment: insertion(paymentTable),
  personalKey: insertion(personalKeyTable),
  booking: insertion(bookingTable),
  bookingSeat: insertion(bookingSeatTable),
  quote: insertion(quoteTable),
  cancellation: insertion(cancellationTable),
  refund: insertion(refundTable),
  deskEntry: insertion(deskEntryTable),
  code: insertion(accessCodeTable),
  grant: insertion(grantTable),
  message: insertion(messageTable),
  entry: insertion(auditTable),
} as const

export const changed = {
  claim: update(claimTable),
  hold: update(holdTable),
  payment: update(paymentTable),
  /** A column that is set has its indexes written anew, even if it stays as it was. */
  paymentWithKey: update(paymentTable, 'idempotency_key'),
  booking: update(bookingTable),
  bookingSeat: update(bookingSeatTable),
  personalKey: update(personalKeyTable),
  refund: update(refundTable),
  code: update(accessCodeTable),
} as const

interface PersonStatements<K extends PeopleKind> {
  readonly added: CommitStatement<PeopleRows[K], OfCommit>
  readonly changed: CommitStatement<PeopleRows[K], OfCommit>
}

function personStatements<K extends PeopleKind>(of: K): PersonStatements<K> {
  const table: RecordTable<PeopleRows[K], OfCommit> = peopleTables[of]
  return { added: insertion(table), changed: update(table) }
}

/** The statements for rows of run 0. */
export const people: { readonly [K in PeopleKind]: PersonStatements<K> } = {
  staff: personStatements('staff'),
  session: personStatements('session'),
  key: personStatements('key'),
  account: personStatements('account'),
  accountCode: personStatements('accountCode'),
  closing: personStatements('closing'),
  ledgerLine: personStatements('ledgerLine'),
}

/** A run has no head before its first commit. */
export const putHead = {
  position: add(`${insertInto(headTable.name, headTable.inserted)} ${onConflict(headTable, headTable.key)}`),
  columns: headTable.inserted,
}

/** Its parameters are in its name: run, seat, first leg. */
export const removedClaim = add(
  'DELETE FROM seat_claims WHERE train_run_id = ? AND seat_id = ? AND from_leg = ?',
)

/** Its parameter is the payment. */
export const removedPersonalKey = add('DELETE FROM personal_keys WHERE payment_id = ?')
/** Its parameter is the hold, as for the next one. */
export const removedHold = add('DELETE FROM seat_holds WHERE id = ?')
export const removedEntries = add('DELETE FROM audit_entries WHERE hold_id = ?')
/** Its parameters are the run and the position in its chain. */
export const removedStretch = add(
  "DELETE FROM audit_entries WHERE train_run_id = ? AND seq = ? AND action = 'entries_cleared'",
)

/** Notes the time of a commit, or a time at which nothing was sold. */
export const setClock = 'UPDATE clock SET high_water = max(high_water, ?)'
export const clockAt = add(setClock)
