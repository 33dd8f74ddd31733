import type { Station } from '../api-types.ts'
import { stationsNamed } from './names.ts'

/** How many stations are offered at once. */
const mostOffered = 8

/** How somebody ends the typing. */
export type Ending = 'enter' | 'leave'

/** What somebody is typing into the field of a station. */
export interface Draft {
  /** Null while the field shows the station that was chosen. */
  readonly typed: string | null
  /** The list of stations is shown. */
  readonly isOpen: boolean
  /** The option that the arrow keys have gone to; null until they are used. */
  readonly chosen: number | null
  /** How the typing ended before the stations for the text were there. */
  readonly ending: Ending | null
  /** The text could be several stations. */
  readonly isAsked: boolean
}

export const noDraft: Draft = { typed: null, isOpen: false, chosen: null, ending: null, isAsked: false }

/** The stations for a draft, as the list shows them. */
interface Offer {
  /** Those that the text names wholly come first. */
  readonly stations: readonly Station[]
  /** How many of them the text names wholly. */
  readonly namedCount: number
  /** The option that Enter takes; -1 for none. */
  readonly active: number
}

/**
 * Orders the stations that were found for a draft. Nothing is preselected before anything is typed, and among
 * stations of one name.
 */
export function offerFor({ typed, chosen }: Draft, found: readonly Station[]): Offer {
  const named = stationsNamed(found, typed ?? '')
  return {
    stations: [...new Set([...named, ...found])].slice(0, mostOffered),
    namedCount: named.length,
    active: chosen ?? (isBlank(typed) || named.length > 1 ? -1 : 0),
  }
}

/** What becomes of a field when the typing ends. */
interface End {
  readonly draft: Draft
  /** The station that is chosen now, or null for none; undefined if the choice stays as it was. */
  readonly choice?: Station | null
}

/**
 * Ends the typing with the stations of the whole text. A text that could be several stations is asked back:
 * it stays in the field, and none is chosen.
 */
export function endOf({ typed }: Draft, { stations, namedCount, active }: Offer, how: Ending): End {
  const picked = how === 'enter' ? stations[active] : undefined
  if (picked) return { draft: noDraft, choice: picked }
  if (isBlank(typed)) return typed === null ? { draft: noDraft } : { draft: noDraft, choice: null }
  const [only, another] = namedCount > 0 ? stations.slice(0, namedCount) : stations
  if (another) return { draft: { ...noDraft, typed, isAsked: true, isOpen: how === 'enter' }, choice: null }
  return only ? { draft: noDraft, choice: only } : { draft: noDraft }
}

/** The draft after an arrow key: one option further down (1) or up (-1), round the ends of the list. */
export function moved(draft: Draft, { stations, active }: Offer, step: 1 | -1): Draft {
  const from = Math.max(active, step < 0 ? 0 : -1)
  const chosen = (from + step + stations.length) % Math.max(1, stations.length)
  return { ...draft, isAsked: false, chosen }
}

function isBlank(typed: string | null): boolean {
  return (typed ?? '').trim() === ''
}
