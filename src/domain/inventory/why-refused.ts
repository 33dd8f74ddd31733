import type { Instant } from '../instant.ts'
import type { Seat } from '../railway/consist.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { departureAt, type TrainRun } from '../railway/train-run.ts'
import type { AuditNote } from '../records/audit.ts'
import { type Closure, whyClosed } from '../records/closure.ts'
import { closedOn, inOrder, openedOn } from './close-run.ts'
import { pastActOf } from './past-act.ts'
import { type PastClaim, ReplayedRun } from './replay-run.ts'

/** Seats of one class that somebody wanted at some moment. */
export interface PastWish {
  readonly segment: Segment
  readonly travelClass: string
  readonly seatCount: number
  readonly at: Instant
}

/**
 * What became of a wish by the state of the run alone, in the order in which a hold is refused: the train
 * had left, its sale was closed or canceled there, or too few seats were free. `POSSIBLE` if none of these.
 */
export type PastAnswer = 'DEPARTED' | 'CANCELLED' | 'CLOSED' | 'NOT_ENOUGH_SEATS' | 'POSSIBLE'

export interface WhyRefused {
  readonly answer: PastAnswer
  /** The seats of the class that were free for the whole segment. */
  readonly free: readonly Seat[]
  /** Its other seats, each with what was in the way. */
  readonly inTheWay: readonly { readonly seat: Seat; readonly claims: readonly PastClaim[] }[]
}

/** An entry of the audit chain of a run. */
export type PastEntry = AuditNote & { readonly at: Instant }

/**
 * What stood in the way of a wish at its moment (rule A20), replayed from the entries of the run up to then.
 * Entries of holds that came to nothing may have been cleared; those holds are not seen. A hold whose payment
 * takes too long counts until the entry that ends it.
 */
export function whyRefused(run: TrainRun, entries: readonly PastEntry[], wish: PastWish): WhyRefused {
  const { segment, travelClass, seatCount, at } = wish
  const replayed = new ReplayedRun()
  for (const entry of entries) replayed.apply(pastActOf(entry, entry.at))
  const isInTheWay = (claim: PastClaim) =>
    overlaps(claim, segment) && (claim.expiresAt === null || at < claim.expiresAt)
  const seats = run.consist.seats
    .filter((seat) => seat.travelClass === travelClass)
    .map((seat) => ({ seat, claims: (replayed.claims.get(seat.id) ?? []).filter(isInTheWay) }))
  const free = seats.flatMap(({ seat, claims }) => (claims.length === 0 ? seat : []))
  const closed = whyClosed(closuresAfter(entries), segment, travelClass)
  return {
    answer: answerOf(departureAt(run, segment.fromLeg) <= at, closed, free.length >= seatCount),
    free,
    inTheWay: seats.filter(({ claims }) => claims.length > 0),
  }
}

function answerOf(hasLeft: boolean, closed: ReturnType<typeof whyClosed>, isEnough: boolean): PastAnswer {
  if (hasLeft) return 'DEPARTED'
  return closed ?? (isEnough ? 'POSSIBLE' : 'NOT_ENOUGH_SEATS')
}

/** What is closed or canceled after these entries; whether bookings have been given back is not seen. */
function closuresAfter(entries: readonly PastEntry[]): readonly Closure[] {
  return inOrder(entries.reduce(closuresWith, []))
}

function closuresWith(closures: readonly Closure[], entry: PastEntry): readonly Closure[] {
  const { action, facts, at } = entry
  const { segment } = pastActOf(entry, at)
  if (!segment) return closures
  const travelClass = typeof facts.travel_class === 'string' ? facts.travel_class : null
  if (action === 'sale_closed') return closedOn(closures, { segment, travelClass }, at)
  if (action === 'sale_opened') return openedOn(closures, { segment, travelClass })
  if (action !== 'run_cancelled') return closures
  return [...closures, { ...segment, kind: 'CANCELING', travelClass: null, at, bookings: 0 }]
}
