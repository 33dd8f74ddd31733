import { shownOn } from './headsigns.ts'
import type { TrainDraft } from './train-draft.ts'

/**
 * Drafts that differ only in their days are one train, and one run on a day that several of them
 * share: some feeds list a train once for each version of its calendar.
 */
export function mergeEqualDrafts(drafts: readonly TrainDraft[]): {
  readonly drafts: readonly TrainDraft[]
  /** Duplicate runs, not counting the first of each. */
  readonly equalRuns: number
} {
  const merged = new Map<string, TrainDraft>()
  let equalRuns = 0
  for (const draft of drafts) {
    const text = everythingOf(draft)
    const same = merged.get(text)
    if (!same) {
      merged.set(text, draft)
      continue
    }
    const days = same.days === draft.days ? same.days : [...new Set([...same.days, ...draft.days])]
    equalRuns += same.days.length + draft.days.length - days.length
    merged.set(text, { ...same, days: days.toSorted((a, b) => a - b) })
  }
  return { drafts: [...merged.values()], equalRuns }
}

/** Everything that a passenger or a rule file can notice about a train, except its days. */
function everythingOf({ trip, stops, isRepeated }: TrainDraft): string {
  const { route } = trip
  const names = [trip.shortName, trip.headsign, route.shortName, route.longName]
  const shown = shownOn(trip).map(({ fromStop, text }) => [fromStop, text])
  const line = [...names, route.type, route.agency.name, route.agency.timeZone, isRepeated]
  // If a line has no name, its id becomes the number of its trains.
  if (route.shortName === '' && route.longName === '') line.push(route.id)
  return JSON.stringify([line, shown, stops.map((stop) => Object.values(stop))])
}
