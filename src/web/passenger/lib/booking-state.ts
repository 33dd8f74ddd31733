import type { Booking } from '../../shared/api-types.ts'

/** A booking stays confirmed while it has seats left. Passengers want to know when some are canceled. */
export function bookingState(
  booking: Pick<Booking, 'status' | 'seats'>,
): 'CONFIRMED' | 'PARTLY' | 'CANCELLED' {
  if (booking.status === 'CANCELLED') return 'CANCELLED'
  return booking.seats.some((seat) => seat.status === 'CANCELLED') ? 'PARTLY' : 'CONFIRMED'
}
