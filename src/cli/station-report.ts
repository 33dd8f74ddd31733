import type { ImportRefusal, ImportReport } from '../domain/railway/import-differences.ts'
import type { StationClash, StationDifference } from '../domain/railway/import-stations.ts'
import type { Station } from '../domain/railway/station.ts'
import { counted } from './counted.ts'

type LongCodesRefusal = Extract<ImportRefusal, { readonly code: 'station_code_too_long' }>
type ClashRefusal = Extract<ImportRefusal, { readonly code: 'station_clash' }>

/** A person recognizes a long code by its beginning. */
const charactersOfLongCode = 40

/** Stations of one kind that are named; a person reads no more, and JSON has them all. */
const mostStations = 20

type OfStations = Pick<ImportReport, 'stationDifferences' | 'stationPrefix'>

/** The stations that get another name, or that keep another one than the feed has, as lines for a person. */
export function describeStations({ stationDifferences, stationPrefix }: OfStations): readonly string[] {
  const groups = Map.groupBy(stationDifferences, ({ change }) => change)
  const prefix = stationPrefix === '' ? [] : [`  All its station codes begin with "${stationPrefix}".`]
  const lines = [...groups].flatMap(([change, stations]) => {
    const title = change === 'renamed' ? 'Stations renamed' : 'Stations that keep the name of another source'
    const rest = stations.length - mostStations
    const more = rest > 0 ? [`    ... and ${rest} more; --json names all of them`] : []
    return [
      `  ${title}: ${stations.length}`,
      ...stations.slice(0, mostStations).map(describeStation),
      ...more,
    ]
  })
  return [...prefix, ...lines]
}

function describeStation(station: StationDifference): string {
  const { change, code, name, timeZone, source, feedName, feedTimeZone } = station
  const [was, is] =
    timeZone === feedTimeZone ? [name, feedName] : [`${name} (${timeZone})`, `${feedName} (${feedTimeZone})`]
  if (change === 'renamed')
    return `    ${code}: ${was} is ${is} from now on; what was sold keeps the old name`
  return `    ${code}: ${was}, as "${source}" calls it, not ${is}`
}

/** The stations because of which an import was refused, one line each. */
export function describeClashes(refusal: ImportRefusal): readonly string[] {
  if (refusal.code !== 'station_clash') return []
  const { clashes, clashCount } = refusal
  const rest = clashCount - clashes.length
  return [...clashes.map(describeClash), ...(rest > 0 ? [`  ... and ${rest} more`] : [])]
}

function describeClash({ code, is, line, known, source }: StationClash): string {
  const where = line === null ? '' : `stops.txt, line ${line}: `
  return `  ${where}station ${code} is ${withPlace(is)} here, and ${withPlace(known)} in "${source}"`
}

function withPlace({ name, latitude, longitude }: Station): string {
  return latitude === null || longitude === null ? name : `${name} (${latitude}, ${longitude})`
}

/** What to do where the prefix is too long for the codes of a feed, in two sentences. */
export function explainLongCodes({ codes, codeCount, longest, report }: LongCodesRefusal): string {
  const begin = [...(codes[0] ?? '')].slice(0, charactersOfLongCode).join('')
  const have = counted(codeCount, 'station code has', 'station codes have')
  return (
    `With the prefix "${report.stationPrefix}", ${have} more than ${longest} characters ` +
    `(${begin}...). ` +
    'Give a shorter one with --station-prefix, or "" for none.'
  )
}

/** What to do after such a refusal, in two sentences. */
export function explainClash({ clashCount, report }: ClashRefusal): string {
  const stations =
    clashCount === 1
      ? `1 station of "${report.source}" has the code of a different station`
      : `${clashCount} stations of "${report.source}" have the codes of different stations`
  return (
    `${stations} that another source has. Give --station-prefix with a short text, such as x-, to put it ` +
    'before all its station codes; or --same-stations if they are the same stations after all.'
  )
}
