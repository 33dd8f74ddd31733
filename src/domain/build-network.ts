import type { StationCode, TrainRunId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Network, RunOnSegment } from './network.ts'
import type { Segment } from './segment.ts'
import { localDay } from './service-day.ts'
import type { Station } from './station.ts'
import { departureAt, findSegment, type Train, type TrainRun } from './train-run.ts'

/** A train and its runs in order of time; one array slot is all that a run costs here. */
interface TrainRuns {
  readonly train: Train
  readonly runs: TrainRun[]
}

/** A train that serves a pair of stations, and how long after its origin it leaves the first of them. */
interface TrainOnSegment {
  readonly runs: readonly TrainRun[]
  readonly segment: Segment
  readonly departureMs: number
}

/** Pairs of stations whose trains are remembered; when so many were asked for, remembering starts anew. */
const rememberedPairs = 20_000

/** Builds the timetable as searches see it. Every stop of every run must be at one of `stations`. */
export function buildNetwork(input: {
  readonly version: number
  readonly stations: Iterable<Station>
  readonly runs: Iterable<TrainRun>
}): Network {
  const stations = new Map<StationCode, Station>()
  for (const station of input.stations) stations.set(station.code, station)
  const runsById = new Map<TrainRunId, TrainRun>()
  for (const run of input.runs) runsById.set(run.id, run)
  const trainsAt = boardingTrains(groupByTrain(runsById.values()))
  const trainsOn = rememberByPair((from, to) => trainsBetween(trainsAt.get(from) ?? [], from, to))

  return {
    version: input.version,
    stations,
    stationsByName: [...stations.values()].sort(byName),
    run: (id) => runsById.get(id),
    runs: () => runsById.values(),
    findRuns(from, to, journeyDate) {
      const station = stations.get(from)
      if (!station) return []
      const day = localDay(journeyDate, station.timeZone)
      return trainsOn(from, to)
        .flatMap((train) => runsLeaving(train, day.from, day.to))
        .sort(byDeparture)
    },
  }
}

const collator = new Intl.Collator('en', { numeric: true })

function byName(a: Station, b: Station): number {
  return collator.compare(a.name, b.name) || (a.code < b.code ? -1 : 1)
}

function byDeparture(a: RunOnSegment, b: RunOnSegment): number {
  return departureAt(a.run, a.segment.fromLeg) - departureAt(b.run, b.segment.fromLeg) || a.run.id - b.run.id
}

/** By the train itself, not its id: runs that an import kept may still have the stops of an older timetable. */
function groupByTrain(runs: Iterable<TrainRun>): Iterable<TrainRuns> {
  const groups = new Map<Train, TrainRuns>()
  for (const run of runs) {
    const group = groups.get(run.train)
    if (group) group.runs.push(run)
    else groups.set(run.train, { train: run.train, runs: [run] })
  }
  for (const group of groups.values()) group.runs.sort((a, b) => a.originAt - b.originAt)
  return groups.values()
}

function boardingTrains(trains: Iterable<TrainRuns>): ReadonlyMap<StationCode, readonly TrainRuns[]> {
  const trainsAt = new Map<StationCode, TrainRuns[]>()
  for (const entry of trains) {
    const boardable = entry.train.stops.filter((stop) => stop.canBoard).map((stop) => stop.stationCode)
    for (const code of new Set(boardable)) {
      const list = trainsAt.get(code)
      if (list) list.push(entry)
      else trainsAt.set(code, [entry])
    }
  }
  return trainsAt
}

function trainsBetween(
  trains: readonly TrainRuns[],
  from: StationCode,
  to: StationCode,
): readonly TrainOnSegment[] {
  return trains.flatMap(({ train, runs }) => {
    const segment = findSegment(train, from, to)
    const stop = segment.ok ? train.stops[segment.value.fromLeg] : undefined
    if (!segment.ok || !stop) return []
    return [{ runs, segment: segment.value, departureMs: stop.departureSeconds * 1000 }]
  })
}

/** Which trains join two stations never changes within a network, and popular pairs are asked for all the time. */
function rememberByPair(
  find: (from: StationCode, to: StationCode) => readonly TrainOnSegment[],
): typeof find {
  const byFrom = new Map<StationCode, Map<StationCode, readonly TrainOnSegment[]>>()
  let count = 0
  return (from, to) => {
    const known = byFrom.get(from)?.get(to)
    if (known) return known
    if (count++ >= rememberedPairs) {
      byFrom.clear()
      count = 1
    }
    const found = find(from, to)
    const byTo = byFrom.get(from) ?? new Map<StationCode, readonly TrainOnSegment[]>()
    byFrom.set(from, byTo.set(to, found))
    return found
  }
}

/** Runs whose departure is in `[from, to)`, however many days ago they started. */
function runsLeaving(train: TrainOnSegment, from: Instant, to: Instant): readonly RunOnSegment[] {
  const { runs, segment, departureMs } = train
  const found: RunOnSegment[] = []
  for (let index = firstFrom(runs, from - departureMs); index < runs.length; index++) {
    const run = runs[index]
    if (!run || run.originAt + departureMs >= to) break
    found.push({ run, segment })
  }
  return found
}

/** Index of the first run whose origin is not before `originAt`; binary search, since runs are in order of time. */
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
