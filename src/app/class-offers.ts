import { availabilityByClass } from '../domain/availability.ts'
import type { Consist, SeatKind } from '../domain/consist.ts'
import type { Instant } from '../domain/instant.ts'
import type { RunOnSegment } from '../domain/network.ts'
import type { Picture } from '../domain/picture.ts'
import { priceCents } from '../domain/price.ts'
import { departureAt } from '../domain/train-run.ts'

/** What one travel class of a run offers for a segment. */
export interface ClassOffer {
  readonly travelClass: string
  readonly seatsTotal: number
  readonly seatsAvailable: number
  readonly priceCents: number
}

/** A run on a segment with what it offers, as of one commit. */
export interface RunOffer extends RunOnSegment {
  readonly classes: readonly ClassOffer[]
  readonly isOnSale: boolean
}

/** Availability and price by class, from a picture of the run. */
export function classOffers(
  picture: Picture,
  { run, segment }: RunOnSegment,
  now: Instant,
): readonly ClassOffer[] {
  const counts = availabilityByClass(run.consist, picture.takenSeats(segment, now))
  return counts.map((count) => ({ ...count, priceCents: priceCents(run, count.travelClass, segment) }))
}

/** Whether somebody may still place a hold: opened by the operator, and not yet departed from the boarding station. */
export function isOnSale({ run, segment }: RunOnSegment, now: Instant): boolean {
  return run.isOnSale && now < departureAt(run, segment.fromLeg)
}

const ridingKinds: ReadonlySet<SeatKind> = new Set(['seat', 'berth', 'couchette'])
const ridingClasses = new WeakMap<Consist, ReadonlySet<string>>()

/** Classes in which any passenger rides; spaces for wheelchairs and bicycles have classes of their own. */
export function ridingClassesOf(consist: Consist): ReadonlySet<string> {
  let classes = ridingClasses.get(consist)
  if (!classes) {
    classes = new Set(
      consist.seats.filter((seat) => ridingKinds.has(seat.kind)).map((seat) => seat.travelClass),
    )
    ridingClasses.set(consist, classes)
  }
  return classes
}
