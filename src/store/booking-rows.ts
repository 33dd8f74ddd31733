import { InvariantBroken } from '../domain/inventory/overlay.ts'
import { bookingOf, bookingTable } from './columns/sale.ts'
import type { Row } from './rows.ts'
import type { BookingHead, ListedBooking } from './store.ts'

/** Bookings with the rows of their seats and payments. */
export function joined<P>(
  bookings: readonly Row[],
  seats: readonly Row[],
  payments: readonly Row[],
  readPayment: (row: Row) => P,
): readonly (Pick<ListedBooking, 'booking' | 'wrappedKey'> & { readonly payment: P })[] {
  const seatsOf = Map.groupBy(seats, (row) => row.booking_id)
  const paymentOf = new Map(payments.map((row) => [row.id, row]))
  return bookings.map((row) => {
    const payment = paymentOf.get(row.payment_id)
    if (!payment) throw new InvariantBroken(`I6: booking ${row.id} has no payment`)
    const booking = bookingOf(row, seatsOf.get(row.id ?? null) ?? [])
    return { booking, payment: readPayment(payment), wrappedKey: wrappedKeyOf(row) }
  })
}

function wrappedKeyOf(row: Row): string | null {
  return (row.wrapped_key ?? null) as string | null
}

/** A booking without its seats, as it is first looked at. */
export function headOf(row: Row): BookingHead {
  return { booking: bookingTable.read(row), wrappedKey: wrappedKeyOf(row) }
}
