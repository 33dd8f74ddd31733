import type { BookingId } from '../ids.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { type ActedBy, actedByNobody } from '../records/audit.ts'
import type { Booking } from '../records/booking.ts'
import { noContact } from '../records/payment.ts'
import { accept } from '../result.ts'

interface EraseBooking {
  readonly bookingId: BookingId
  readonly reason: NonNullable<ActedBy['reason']>
}

/**
 * Erases the names, the contact and what else is personal in a booking, and destroys the key that opens them
 * in older copies. Seats, money, and the audit chain stay as they are; nothing happens if it was done before.
 */
export function eraseBooking(
  inventory: Inventory,
  { bookingId, reason }: EraseBooking,
): Decision<{ readonly isErased: boolean }, never> {
  const booking = inventory.booking(bookingId)
  const payment = booking && inventory.payment(booking.paymentId)
  if (!booking || booking.personalData === 'ERASED')
    return { reply: accept({ isErased: false }), changes: [] }
  if (!payment) throw new Error(`booking ${bookingId} has no payment`)
  const nobody = { passengerName: null, passengerAge: null, passengerGender: null }
  const seats = booking.seats.map((seat) => ({ ...seat, ...nobody }))
  const erased: Booking = { ...booking, seats, contact: noContact, notes: [], personalData: 'ERASED' }
  const { holdId, paymentId } = booking
  const by = { ...actedByNobody, reason }
  const note = { userId: null, holdId, paymentId, bookingId, facts: {}, by } as const
  return {
    reply: accept({ isErased: true }),
    changes: [
      { kind: 'booking_changed', booking: erased },
      // What identifies a repeated request was made from the names, too.
      { kind: 'payment_changed', payment: { ...payment, fingerprint: '' } },
      { kind: 'personal_key_removed', paymentId },
      { kind: 'noted', note: { ...note, action: 'personal_data_erased' } },
    ],
  }
}
