import type { Static } from 'typebox'
import type { ExplainedRefusal } from '../../app/inventory/why-refused.ts'
import type { WhyRefused } from '../schemas/why-refused.ts'
import { utcTime } from './local-time.ts'
import { claimView } from './run-picture.ts'

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
