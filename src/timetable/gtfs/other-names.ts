import type { StationCode } from '../../domain/ids.ts'
import type { Station } from '../../domain/railway/station.ts'
import { lineProblem, longestOperatorText, searchForm } from '../../domain/text.ts'
import type { Problems } from './problems.ts'
import type { Stations } from './stations.ts'
import { type FeedStop, type FeedStops, stationOf } from './stops.ts'
import type { Translations } from './translations.ts'
import type { FeedTrip } from './trips.ts'

/**
 * Gives stations their names in other languages and as they are spoken: those of their own row, and of
 * platforms that have the same name.
 */
export function nameStations(
  list: readonly Station[],
  trips: Iterable<FeedTrip>,
  { codeOf }: Stations,
  stops: FeedStops,
  translations: Translations,
  problems: Problems,
): readonly Station[] {
  const rowsOf = gatherRows(trips, codeOf, stops)
  return list.map((station) => {
    const rows = [...(rowsOf.get(station.code) ?? [])].filter(({ name }) => name === station.name)
    const ids = rows.map(({ id }) => id)
    const names = translations.of('stops.stop_name', ids, station.name)
    const written = new Set([station.name, ...Object.values(names)].map(searchForm))
    const spoken = rows
      .filter((row) => isSpoken(row, problems))
      .flatMap(({ id, spokenName: text }) => [
        text,
        ...Object.values(translations.of('stops.tts_stop_name', [id], text)),
      ])
    return {
      ...station,
      names,
      spokenNames: [...new Set(spoken)].filter((name) => !written.has(searchForm(name))),
    }
  })
}

/** The rows of each station: its own first, and then its platforms at which trains call. */
function gatherRows(
  trips: Iterable<FeedTrip>,
  codeOf: Stations['codeOf'],
  stops: FeedStops,
): ReadonlyMap<StationCode, ReadonlySet<FeedStop>> {
  const called = new Set<FeedStop>()
  for (const trip of trips) for (const { stop } of trip.stopTimes) called.add(stop)
  const rowsOf = new Map<StationCode, Set<FeedStop>>()
  for (const isOwn of [true, false])
    for (const stop of called) {
      const code = codeOf(stop)
      const rows = rowsOf.get(code) ?? new Set()
      rowsOf.set(code, rows.add(isOwn ? stationOf(stop, stops) : stop))
    }
  return rowsOf
}

function isSpoken({ spokenName, line }: FeedStop, problems: Problems): boolean {
  if (spokenName === '') return false
  const problem = lineProblem(spokenName, longestOperatorText)
  if (problem !== undefined)
    problems.warn('name', 'stops.txt', line, `tts_stop_name ${problem}; the name is left out`)
  return problem === undefined
}
