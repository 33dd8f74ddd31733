import type { Instant } from '../instant.ts'
import { overlaps, type Segment } from '../railway/segment.ts'

/**
 * What keeps a part of a run from sale. `CLOSED`: the railway sells nothing there until it opens it again.
 * `CANCELING`: the run does not go there, and bookings are still being given back. `CANCELLED`: all of them
 * have been.
 */
type ClosureKind = 'CLOSED' | 'CANCELING' | 'CANCELLED'

/** A part of the way of a run on which nothing is sold. */
export interface Closure extends Segment {
  readonly kind: ClosureKind
  /** Null if it is of all classes. */
  readonly travelClass: string | null
  readonly at: Instant
  /** Bookings that a cancellation found there; 0 for what is only closed. */
  readonly bookings: number
}

export function isCancellation({ kind }: Closure): boolean {
  return kind !== 'CLOSED'
}

/** Why nothing of a class is sold for a segment; null if it is. A class of null asks about all classes. */
export function whyClosed(
  closures: readonly Closure[],
  segment: Segment,
  travelClass: string | null,
): 'CLOSED' | 'CANCELLED' | null {
  // Nearly every run has none.
  if (closures.length === 0) return null
  const meeting = closures.filter(
    (one) => overlaps(one, segment) && (one.travelClass === null || one.travelClass === travelClass),
  )
  if (meeting.length === 0) return null
  return meeting.some(isCancellation) ? 'CANCELLED' : 'CLOSED'
}

/** Whether a run is canceled on any leg of a segment. */
export function isCancelledOn(closures: readonly Closure[], segment: Segment): boolean {
  return whyClosed(closures, segment, null) === 'CANCELLED'
}

/** Why nothing at all is sold on any leg of a run; null if something is. */
export function whyClosedEverywhere(
  closures: readonly Closure[],
  legCount: number,
  travelClasses: readonly string[],
): 'CLOSED' | 'CANCELLED' | null {
  if (closures.length === 0) return null
  let why: 'CLOSED' | 'CANCELLED' = 'CANCELLED'
  for (let leg = 0; leg < legCount; leg++)
    for (const travelClass of travelClasses) {
      const found = whyClosed(closures, { fromLeg: leg, toLeg: leg + 1 }, travelClass)
      if (found === null) return null
      if (found === 'CLOSED') why = found
    }
  return why
}
