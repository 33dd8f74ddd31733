import type { Day } from './dates.ts'
import type { Problems } from './problems.ts'
import type { TrainDraft } from './train-draft.ts'

/** A draft with its number, and its stations and times as texts to compare. */
interface NamedDraft extends TrainDraft {
  readonly number: string
  readonly pattern: string
  readonly times: string
}

const file = 'trips.txt'

/** Warns of trains that may be the same, and of those that continue as another. All are sold as they are. */
export function tellTwins(drafts: readonly NamedDraft[], problems: Problems): void {
  tellNumbersTwice(drafts, problems)
  tellThroughCoaches(drafts, problems)
  tellBlocks(drafts, problems)
}

/** A printed number twice a day between the same stations at different times. */
function tellNumbersTwice(drafts: readonly NamedDraft[], problems: Problems): void {
  const printed = drafts.filter(({ trip, isRepeated }) => trip.shortName !== '' && !isRepeated)
  for (const group of Map.groupBy(printed, (draft) => `${draft.number}\n${draft.pattern}`).values())
    for (const [draft, other, days] of pairsOnOneDay(group)) {
      const which = `trip ${other.trip.id} (line ${other.trip.line})`
      const also = `also runs as ${which} at other times on ${daysText(days)}`
      const reason = `train ${draft.number} ${also}; both are sold`
      problems.warn('number twice', file, draft.trip.line, reason)
    }
}

/** The same stations, times and day under two numbers: usually coaches of one train. */
function tellThroughCoaches(drafts: readonly NamedDraft[], problems: Problems): void {
  for (const group of Map.groupBy(drafts, (draft) => `${draft.pattern}\n${draft.times}`).values())
    for (const [draft, other, days] of pairsOnOneDay(group)) {
      if (draft.number === other.number) continue
      const which = `train ${other.number} (line ${other.trip.line})`
      const same = `has the stations and times of ${which} on ${daysText(days)}`
      const reason = `train ${draft.number} ${same}; both are sold, each with coaches of its own`
      problems.warn('through coach', file, draft.trip.line, reason)
    }
}

/** Trips of one block, the second from the end of the first: a through passenger needs two bookings. */
function tellBlocks(drafts: readonly NamedDraft[], problems: Problems): void {
  const inBlocks = drafts.filter(({ trip }) => trip.blockId !== '')
  for (const group of Map.groupBy(inBlocks, ({ trip }) => trip.blockId).values()) {
    const inOrder = group.toSorted((a, b) => (a.times < b.times ? -1 : 1))
    for (const [index, draft] of inOrder.entries()) {
      const next = inOrder[index + 1]
      if (!next || !goesOn(draft, next)) continue
      const reason =
        `train ${next.number} is train ${draft.number} (line ${draft.trip.line}) under another number ` +
        `(block_id ${next.trip.blockId}); a passenger who stays seated books both`
      problems.warn('block', file, next.trip.line, reason)
    }
  }
}

function goesOn(draft: NamedDraft, next: NamedDraft): boolean {
  const end = draft.stops.at(-1)
  const start = next.stops[0]
  if (!end || !start || end.stationCode !== start.stationCode) return false
  const turnsBack = next.stops[1]?.stationCode === draft.stops.at(-2)?.stationCode
  const shared = new Set(draft.days).intersection(new Set(next.days))
  return !turnsBack && shared.size > 0 && start.departureSeconds >= end.arrivalSeconds
}

/** Each draft with an earlier one of its group that shares days with it. */
function* pairsOnOneDay(
  group: readonly NamedDraft[],
): Generator<[draft: NamedDraft, other: NamedDraft, days: number]> {
  if (group.length < 2) return
  const firstOn = new Map<Day, NamedDraft>()
  for (const draft of group) {
    const others = draft.days.flatMap((day) => firstOn.get(day) ?? [])
    const [other] = others
    if (other) yield [draft, other, others.filter((one) => one === other).length]
    for (const day of draft.days) if (!firstOn.has(day)) firstOn.set(day, draft)
  }
}

function daysText(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}
