import { createHash } from 'node:crypto'
import type { TrainPlan } from '../../domain/railway/timetable.ts'
import type { PairOfRules, TrainFacts } from '../rules.ts'
import { type Day, dateOf } from './dates.ts'
import { headsignReader } from './headsigns.ts'
import type { Problems } from './problems.ts'
import type { Stations } from './stations.ts'
import { tellTwins } from './tell-twins.ts'
import type { TrainDraft } from './train-draft.ts'
import type { Translations } from './translations.ts'

interface NumberedDraft extends TrainDraft {
  readonly baseNumber: string
  readonly pattern: string
}

/**
 * Makes trains of drafts, in the same order: number, name, key, consist and fare.
 * No two drafts are equal. Trains that a rule keeps off sale are left out and
 * counted; the numbers of the other trains do not depend on that.
 */
export function planTrains(
  drafts: readonly TrainDraft[],
  stations: Stations,
  rules: PairOfRules,
  translations: Translations,
  problems: Problems,
): { readonly trains: readonly TrainPlan[]; readonly trainsNotForSale: number } {
  const based = drafts.map((draft) => ({ ...draft, ...baseOf(draft) }))
  const numbers = giveNumbers(based, stations)
  const numberOf = (draft: NumberedDraft) => numbers.get(draft) ?? draft.baseNumber
  const keys = giveKeys(based)
  const dates = dateLists()
  const headsignsOf = headsignReader(translations)
  const forSale: NumberedDraft[] = []
  const plans = based.flatMap((draft) => {
    const facts = factsOf(draft, numberOf(draft), stations)
    const consistName = rules.consistRules.consistFor(facts)
    const fareName = rules.fareRules.fareFor(facts)
    if (consistName === null || fareName === null) return []
    forSale.push(draft)
    const { number, name } = facts
    const { timeZone } = draft.trip.route.agency
    const headsigns = headsignsOf(draft.trip)
    const plan = { number, name, stops: draft.stops, headsigns, timeZone, consistName, fareName }
    const parts = keys.get(draft) ?? []
    return parts.map(({ key, days }) => ({ ...plan, key, serviceDates: dates(days) }))
  })
  tellTwins(
    forSale.map((draft) => ({ ...draft, number: numberOf(draft), times: timesOf(draft) })),
    problems,
  )
  return { trains: mergeDates(plans), trainsNotForSale: drafts.length - forSale.length }
}

/**
 * The key and the facts that a passenger can notice identify a train. If two such
 * trains have different coaches or fares on different days, their keys differ.
 */
function mergeDates(plans: readonly TrainPlan[]): readonly TrainPlan[] {
  const merged = new Map<string, TrainPlan>()
  for (const plan of plans) {
    const { serviceDates, consistName, fareName, headsigns, ...train } = plan
    const shown = headsigns?.map(({ fromStop, text }) => [fromStop, text])
    const name = JSON.stringify([train, shown])
    const same = merged.get(name)
    if (!same) merged.set(name, plan)
    else if (same.consistName === consistName && same.fareName === fareName)
      merged.set(name, { ...same, serviceDates: [...same.serviceDates, ...serviceDates].sort() })
    else {
      const key = `${plan.key}~${consistName}~${fareName}`
      const other = merged.get(`${name}~${key}`)
      const dates = [...(other?.serviceDates ?? []), ...serviceDates].sort()
      merged.set(`${name}~${key}`, { ...plan, key, serviceDates: dates })
    }
  }
  return [...merged.values()]
}

/**
 * The printed number if the feed has one; otherwise the line and the time
 * at which the train leaves its first station, as on a departure board.
 */
function baseOf(draft: TrainDraft): { readonly baseNumber: string; readonly pattern: string } {
  const { trip, stops, isRepeated } = draft
  const { shortName, longName, id } = trip.route
  const minutes = Math.floor((stops[0]?.departureSeconds ?? 0) / 60) % (24 * 60)
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
  const line = trip.shortName || shortName || longName || id
  const baseNumber = trip.shortName && !isRepeated ? trip.shortName : `${line}-${clock}`
  return { baseNumber, pattern: stops.map((stop) => stop.stationCode).join('\n') }
}

function factsOf(draft: NumberedDraft, number: string, stations: Stations): TrainFacts {
  const { trip, stops } = draft
  const first = stops[0]
  const last = stops.at(-1)
  if (!first || !last) throw new RangeError(`trip ${trip.id} has no stops`)
  const terminus = trip.headsign || stations.nameOf(last.stationCode)
  const terminals = `${stations.nameOf(first.stationCode)} - ${terminus}`
  return {
    number,
    // Not the name of the route, which may be written for the other direction.
    name: terminals,
    routeShortName: trip.route.shortName,
    routeLongName: trip.route.longName,
    agencyName: trip.route.agency.name,
    routeType: trip.route.type,
    firstDepartureSeconds: first.departureSeconds,
    durationSeconds: last.arrivalSeconds - first.departureSeconds,
    distanceMeters: last.distanceMeters,
    stationCodes: stops.map((stop) => stop.stationCode),
  }
}

/**
 * Numbers that we make are unique on each day: a letter distinguishes two trains of
 * a line that leave in the same minute, most often in opposite directions. Printed
 * numbers stay as they are, because parts of a divided train share one.
 */
function giveNumbers(
  drafts: readonly NumberedDraft[],
  stations: Stations,
): ReadonlyMap<NumberedDraft, string> {
  const numbers = new Map<NumberedDraft, string>()
  const terminals = (draft: NumberedDraft) =>
    [draft.stops[0], draft.stops.at(-1)]
      .map((stop) => (stop ? stations.nameOf(stop.stationCode) : ''))
      .join('\n')
  const made = drafts.filter((draft) => draft.isRepeated || draft.trip.shortName === '')
  for (const [base, group] of Map.groupBy(made, (draft) => draft.baseNumber)) {
    const taken: Set<Day>[] = []
    const order = (one: NumberedDraft) => `${terminals(one)}\n${one.pattern}\n${timesOf(one)} ${one.trip.id}`
    for (const draft of sortBy(group, order)) {
      const free = taken.findIndex((days) => draft.days.every((day) => !days.has(day)))
      const slot = free < 0 ? taken.push(new Set()) - 1 : free
      for (const day of draft.days) taken[slot]?.add(day)
      numbers.set(draft, base + letterOf(slot))
    }
  }
  return numbers
}

/** None, B, C, ... Z, -27, -28, ... */
function letterOf(slot: number): string {
  if (slot === 0) return ''
  return slot < 26 ? String.fromCharCode(65 + slot) : `-${slot + 1}`
}

interface KeyedDays {
  readonly key: string
  readonly days: readonly Day[]
}

/**
 * A newer feed identifies a train by its number and its stations; `trip_id` and times may change. If two
 * such trains run on one day, the later one is the second. This is counted for each day, so the length of a
 * feed does not matter.
 */
function giveKeys(drafts: readonly NumberedDraft[]): ReadonlyMap<NumberedDraft, readonly KeyedDays[]> {
  const keys = new Map<NumberedDraft, readonly KeyedDays[]>()
  for (const group of Map.groupBy(drafts, (draft) => `${draft.baseNumber}\n${draft.pattern}`).values()) {
    const countOfDay = new Map<Day, number>()
    for (const draft of sortBy(group, (one) => `${timesOf(one)} ${one.trip.id}`)) {
      const rankOf = (day: Day) => (countOfDay.get(day) ?? 0) + 1
      const byRank = Map.groupBy(draft.days, rankOf)
      for (const day of draft.days) countOfDay.set(day, rankOf(day))
      const parts = [...byRank].map(([rank, days]) => ({
        key: keyOf(draft, rank),
        // The same list if it is whole, so that trains of one service continue to share it.
        days: byRank.size === 1 ? draft.days : days,
      }))
      keys.set(draft, parts)
    }
  }
  return keys
}

function keyOf(draft: NumberedDraft, rank: number): string {
  // 96 bits are more than enough to distinguish the station lists of one number.
  const hash = createHash('sha256').update(draft.pattern).digest('base64url').slice(0, 16)
  return `${draft.baseNumber}/${hash}${rank === 1 ? '' : `#${rank}`}`
}

/** All times as a text with the same sort order; if two are equal, the trip ids decide. */
function timesOf(draft: TrainDraft): string {
  const times = draft.stops.flatMap((stop) => [stop.arrivalSeconds, stop.departureSeconds])
  return times.map((seconds) => String(seconds).padStart(7, '0')).join(' ')
}

function sortBy<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  if (items.length < 2) return items
  return items
    .map((item) => ({ item, text: textOf(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ item }) => item)
}

/**
 * Trains of one service share their list of dates, and all lists
 * share their texts: a national feed has millions of them.
 */
function dateLists(): (days: readonly Day[]) => readonly string[] {
  const lists = new Map<readonly Day[], readonly string[]>()
  const texts = new Map<Day, string>()
  const textOf = (day: Day) => {
    const text = texts.get(day) ?? dateOf(day)
    texts.set(day, text)
    return text
  }
  return (days) => {
    const list = lists.get(days) ?? days.map(textOf)
    lists.set(days, list)
    return list
  }
}
