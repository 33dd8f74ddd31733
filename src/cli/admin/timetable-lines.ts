import type { Fare } from '../../domain/fare.ts'
import type { Station } from '../../domain/station.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../../domain/timetable.ts'
import type { DateRange } from '../operations.ts'

/** A timetable goes over the socket a part a line, so that neither side ever holds it as one text. */
type Line =
  | { readonly begin: { readonly source: string; readonly range: DateRange } }
  | { readonly station: Station }
  | { readonly consist: ConsistPlan }
  | { readonly fare: Fare }
  | { readonly train: TrainPlan }
  | { readonly end: number }

export function* toLines(timetable: Timetable, range: DateRange): Generator<string> {
  let count = 0
  const line = (value: Line): string => {
    count++
    return `${JSON.stringify(value)}\n`
  }
  yield line({ begin: { source: timetable.source, range } })
  for (const station of timetable.stations) yield line({ station })
  for (const consist of timetable.consists) yield line({ consist })
  for (const fare of timetable.fares) yield line({ fare })
  for (const train of timetable.trains) yield line({ train })
  yield line({ end: count })
}

/** Puts the lines together again; throws where one is missing, as when the sender was ended half-way. */
export async function fromLines(
  lines: AsyncIterable<string>,
): Promise<{ readonly timetable: Timetable; readonly range: DateRange }> {
  const parts = {
    stations: [] as Station[],
    consists: [] as ConsistPlan[],
    fares: [] as Fare[],
    trains: [] as TrainPlan[],
  }
  let begin: { readonly source: string; readonly range: DateRange } | undefined
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
  return { timetable: { source: begin.source, ...parts }, range: begin.range }
}
