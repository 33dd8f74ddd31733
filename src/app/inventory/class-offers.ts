import type { Instant } from '../../domain/instant.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import type { Consist, SeatKind } from '../../domain/railway/consist.ts'
import type { RunOnSegment, RunOnTariff } from '../../domain/railway/network.ts'
import { priceCents } from '../../domain/railway/price.ts'
import { departureAt } from '../../domain/railway/train-run.ts'

/** The offer of one travel class of a run for a segment. */
interface ClassOffer {
  readonly travelClass: string
  readonly seatsTotal: number
  readonly seatsAvailable: number
  readonly priceCents: number
}

/** A run on a segment with its offers, as of one commit. */
export interface RunOffer extends RunOnTariff {
  readonly classes: readonly ClassOffer[]
  readonly isOnSale: boolean
}

/** Availability and price by class, from the figures of the run. */
export function classOffers(
  figures: RunFigures,
  { run, segment, meters }: RunOnTariff,
  now: Instant,
): readonly ClassOffer[] {
  return figures.availability(segment, now).map((count) => ({
    ...count,
    priceCents: priceCents(run, count.travelClass, segment, meters),
  }))
}

/**
 * Whether a hold can still be placed: the operator has opened the run, and it has not yet left the boarding
 * station.
 */
export function isOnSale({ run, segment }: RunOnSegment, now: Instant): boolean {
  return run.isOnSale && now < departureAt(run, segment.fromLeg)
}

const ridingKinds: ReadonlySet<SeatKind> = new Set(['seat', 'berth', 'couchette'])
const ridingClasses = new WeakMap<Consist, ReadonlySet<string>>()

/** Classes that any passenger can ride in; spaces for wheelchairs and bicycles have classes of their own. */
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
