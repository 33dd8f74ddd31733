import type { Static } from 'typebox'
import type { RunClaims } from '../../app/inventory/run-picture.ts'
import type { BookingId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { whyOffSaleEverywhere } from '../../domain/inventory/close-run.ts'
import type { PastClaim } from '../../domain/inventory/replay-run.ts'
import type { Coach, Consist } from '../../domain/railway/consist.ts'
import type { Claim } from '../../domain/records/claim.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { RunClaimsAnswer, RunPicture } from '../schemas/run-picture.ts'
import { utcTime } from './local-time.ts'
import { runMembers, stopView } from './run.ts'

/** `locatorKey` makes the ids of bookings as passengers know them. */
export function runClaimsView(
  found: RunClaims,
  locatorKey: readonly number[],
): Static<typeof RunClaimsAnswer> {
  return { ...asOf(found), is_whole: found.isWhole, seats: seatViews(found, locatorKey) }
}

export function runPictureView(found: RunClaims, locatorKey: readonly number[]): Static<typeof RunPicture> {
  const { network, picture } = found
  const { run } = picture
  return {
    ...runMembers(run),
    ...asOf(found),
    off_sale_reason: whyOffSaleEverywhere(picture),
    consist: run.consist.name,
    stops: run.train.stops.map((stop, index) => stopView(network, run, stop, index)),
    coaches: run.consist.coaches.map((coach) => coachView(run.consist, coach)),
    seats: seatViews(found, locatorKey),
  }
}

function asOf({ picture, now }: RunClaims) {
  return { as_of: utcTime(now), commit_seq: picture.commitSeq, edition: picture.run.edition }
}

function coachView({ seats }: Consist, { number, layout }: Coach) {
  const own = seats.filter(({ coachNumber }) => coachNumber === number)
  return {
    ...{ coach_number: number, title: layout.title },
    seats: own.map((seat) => ({
      ...{ seat_number: seat.number, seat_label: seat.label, travel_class: seat.travelClass },
    })),
  }
}

function seatViews({ seats }: RunClaims, locatorKey: readonly number[]) {
  return seats.map(({ seatNumber, claims }) => ({
    seat_number: seatNumber,
    claims: claims.map((claim) => claimView(claim, locatorKey)),
  }))
}

/** What keeps a seat, now or at a moment before; `key` makes the ids of bookings as passengers know them. */
export function claimView(claim: Claim | PastClaim, key: readonly number[]) {
  const { fromLeg, toLeg, state, bookingId, holdId, expiresAt } = claim
  return {
    ...{ from_leg: fromLeg, to_leg: toLeg, status: state },
    booking_id: bookingId === null ? null : locatorOf(bookingId as BookingId, key),
    hold_id: holdId === null ? null : String(holdId),
    expires_at: expiresAt === null ? null : utcTime(expiresAt as Instant),
  }
}
