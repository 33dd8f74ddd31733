import type { TrainMatch } from './schemas/train-match.ts'
import type { TrainFacts } from './train-facts.ts'

type Wanted = Required<TrainMatch>
type Condition = keyof Wanted

/** If a condition of the schema is missing here, this does not compile. */
const tests: { readonly [K in Condition]: (wanted: Wanted[K], train: TrainFacts) => boolean } = {
  number: (wanted, train) => isLike(wanted, train.number),
  min_number: (wanted, train) => /^\d+$/.test(train.number) && Number(train.number) >= wanted,
  max_number: (wanted, train) => /^\d+$/.test(train.number) && Number(train.number) <= wanted,
  name: (wanted, train) => isLike(wanted, train.name),
  route: (wanted, train) => isLike(wanted, train.routeShortName) || isLike(wanted, train.routeLongName),
  agency: (wanted, train) => isLike(wanted, train.agencyName),
  route_type: (wanted, train) => wanted.includes(train.routeType),
  from: (wanted, train) => isLike(wanted, train.stationCodes[0] ?? ''),
  to: (wanted, train) => isLike(wanted, train.stationCodes.at(-1) ?? ''),
  calls_at: (wanted, train) => train.stationCodes.some((code) => isLike(wanted, code)),
  overnight: (wanted, train) => isOvernight(train) === wanted,
  min_distance_km: (wanted, train) => train.distanceMeters >= wanted * 1000,
  max_distance_km: (wanted, train) => train.distanceMeters <= wanted * 1000,
  min_duration_hours: (wanted, train) => train.durationSeconds >= wanted * 3600,
  max_duration_hours: (wanted, train) => train.durationSeconds <= wanted * 3600,
  min_stops: (wanted, train) => train.stationCodes.length >= wanted,
}

/** Whether every given condition holds for the train. A rule without conditions matches every train. */
export function matchesTrain(match: Partial<Wanted>, train: TrainFacts): boolean {
  const holds = <K extends Condition>(key: K): boolean => {
    const wanted = match[key]
    return wanted === undefined || tests[key](wanted, train)
  }
  return (Object.keys(tests) as Condition[]).every((key) => holds(key))
}

const day = 24 * 3600
const deepestNight = 3 * 3600

/** Under way at 03:00. Late trains that end soon after midnight are not night trains. */
function isOvernight(train: TrainFacts): boolean {
  const departure = train.firstDepartureSeconds % day
  const arrival = departure + train.durationSeconds
  return departure < deepestNight ? arrival > deepestNight : arrival > day + deepestNight
}

/**
 * Case and the composition of letters do not matter; `*` stands for any characters, `?` for one.
 */
function isLike(wanted: string | readonly string[], text: string): boolean {
  const composed = text.normalize('NFC')
  return [wanted].flat().some((glob) => patternOf(glob).test(composed))
}

const patterns = new Map<string, RegExp>()

function patternOf(glob: string): RegExp {
  const known = patterns.get(glob)
  if (known) return known
  const source = glob
    .normalize('NFC')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const pattern = new RegExp(`^${source}$`, 'isu')
  patterns.set(glob, pattern)
  return pattern
}
