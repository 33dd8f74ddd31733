import type { Instant } from '../../domain/instant.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import type { Consist, SeatKind } from '../../domain/railway/consist.ts'
import type { RunOnSegment, RunOnTariff } from '../../domain/railway/network.ts'
import { priceCents } from '../../domain/railway/price.ts'
import { departureAt, type OffSale, whyOffSale } from '../../domain/railway/train-run.ts'
import { whyClosed } from '../../domain/records/closure.ts'

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
  /** Null unless an import or the railway has taken the run off sale there. */
  readonly offSaleReason: OffSale | null
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

/** Why holds cannot be placed on a segment, whatever the time is; null if they can. */
function whyOffSaleOn({ closures }: RunFigures, { run, segment }: RunOnSegment): OffSale | null {
  return whyClosed(closures, segment, null) ?? whyOffSale(run)
}

/**
 * Whether a hold can still be placed, and why not: the railway sells the run there, and it has not yet left
 * the boarding station.
 */
export function saleOf(
  figures: RunFigures,
  ride: RunOnSegment,
  now: Instant,
): Pick<RunOffer, 'isOnSale' | 'offSaleReason'> {
  const offSaleReason = whyOffSaleOn(figures, ride)
  return {
    offSaleReason,
    isOnSale: offSaleReason === null && now < departureAt(ride.run, ride.segment.fromLeg),
  }
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
