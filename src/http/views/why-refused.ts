import type { Static } from 'typebox'
import type { ExplainedRefusal } from '../../app/inventory/why-refused.ts'
import type { BookingId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { PastClaim } from '../../domain/inventory/replay-run.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { WhyRefused } from '../schemas/why-refused.ts'
import { utcTime } from './local-time.ts'

/** `locatorKey` makes the ids of bookings as passengers know them. */
export function whyRefusedView(
  { ride, wish, why }: ExplainedRefusal,
  locatorKey: readonly number[],
): Static<typeof WhyRefused> {
  return {
    train_run_id: String(ride.run.id),
    at: utcTime(wish.at),
    from_station_code: ride.from,
    to_station_code: ride.to,
    travel_class: wish.travelClass,
    seat_count: wish.seatCount,
    answer: why.answer,
    free_seat_numbers: why.free.map(({ number }) => number),
    station_codes: ride.run.train.stops.map(({ stationCode }) => stationCode),
    in_the_way: why.inTheWay.map(({ seat, claims }) => ({
      seat_number: seat.number,
      claims: claims.map((claim) => claimView(claim, locatorKey)),
    })),
  }
}

function claimView(
  { fromLeg, toLeg, state, holdId, bookingId, expiresAt }: PastClaim,
  key: readonly number[],
) {
  return {
    ...{ from_leg: fromLeg, to_leg: toLeg, status: state },
    booking_id: bookingId === null ? null : locatorOf(bookingId as BookingId, key),
    hold_id: holdId === null ? null : String(holdId),
    expires_at: expiresAt === null ? null : utcTime(expiresAt as Instant),
  }
}
