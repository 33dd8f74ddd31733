import type { StationCode } from '../ids.ts'
import { isSameStation } from './same-station.ts'
import type { Station } from './station.ts'
import type { StationPlan, Timetable } from './timetable.ts'

/** A station that a store has. */
export interface KnownStation extends Station {
  /** The source that named it first, and that may rename and move it; empty if its timetable lost it. */
  readonly source: string
}

/** A station of a timetable that has the code of a different one. */
export interface StationClash {
  readonly code: StationCode
  /** As the timetable has it, in this line of its file; null if it comes from no file. */
  readonly is: Station
  readonly line: number | null
  /** As it is known, to this source. */
  readonly known: Station
  readonly source: string
}

/**
 * What an import does to a station that has another name or time zone in the timetable. `renamed`: its own
 * source says so. `kept`: it is another source's, which named it first.
 */
export interface StationDifference {
  readonly change: 'renamed' | 'kept'
  readonly code: StationCode
  readonly name: string
  readonly timeZone: string
  /** Whose station it is. */
  readonly source: string
  /** As the timetable has it. */
  readonly feedName: string
  readonly feedTimeZone: string
}

/** What an import does to the stations of a store. */
export interface StationChanges {
  /** New stations, and known ones as they are from now on. */
  readonly put: readonly KnownStation[]
  /** Those of them that get another name or time zone, as they were. */
  readonly former: readonly Station[]
  readonly differences: readonly StationDifference[]
  readonly clashes: readonly StationClash[]
}

export interface StationsBefore {
  readonly stations: ReadonlyMap<StationCode, KnownStation>
  /** Another source than that of the timetable whose trains call at a station; see `doubtfulCodes`. */
  readonly otherCallers: ReadonlyMap<StationCode, string>
}

/**
 * Codes for which a store has to look for trains of other sources, because their own source, or none, names a
 * different station.
 */
export function doubtfulCodes(
  { source, stations }: Pick<Timetable, 'source' | 'stations'>,
  known: StationsBefore['stations'],
): readonly StationCode[] {
  return stations.flatMap((station) => {
    const before = known.get(station.code)
    const isFree = before && (before.source === source || before.source === '')
    return isFree && !isSameStation(before, station) ? [station.code] : []
  })
}

/**
 * What becomes of the stations: a station belongs to the source that named it first, until the timetable of
 * that source no longer has it. Other sources may call there if they mean the same station (`areSame`:
 * somebody says that they do), and do not change it.
 */
export function planStations(timetable: Timetable, before: StationsBefore, areSame: boolean): StationChanges {
  const { source } = timetable
  const stations = new Map(timetable.stations.map((station) => [station.code, station]))
  const put: KnownStation[] = []
  const former: Station[] = []
  const differences: StationDifference[] = []
  const clashes: StationClash[] = []
  for (const plan of stations.values()) {
    const known = before.stations.get(plan.code)
    const rival = known && !areSame ? rivalOf(source, plan, known, before) : undefined
    if (known && rival !== undefined) {
      clashes.push(clash(plan, known, rival))
      continue
    }
    const isOwn = !known || known.source === source || known.source === ''
    if (isOwn && !(known && isEqual(known, plan, source))) put.push(stationOf(plan, source))
    if (!known || isCalledSame(known, plan)) continue
    if (isOwn) former.push(known)
    differences.push(difference(plan, known, isOwn ? source : known.source, isOwn))
  }
  return { put: [...put, ...givenUp(source, stations, before)], former, differences, clashes }
}

/** The source that has a different station under the code; undefined if there is none. */
function rivalOf(
  source: string,
  plan: Station,
  known: KnownStation,
  { otherCallers }: StationsBefore,
): string | undefined {
  if (isSameStation(known, plan)) return undefined
  if (known.source !== source && known.source !== '') return known.source
  return otherCallers.get(plan.code)
}

/** Codes of stations that belong to no source, because their own no longer has them. */
export function givenUpStations(stations: Iterable<KnownStation>): ReadonlySet<StationCode> {
  const codes = new Set<StationCode>()
  for (const { code, source } of stations) if (source === '') codes.add(code)
  return codes
}

/** Stations that the source no longer has: the next source that has them may rename them. */
function givenUp(
  source: string,
  stations: ReadonlyMap<StationCode, unknown>,
  before: StationsBefore,
): readonly KnownStation[] {
  return [...before.stations.values()]
    .filter((known) => known.source === source && !stations.has(known.code))
    .map((known) => ({ ...known, source: '' }))
}

function stationOf({ line: _line, ...station }: StationPlan, source: string): KnownStation {
  return { ...station, source }
}

function isCalledSame(a: Station, b: Station): boolean {
  return a.name === b.name && a.timeZone === b.timeZone
}

function isEqual(known: KnownStation, plan: Station, source: string): boolean {
  const content = ({ names, spokenNames, latitude, longitude }: Station) =>
    JSON.stringify([Object.entries(names).sort(), spokenNames, latitude, longitude])
  return known.source === source && isCalledSame(known, plan) && content(known) === content(plan)
}

function difference(
  plan: Station,
  { code, name, timeZone }: KnownStation,
  source: string,
  isOwn: boolean,
): StationDifference {
  const feed = { feedName: plan.name, feedTimeZone: plan.timeZone }
  return { change: isOwn ? 'renamed' : 'kept', code, name, timeZone, source, ...feed }
}

function clash(plan: StationPlan, { source: _source, ...known }: KnownStation, rival: string): StationClash {
  const { line = null, ...is } = plan
  return { code: plan.code, is, line, known, source: rival }
}
