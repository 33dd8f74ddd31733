import type { StationCode } from '../ids.ts'
import { longestOperatorText } from '../text.ts'
import type { Timetable } from './timetable.ts'

/**
 * The timetable with a prefix before each of its station codes, also those of prices for pairs, so that they
 * differ from the codes of other sources. Trains keep their keys: they stay the same trains.
 */
export function prefixStations(timetable: Timetable, stationPrefix: string): Timetable {
  if (stationPrefix === '') return timetable
  // A text that is made anew for each stop would be kept in memory as often.
  const known = new Map<string, StationCode>()
  const prefixed = (code: string): StationCode => {
    const text = known.get(code) ?? (`${stationPrefix}${code}` as StationCode)
    known.set(code, text)
    return text
  }
  return {
    ...timetable,
    stationPrefix,
    stations: timetable.stations.map((station) => ({ ...station, code: prefixed(station.code) })),
    fares: timetable.fares.map((fare) => ({
      ...fare,
      pairs: fare.pairs.map((pair) => ({ ...pair, from: prefixed(pair.from), to: prefixed(pair.to) })),
    })),
    trains: timetable.trains.map((train) => ({
      ...train,
      stops: train.stops.map((stop) => ({ ...stop, stationCode: prefixed(stop.stationCode) })),
    })),
  }
}

/** Station codes with more characters than a text of an operator may have; only a prefix makes them. */
export function tooLongCodes({ stations }: Timetable): readonly StationCode[] {
  return stations.flatMap(({ code }) =>
    code.length > longestOperatorText && [...code].length > longestOperatorText ? [code] : [],
  )
}
