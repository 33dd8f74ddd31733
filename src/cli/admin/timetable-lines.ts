import type { Fare } from '../../domain/railway/fare.ts'
import type { ImportTerms } from '../../domain/railway/import-differences.ts'
import type { Station } from '../../domain/railway/station.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../../domain/railway/timetable.ts'

/** What is not a list, and goes first. */
interface Beginning extends Pick<Timetable, 'source' | 'firstDate'> {
  readonly terms: ImportTerms
}

/** A timetable crosses the socket one part per line, so neither side ever holds it as one text. */
type Line =
  | { readonly begin: Beginning }
  | { readonly station: Station }
  | { readonly consist: ConsistPlan }
  | { readonly fare: Fare }
  | { readonly train: TrainPlan }
  | { readonly end: number }

export function* toLines(timetable: Timetable, terms: ImportTerms): Generator<string> {
  let count = 0
  const line = (value: Line): string => {
    count++
    return `${JSON.stringify(value)}\n`
  }
  const { source, firstDate } = timetable
  yield line({ begin: { source, firstDate, terms } })
  for (const station of timetable.stations) yield line({ station })
  for (const consist of timetable.consists) yield line({ consist })
  for (const fare of timetable.fares) yield line({ fare })
  for (const train of timetable.trains) yield line({ train })
  yield line({ end: count })
}

/** Joins the lines again; throws if one is missing, for example because the sender ended halfway. */
export async function fromLines(
  lines: AsyncIterable<string>,
): Promise<{ readonly timetable: Timetable; readonly terms: ImportTerms }> {
  const parts = {
    stations: [] as Station[],
    consists: [] as ConsistPlan[],
    fares: [] as Fare[],
    trains: [] as TrainPlan[],
  }
  let begin: Beginning | undefined
  let count = 0
  let isWhole = false
  for await (const text of lines) {
    const line = JSON.parse(text) as Line
    if ('begin' in line) begin = line.begin
    else if ('station' in line) parts.stations.push(line.station)
    else if ('consist' in line) parts.consists.push(line.consist)
    else if ('fare' in line) parts.fares.push(line.fare)
    else if ('train' in line) parts.trains.push(line.train)
    else isWhole = line.end === count
    count++
  }
  if (!begin || !isWhole) throw new Error('The timetable did not arrive whole; nothing was imported.')
  const { terms, ...named } = begin
  return { timetable: { ...named, ...parts }, terms }
}
