import { createHash } from 'node:crypto'
import type { TrainPlan } from '../../domain/timetable.ts'
import type { Stop } from '../../domain/train-run.ts'
import type { ConsistRules, FareRules, TrainFacts } from '../rules.ts'
import { type Day, dateOf } from './dates.ts'
import type { Stations } from './stations.ts'
import type { FeedTrip } from './trips.ts'

/** A trip with its stops laid out and its days, before it has a number. */
export interface TrainDraft {
  readonly trip: FeedTrip
  readonly stops: readonly Stop[]
  /** Ascending, at least one. */
  readonly days: readonly Day[]
  /** One of many departures of the same trip, from frequencies.txt. */
  readonly isRepeated: boolean
}

interface NumberedDraft extends TrainDraft {
  readonly baseNumber: string
  readonly pattern: string
}

/** Makes trains of drafts: number, name, key, consist and fare. In the order of the drafts; drafts that differ in nothing but their days are one. */
export function planTrains(
  drafts: readonly TrainDraft[],
  stations: Stations,
  consistRules: ConsistRules,
  fareRules: FareRules,
): readonly TrainPlan[] {
  const based = drafts.map((draft) => ({ ...draft, ...baseOf(draft) }))
  const numbers = giveNumbers(based, stations)
  const keys = giveKeys(based)
  const dates = dateLists()
  const plans = based.flatMap((draft) => {
    const facts = factsOf(draft, numbers.get(draft) ?? draft.baseNumber, stations)
    const plan = {
      number: facts.number,
      name: facts.name,
      stops: draft.stops,
      timeZone: draft.trip.route.agency.timeZone,
      consistName: consistRules.consistFor(facts),
      fareName: fareRules.fareFor(facts),
    }
    const parts = keys.get(draft) ?? []
    return parts.map(({ key, days }) => ({ ...plan, key, serviceDates: dates(days) }))
  })
  return mergeDates(plans)
}

/**
 * A key and what a passenger can notice name one train. Should two such trains have other coaches or fares on other days, their key
 * says so.
 */
function mergeDates(plans: readonly TrainPlan[]): readonly TrainPlan[] {
  const merged = new Map<string, TrainPlan>()
  for (const plan of plans) {
    const { serviceDates, consistName, fareName, ...train } = plan
    const name = JSON.stringify(train)
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

/** The printed number where the feed has one; else the line and the time at which the train leaves its first station, as on a departure board. */
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
  const terminals = `${stations.nameOf(first.stationCode)} - ${trip.headsign || stations.nameOf(last.stationCode)}`
  return {
    number,
    name: trip.route.longName || terminals,
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
 * Numbers that we made are made unique on each day: two trains of a line that leave at the same minute, most often in opposite
 * directions, are told apart by a letter. Printed numbers stay as they are: parts of a divided train share one.
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
  for (const [base, group] of groupBy(made, (draft) => draft.baseNumber)) {
    const taken: Set<Day>[] = []
    for (const draft of sortBy(group, (one) => `${terminals(one)}\n${one.pattern}\n${timesOf(one)}`)) {
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
 * A train is known again in a newer feed by its number and its stations; `trip_id` and times may change. Where two such trains run
 * on one day, the later one of that day is the second: counted by day, so that it does not matter how far a feed reaches.
 */
function giveKeys(drafts: readonly NumberedDraft[]): ReadonlyMap<NumberedDraft, readonly KeyedDays[]> {
  const keys = new Map<NumberedDraft, readonly KeyedDays[]>()
  for (const group of groupBy(drafts, (draft) => `${draft.baseNumber}\n${draft.pattern}`).values()) {
    const countOfDay = new Map<Day, number>()
    for (const draft of sortBy(group, timesOf)) {
      const rankOf = (day: Day) => (countOfDay.get(day) ?? 0) + 1
      const byRank = groupBy(draft.days, rankOf)
      for (const day of draft.days) countOfDay.set(day, rankOf(day))
      const parts = [...byRank].map(([rank, days]) => ({
        key: keyOf(draft, rank),
        // The very list where it is whole, so that trains of one service go on sharing it.
        days: byRank.size === 1 ? draft.days : days,
      }))
      keys.set(draft, parts)
    }
  }
  return keys
}

function keyOf(draft: NumberedDraft, rank: number): string {
  // 96 bits tell the station lists of one number apart many times over.
  const hash = createHash('sha256').update(draft.pattern).digest('base64url').slice(0, 16)
  return `${draft.baseNumber}/${hash}${rank === 1 ? '' : `#${rank}`}`
}

/** Sorts by time as text; the trip's id is the last resort, so that the order never depends on that of the file. */
function timesOf(draft: TrainDraft): string {
  const times = draft.stops.flatMap((stop) => [stop.arrivalSeconds, stop.departureSeconds])
  return `${times.map((seconds) => String(seconds).padStart(7, '0')).join(' ')} ${draft.trip.id}`
}

function groupBy<T, K>(items: Iterable<T>, keyOfItem: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOfItem(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function sortBy<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  if (items.length < 2) return items
  return items
    .map((item) => ({ item, text: textOf(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ item }) => item)
}

/** Trains of one service share their list of dates, and all lists share their texts: a national feed has millions of them. */
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
