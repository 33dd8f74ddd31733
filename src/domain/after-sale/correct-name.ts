import type { SeatId } from '../ids.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Booking } from '../records/booking.ts'
import type { PersonalKey } from '../records/sealed.ts'
import { accept } from '../result.ts'
import { sealsTheSame } from './renew-key.ts'

interface CorrectName {
  /** The booking as it was when the name was sealed. */
  readonly seen: Booking
  readonly seatId: SeatId
  /** Sealed under the key of the booking. */
  readonly passengerName: string
  /** The key of the booking, with the hashes of its names as they become. */
  readonly key: PersonalKey
  readonly by: ActedBy
}

/**
 * Puts another name in the place of that of a passenger. Does nothing if names or contact of the booking were
 * changed or erased meanwhile. The entry of the audit has the seat and no name.
 */
export function correctName(
  inventory: Inventory,
  { seen, seatId, passengerName, key, by }: CorrectName,
): Decision<{ readonly isCorrected: boolean }, never> {
  const booking = inventory.booking(seen.id)
  if (booking?.personalData !== 'SEALED' || !sealsTheSame(booking, seen))
    return { reply: accept({ isCorrected: false }), changes: [] }
  const seats = booking.seats.map((seat) => (seat.seatId === seatId ? { ...seat, passengerName } : seat))
  const { id: bookingId, holdId, paymentId } = booking
  const of = { userId: null, holdId, paymentId, bookingId }
  return {
    reply: accept({ isCorrected: true }),
    changes: [
      { kind: 'booking_changed', booking: { ...booking, seats } },
      { kind: 'personal_key_changed', key },
      { kind: 'noted', note: { action: 'name_corrected', ...of, facts: { seat_ids: [seatId] }, by } },
    ],
  }
}
