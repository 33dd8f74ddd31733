import type { Claim } from '../domain/claim.ts'
import { isLive } from '../domain/claim.ts'
import { holdDeadline } from '../domain/hold.ts'
import type { Instant } from '../domain/instant.ts'
import type { RunOnSegment } from '../domain/network.ts'
import type { Picture } from '../domain/picture.ts'
import { accept, type Reply } from '../domain/result.ts'
import { overlaps, type Segment } from '../domain/segment.ts'
import type { Deps } from './deps.ts'
import { findRide, type Ride, type RideQuery, type RideRefusal } from './find-ride.ts'
import { loadPicture } from './load-picture.ts'

/** What a passenger sees of a seat for a segment. */
export type SeatStatus = 'AVAILABLE' | 'HELD' | 'BOOKED'

/** A run's seats for a segment, as of one commit and moment. */
export interface SeatMap extends Ride {
  readonly picture: Picture
  readonly now: Instant
}

/** Finds the run, the way and the picture; the seats themselves are read when the answer is rendered. */
export async function showSeatMap(
  deps: Pick<Deps, 'store'>,
  query: RideQuery,
): Promise<Reply<SeatMap, RideRefusal>> {
  const ride = findRide(deps.store.network(), query)
  if (!ride.ok) return ride
  const picture = await loadPicture(deps, ride.value.run.id)
  return accept({ ...ride.value, picture, now: deps.store.now() })
}

/** The strongest live claim on any leg of the segment decides; what the operator has blocked shows as booked. */
export function seatStatus(claims: readonly Claim[], segment: Segment, now: Instant): SeatStatus {
  let status: SeatStatus = 'AVAILABLE'
  for (const claim of claims) {
    if (!overlaps(claim, segment) || !isLive(claim, now)) continue
    if (claim.state !== 'HELD') return 'BOOKED'
    status = 'HELD'
  }
  return status
}

/** The status of every seat that is not available, by its index in the consist; undefined at the index of one that is. */
export function takenStatuses(
  picture: Picture,
  { run, segment }: RunOnSegment,
  now: Instant,
): readonly (SeatStatus | undefined)[] {
  const taken = picture.takenSeats(segment, now)
  const statuses: (SeatStatus | undefined)[] = []
  for (let word = 0; word < taken.length; word++) {
    // Whole words of free seats are the rule: they cost one look.
    for (let bits = taken[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const seat = run.consist.seats[word * 32 + (31 - Math.clz32(bits & -bits))]
      if (seat) statuses[seat.index] = seatStatus(picture.claimsOn(seat.id), segment, now)
    }
  }
  return statuses
}

/** From when to when a view of the picture holds, if no commit comes between. */
export interface Validity {
  /** The last end of a hold that has passed with no commit yet; 0 where the picture says all. */
  readonly since: number
  readonly until: Instant | null
}

/** A view changes with a commit, and with each end of a hold, whether or not the end was committed. */
export function validityOf(picture: Picture, now: Instant): Validity {
  const { validUntil } = picture
  if (validUntil === null || now < validUntil) return { since: 0, until: validUntil }
  let since = 0
  let until: Instant | null = null
  for (const hold of picture.holds()) {
    const deadline = holdDeadline(hold)
    if (deadline <= now) since = Math.max(since, deadline)
    else if (until === null || deadline < until) until = deadline
  }
  return { since, until }
}
