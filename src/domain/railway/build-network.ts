import type { StationCode, TrainId } from '../ids.ts'
import { after, dayMs } from '../instant.ts'
import type { Fare } from './fare.ts'
import { type Headsign, headsignAt, type Wording } from './names.ts'
import type { Network, RunFound } from './network.ts'
import { metersOf } from './price.ts'
import { RunIndex, type TrainRuns } from './run-index.ts'
import type { Segment } from './segment.ts'
import { localDay } from './service-day.ts'
import type { Station } from './station.ts'
import { type FormerStation, stationFinder } from './station-names.ts'
import { findSegment, type TrainRun } from './train-run.ts'

/**
 * A train that serves a pair of stations, and the time from its origin to its departure from the first of
 * them.
 */
interface TrainOnSegment {
  readonly runs: readonly TrainRun[]
  readonly fares: ReadonlySet<Fare>
  readonly segment: Segment
  readonly meters: number
  readonly departureMs: number
}

/** The number of station pairs whose trains are remembered; beyond it, remembering starts afresh. */
const rememberedPairs = 20_000

/** What a network has besides its runs. */
interface AboutNetwork {
  readonly version: number
  readonly stations: Iterable<Station>
  readonly formerStations?: Iterable<FormerStation>
  /** Stations that no timetable has any more; they are listed only while a run still calls there. */
  readonly givenUp?: ReadonlySet<StationCode>
  readonly headsigns?: ReadonlyMap<TrainId, readonly Headsign[]>
}

type NetworkInput = AboutNetwork & { readonly runs: Iterable<TrainRun> }

/** Builds the timetable for searches. Every stop of every run must be at one of `stations`. */
export function buildNetwork(input: NetworkInput): Network {
  const steps = networkSteps(input)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in short steps, between which other work may have its turn. */
function* networkSteps({ runs, ...about }: NetworkInput): Generator<void, Network> {
  return yield* networkOf(yield* RunIndex.build(runs), about)
}

/** The network of an index, which nobody may amend from now on; in short steps. */
export function* networkOf(index: RunIndex, input: AboutNetwork): Generator<void, Network> {
  const stations = new Map<StationCode, Station>()
  for (const station of input.stations) stations.set(station.code, station)
  const served = input.givenUp?.size ? yield* index.stationsServed() : new Set<StationCode>()
  const trainsOn = rememberByPair((from, to) =>
    // In this order, the runs of a day are found nearly in order of departure.
    trainsBetween(index.trainsAt(from), from, to).toSorted((a, b) => timeOfDay(a) - timeOfDay(b)),
  )
  const tariffsOf = rememberByPair((from, to) => shortestWays([...trainsOn(from, to), ...trainsOn(to, from)]))
  const tariffsBetween = (from: StationCode, to: StationCode) =>
    from < to ? tariffsOf(from, to) : tariffsOf(to, from)

  const stationOf = stationFinder(stations, input.formerStations ?? [])
  const isListed = ({ code }: Station) => input.givenUp?.has(code) !== true || served.has(code)

  return {
    version: input.version,
    stations,
    stationsByName: [...stations.values()].filter(isListed).sort(byName),
    stationOf,
    run: (id) => index.run(id),
    runs: () => index.runs(),
    headsign: (run, stopIndex) =>
      headsignAt(input.headsigns?.get(run.train.id) ?? [], stopIndex) ?? terminusOf(run, stationOf),
    tariffMeters: (fare, from, to) => tariffsBetween(from, to).get(fare),
    findRuns(from, to, journeyDate) {
      const station = stations.get(from)
      if (!station) return []
      const day = localDay(journeyDate, station.timeZone)
      const tariffs = tariffsBetween(from, to)
      const found: RunFound[] = []
      for (const { runs, segment, meters, departureMs } of trainsOn(from, to)) {
        // However many days ago they started.
        for (let index = firstFrom(runs, day.from - departureMs); index < runs.length; index++) {
          const run = runs[index]
          if (!run) break
          const departsAt = after(run.originAt, departureMs)
          if (departsAt >= day.to) break
          found.push({ run, segment, meters: tariffs.get(run.fare) ?? meters, departsAt })
        }
      }
      return found.sort(byDeparture)
    },
  }
}

/** The name that the run was sold with. */
function terminusOf(run: TrainRun, stationOf: Network['stationOf']): Wording {
  const { stops } = run.train
  const last = stationOf(run, stops.length - 1)
  return { text: last?.name ?? stops.at(-1)?.stationCode ?? '', byLanguage: last?.names ?? {} }
}

const collator = new Intl.Collator('en', { numeric: true })

function byName(a: Station, b: Station): number {
  return collator.compare(a.name, b.name) || (a.code < b.code ? -1 : 1)
}

function byDeparture(a: RunFound, b: RunFound): number {
  return a.departsAt - b.departsAt || a.run.id - b.run.id
}

function trainsBetween(
  trains: Iterable<TrainRuns>,
  from: StationCode,
  to: StationCode,
): readonly TrainOnSegment[] {
  return Array.from(trains).flatMap(({ train, runs, fares }) => {
    const segment = findSegment(train, from, to)
    const stop = segment.ok ? train.stops[segment.value.fromLeg] : undefined
    if (!segment.ok || !stop) return []
    const meters = metersOf(train, segment.value)
    return [{ runs, fares, segment: segment.value, meters, departureMs: stop.departureSeconds * 1000 }]
  })
}

function timeOfDay({ departureMs }: TrainOnSegment): number {
  return departureMs % dayMs
}

function shortestWays(trains: readonly TrainOnSegment[]): ReadonlyMap<Fare, number> {
  const shortest = new Map<Fare, number>()
  for (const { fares, meters } of trains)
    for (const fare of fares) shortest.set(fare, Math.min(meters, shortest.get(fare) ?? meters))
  return shortest
}

/**
 * The trains that join two stations never change within a network, and popular pairs are requested all the
 * time.
 */
function rememberByPair<T>(
  find: (from: StationCode, to: StationCode) => T,
): (from: StationCode, to: StationCode) => T {
  const byFrom = new Map<StationCode, Map<StationCode, T>>()
  let count = 0
  return (from, to) => {
    const known = byFrom.get(from)?.get(to)
    if (known) return known
    if (count++ >= rememberedPairs) {
      byFrom.clear()
      count = 1
    }
    const found = find(from, to)
    const byTo = byFrom.get(from) ?? new Map<StationCode, T>()
    byFrom.set(from, byTo.set(to, found))
    return found
  }
}

/**
 * Index of the first run whose origin is not before `originAt`; a binary search, since runs are in order of
 * time.
 */
function firstFrom(runs: readonly TrainRun[], originAt: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const run = runs[middle]
    if (run && run.originAt < originAt) low = middle + 1
    else high = middle
  }
  return low
}
