import type { Instant } from '../../domain/instant.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { Seat } from '../../domain/railway/consist.ts'
import type { RunOnSegment } from '../../domain/railway/network.ts'
import { overlaps, type Segment } from '../../domain/railway/segment.ts'
import type { Claim } from '../../domain/records/claim.ts'
import { isLive } from '../../domain/records/claim.ts'
import { whyClosed } from '../../domain/records/closure.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRide, type Ride, type RideQuery, type RideRefusal } from '../railway/find-ride.ts'
import { loadPicture } from './load-figures.ts'
import { RunBasis } from './run-basis.ts'

/** The status of a seat for a segment, as a passenger sees it. */
export type SeatStatus = 'AVAILABLE' | 'HELD' | 'BOOKED'

/** A run's seats for a segment, as of one commit and moment. */
export interface SeatMap extends Ride {
  readonly picture: Picture
  readonly now: Instant
  readonly basis: RunBasis
}

/** Finds the run, the segment and the picture; the seats themselves are read when the answer is rendered. */
export async function showSeatMap(
  deps: Pick<Deps, 'store'>,
  query: RideQuery,
): Promise<Reply<SeatMap, RideRefusal>> {
  return onOneNetwork(deps, async (network) => {
    const ride = findRide(network, query)
    if (!ride.ok) return ride
    const picture = await loadPicture(deps, ride.value.run.id)
    const now = deps.store.now()
    const basis = new RunBasis(deps.store, network, now)
    basis.add(picture)
    return accept({ ...ride.value, picture, now, basis })
  })
}

/**
 * The strongest live claim on any leg of the segment decides; a seat that the operator has blocked shows as
 * booked.
 */
function seatStatus(claims: readonly Claim[], segment: Segment, now: Instant): SeatStatus {
  let status: SeatStatus = 'AVAILABLE'
  for (const claim of claims) {
    if (!overlaps(claim, segment) || !isLive(claim, now)) continue
    if (claim.state !== 'HELD') return 'BOOKED'
    status = 'HELD'
  }
  return status
}

/** The status of a seat, booked where the railway sells nothing of its class. */
export function statusOf(
  picture: Pick<Picture, 'claimsOn' | 'closures'>,
  { id, travelClass }: Seat,
  segment: Segment,
  now: Instant,
): SeatStatus {
  if (whyClosed(picture.closures, segment, travelClass)) return 'BOOKED'
  return seatStatus(picture.claimsOn(id), segment, now)
}

/**
 * The status of every seat that is not available, by its index in the consist; undefined for an available
 * one.
 */
export function takenStatuses(
  picture: Picture,
  { run, segment }: RunOnSegment,
  now: Instant,
): readonly (SeatStatus | undefined)[] {
  const taken = picture.takenSeats(segment, now)
  const statuses: (SeatStatus | undefined)[] = []
  for (let word = 0; word < taken.length; word++) {
    // Most words have only free seats, and one look is enough for such a word.
    for (let bits = taken[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const seat = run.consist.seats[word * 32 + (31 - Math.clz32(bits & -bits))]
      if (seat) statuses[seat.index] = seatStatus(picture.claimsOn(seat.id), segment, now)
    }
  }
  if (picture.closures.length > 0)
    for (const seat of run.consist.seats)
      if (whyClosed(picture.closures, segment, seat.travelClass)) statuses[seat.index] = 'BOOKED'
  return statuses
}
