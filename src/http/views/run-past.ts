import type { Static } from 'typebox'
import type { RunPast } from '../../app/inventory/run-past.ts'
import type { BookingId, SeatId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { PastAct } from '../../domain/inventory/replay-run.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { RunPast as RunPastSchema } from '../schemas/run-past.ts'
import { utcTime } from './local-time.ts'

/** `locatorKey` makes the ids of bookings as passengers know them. */
export function runPastView(
  { run, acts, next }: RunPast,
  locatorKey: readonly number[],
): Static<typeof RunPastSchema> {
  const numbersOf = (ids: PastAct['seats']) => ids.map((id) => seatOf(run.consist, id as SeatId).number)
  return {
    train_run_id: String(run.id),
    acts: acts.map(({ seq, action, at, holdId, bookingId, segment, expiresAt, ...named }) => ({
      ...{ seq, action, at: utcTime(at as Instant) },
      hold_id: holdId === null ? null : String(holdId),
      booking_id: bookingId === null ? null : locatorOf(bookingId as BookingId, locatorKey),
      seat_numbers: numbersOf(named.seats),
      left_seat_numbers: numbersOf(named.leftSeats),
      blocked_seat_numbers: numbersOf(named.blockedSeats),
      from_leg: segment?.fromLeg ?? null,
      to_leg: segment?.toLeg ?? null,
      expires_at: expiresAt === null ? null : utcTime(expiresAt as Instant),
    })),
    next: next === null ? null : String(next),
  }
}
