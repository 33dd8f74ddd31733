import type { SeatFeature } from '../../../domain/railway/consist.ts'
import type { SeatBox } from './layout.ts'
import { isTakenLook, lookOf, type SeatMapState } from './state.ts'

/** What a party can wish for, in the order in which it is offered. */
export const likings = [
  ...(['window', 'aisle', 'table', 'quiet', 'forward', 'accessible', 'family'] as const),
  ...(['lower', 'middle_berth', 'upper'] as const),
] satisfies readonly SeatFeature[]
export type Liking = (typeof likings)[number]

/** Wishes of which a seat can meet only one. */
const rivals: readonly (readonly Liking[])[] = [
  ['window', 'aisle'],
  ['lower', 'middle_berth', 'upper'],
]

/** What lights the map, and guides the choice of seats for the party. Never a condition. */
export interface Wishes {
  /** Empty: any class. */
  readonly travelClass: string
  readonly liked: ReadonlySet<Liking>
  readonly isTogether: boolean
}

/** Adds a wish, in place of one that excludes it, or takes it back. */
export function toggled(liked: ReadonlySet<Liking>, one: Liking): ReadonlySet<Liking> {
  if (liked.has(one)) return liked.difference(new Set([one]))
  const others = new Set(rivals.find((group) => group.includes(one)) ?? [])
  return liked.difference(others).union(new Set([one]))
}

/** The wishes that some seat of the class meets; others make no sense. */
export function likingsOf(boxes: Iterable<SeatBox>, travelClass: string): readonly Liking[] {
  const found = new Set<string>()
  for (const box of boxes)
    if (isOfClass(box, travelClass)) for (const feature of box.seat.features) found.add(feature)
  return likings.filter((one) => found.has(one))
}

export function isOfClass(box: SeatBox, travelClass: string): boolean {
  return travelClass === '' || box.travelClass === travelClass
}

/** Whether there is a wish beyond the class. Without one, all seats of the class look as they are. */
export function hasWishes({ liked, isTogether }: Wishes): boolean {
  return liked.size > 0 || isTogether
}

/**
 * Whether a seat is what the party looks for. `together` are the seats from which the whole party can sit
 * together; undefined if that was not wished for.
 */
export function fits(
  box: SeatBox,
  { travelClass, liked }: Wishes,
  together: ReadonlySet<string> | undefined,
): boolean {
  if (!isOfClass(box, travelClass)) return false
  if (together && !together.has(box.number)) return false
  return [...liked].every((one) => box.seat.features.includes(one))
}

/** How many of these seats the party could take now: free, or held by itself. */
export function roomIn(boxes: readonly SeatBox[], state: SeatMapState, isFit: (box: SeatBox) => boolean) {
  return boxes.filter((box) => !isTakenLook(lookOf(state, box.number)) && isFit(box)).length
}
