import { seatOf } from '../../domain/railway/consist.ts'
import type { Network } from '../../domain/railway/network.ts'
import { arrivalAt, asSold, departureAt } from '../../domain/railway/train-run.ts'
import { seatNow } from '../../domain/records/booking.ts'
import type { CalendarJourney } from '../../domain/tickets/calendar-file.ts'
import type { ShownBooking } from '../after-sale/find-booking.ts'

/** The journey of a booking as it is now, with the seats that are left. */
export function journeyOf(
  network: Network,
  { record: { booking }, run: current }: ShownBooking,
): CalendarJourney {
  // Once nobody has claims on it, a run may change in any way: then only the sold one has all stations.
  const run = booking.status === 'CANCELLED' ? asSold(current, booking.edition) : current
  const { fromLeg, toLeg } = booking.segment
  const nameOf = (stop: number) => network.stationOf(run, stop)?.name ?? ''
  const left = booking.seats.filter(({ cancellationId }) => cancellationId === null)
  return {
    locator: booking.locator,
    trainRunId: booking.trainRunId,
    trainNumber: run.train.number,
    fromName: nameOf(fromLeg),
    toName: nameOf(toLeg),
    departure: departureAt(run, fromLeg),
    arrival: arrivalAt(run, toLeg),
    seats: left.map((seat) => seatOf(run.consist, seatNow(seat))),
    bookedAt: booking.bookingTime,
  }
}
