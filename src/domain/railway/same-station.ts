import { searchForm } from '../text.ts'
import { type Coordinates, greatCircleMeters } from './great-circle.ts'

interface NamedPlace extends Coordinates {
  readonly name: string
}

/** Farther apart than the ends of any station. */
export const farApartMeters = 10_000

/** Publishers measure to a platform, an entrance or the middle of the tracks. */
const nearMeters = 500

/**
 * Whether two stations with one code are the same one. Their names agree and their places do not contradict
 * that, or the places agree, because two publishers may write one name in two ways.
 */
export function isSameStation(a: NamedPlace, b: NamedPlace): boolean {
  const meters = greatCircleMeters(a, b)
  if (searchForm(a.name) === searchForm(b.name)) return meters === undefined || meters <= farApartMeters
  return meters !== undefined && meters <= nearMeters
}
