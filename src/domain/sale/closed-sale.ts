import type { Inventory } from '../inventory/inventory.ts'
import { seatOf } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import { whyClosed } from '../records/closure.ts'
import type { Hold } from '../records/hold.ts'

/** The railway sells nothing there. */
export interface ClosedSale {
  readonly code: 'sale_closed'
  readonly reason: 'CLOSED' | 'CANCELLED'
  /** The class that is closed; null if all are. */
  readonly travelClass: string | null
}

/** The refusal of seats of these classes; undefined if all of them are sold for the segment. */
export function refuseClosed(
  { closures }: Pick<Inventory, 'closures'>,
  segment: Segment,
  travelClasses: Iterable<string>,
): ClosedSale | undefined {
  for (const travelClass of [null, ...travelClasses]) {
    const reason = whyClosed(closures, segment, travelClass)
    if (reason) return { code: 'sale_closed', reason, travelClass }
  }
  return undefined
}

/** The same for the seats of a hold. */
export function refuseClosedHold(inventory: Inventory, { segment, seats }: Hold): ClosedSale | undefined {
  if (inventory.closures.length === 0) return undefined
  const classes = seats.map(({ seatId }) => seatOf(inventory.run.consist, seatId).travelClass)
  return refuseClosed(inventory, segment, classes)
}
