import type { BookingId, SeatId } from '../ids.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Booking } from '../records/booking.ts'
import type { Contact } from '../records/payment.ts'
import { accept } from '../result.ts'

/** The names and the contact of a booking, sealed under a key of its own. */
interface SealBooking {
  readonly bookingId: BookingId
  readonly names: ReadonlyMap<SeatId, string>
  readonly contact: Contact
  readonly wrappedKey: string
  readonly search: string
}

/**
 * Puts sealed names and a sealed contact in the place of those that an older version wrote as they are.
 * Does nothing if that was done already, or if they were erased meanwhile.
 */
export function sealBooking(
  inventory: Inventory,
  { bookingId, names, contact, wrappedKey: wrapped, search }: SealBooking,
): Decision<{ readonly isSealed: boolean }, never> {
  const booking = inventory.booking(bookingId)
  if (booking?.personalData !== 'PLAIN') return { reply: accept({ isSealed: false }), changes: [] }
  const seats = booking.seats.map((seat) => {
    const passengerName = names.get(seat.seatId)
    if (passengerName === undefined)
      throw new Error(`booking ${bookingId} has no name for seat ${seat.seatId}`)
    return { ...seat, passengerName }
  })
  const sealed: Booking = { ...booking, seats, contact, personalData: 'SEALED' }
  const { trainRunId, paymentId } = booking
  return {
    reply: accept({ isSealed: true }),
    changes: [
      { kind: 'booking_changed', booking: sealed },
      { kind: 'personal_key_added', key: { trainRunId, paymentId, wrapped, search } },
    ],
  }
}
