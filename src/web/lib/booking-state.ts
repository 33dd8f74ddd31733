import type { Booking } from '../api-types.ts'

/** A booking stays confirmed while seats are left in it; a passenger wants to know when some are not. */
export function bookingState(
  booking: Pick<Booking, 'status' | 'seats'>,
): 'CONFIRMED' | 'PARTLY' | 'CANCELLED' {
  if (booking.status === 'CANCELLED') return 'CANCELLED'
  return booking.seats.some((seat) => seat.status === 'CANCELLED') ? 'PARTLY' : 'CONFIRMED'
}
