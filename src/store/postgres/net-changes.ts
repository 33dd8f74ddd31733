import type { Booking, Cancellation, Quote } from '../../domain/booking.ts'
import type { Change } from '../../domain/changes.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Hold } from '../../domain/hold.ts'
import type { SeatId } from '../../domain/ids.ts'
import type { Payment, Refund } from '../../domain/payment.ts'

interface Rows<Row> {
  readonly added: readonly Row[]
  readonly changed: readonly Row[]
}

/** What is different after all changes of a batch: each row once, as it is in the end. */
export interface NetChanges {
  readonly claims: Rows<Claim> & {
    readonly removed: readonly { readonly seatId: SeatId; readonly fromLeg: number }[]
  }
  readonly holds: Rows<Hold>
  readonly payments: Rows<Payment>
  readonly bookings: Rows<Booking>
  readonly refunds: Rows<Refund>
  readonly quotes: readonly Quote[]
  readonly cancellations: readonly Cancellation[]
}

/** Rows of one table by id; one that was added stays an addition however often it changes after that. */
class Table<Row extends { readonly id: number }> implements Rows<Row> {
  readonly #added = new Map<number, Row>()
  readonly #changed = new Map<number, Row>()

  add(row: Row): void {
    this.#added.set(row.id, row)
  }

  change(row: Row): void {
    if (this.#added.has(row.id)) this.#added.set(row.id, row)
    else this.#changed.set(row.id, row)
  }

  get added(): readonly Row[] {
    return [...this.#added.values()]
  }

  get changed(): readonly Row[] {
    return [...this.#changed.values()]
  }
}

/** Claims by seat and first leg; one that goes may make room for another under the same key. */
class ClaimTable {
  readonly #added = new Map<string, Claim>()
  readonly #changed = new Map<string, Claim>()
  readonly #removed = new Map<string, { seatId: SeatId; fromLeg: number }>()

  add(claim: Claim): void {
    this.#added.set(keyOf(claim), claim)
  }

  change(claim: Claim): void {
    const key = keyOf(claim)
    if (this.#added.has(key)) this.#added.set(key, claim)
    else this.#changed.set(key, claim)
  }

  remove(claim: { seatId: SeatId; fromLeg: number }): void {
    const key = keyOf(claim)
    // What this batch had added itself was never in the database.
    if (this.#added.delete(key)) return
    this.#changed.delete(key)
    this.#removed.set(key, claim)
  }

  rows(): NetChanges['claims'] {
    return {
      added: [...this.#added.values()],
      changed: [...this.#changed.values()],
      removed: [...this.#removed.values()],
    }
  }
}

function keyOf({ seatId, fromLeg }: { seatId: SeatId; fromLeg: number }): string {
  return `${seatId}:${fromLeg}`
}

/** Folds the changes of a batch, in the order in which they were decided, into what a database has to be told. */
export function netChanges(changes: readonly Change[]): NetChanges {
  const claims = new ClaimTable()
  const tables = {
    holds: new Table<Hold>(),
    payments: new Table<Payment>(),
    bookings: new Table<Booking>(),
    refunds: new Table<Refund>(),
  }
  const quotes: Quote[] = []
  const cancellations: Cancellation[] = []
  for (const change of changes) {
    switch (change.kind) {
      case 'claim_removed':
        claims.remove({ seatId: change.seatId, fromLeg: change.fromLeg })
        break
      case 'claim_added':
        claims.add(change.claim)
        break
      case 'claim_changed':
        claims.change(change.claim)
        break
      case 'quote_added':
        quotes.push(change.quote)
        break
      case 'cancellation_added':
        cancellations.push(change.cancellation)
        break
      default:
        takeRow(tables, change)
    }
  }
  return { claims: claims.rows(), ...tables, quotes, cancellations }
}

function takeRow(
  tables: {
    holds: Table<Hold>
    payments: Table<Payment>
    bookings: Table<Booking>
    refunds: Table<Refund>
  },
  change: Change,
): void {
  if (change.kind === 'hold_added') tables.holds.add(change.hold)
  if (change.kind === 'hold_changed') tables.holds.change(change.hold)
  if (change.kind === 'payment_added') tables.payments.add(change.payment)
  if (change.kind === 'payment_changed') tables.payments.change(change.payment)
  if (change.kind === 'booking_added') tables.bookings.add(change.booking)
  if (change.kind === 'booking_changed') tables.bookings.change(change.booking)
  if (change.kind === 'refund_added') tables.refunds.add(change.refund)
  if (change.kind === 'refund_changed') tables.refunds.change(change.refund)
}
