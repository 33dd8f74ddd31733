import type { Consist } from './consist.ts'
import { sketchFare, sketchStop } from './run.fixture.ts'
import { noOtherNames } from './station.ts'
import type { Timetable, TrainPlan } from './timetable.ts'

/** A timetable with one train from A to E that has the sketched fare and the given consist. */
export function sketchTimetable(consist: Consist, change: Partial<TrainPlan> = {}): Timetable {
  const { id: _id, seats, ...plan } = consist
  const train: TrainPlan = {
    key: 'T1',
    number: 'T 1',
    name: 'A - E',
    stops: [...'ABCDE'].map(sketchStop),
    timeZone: 'Europe/Berlin',
    consistName: consist.name,
    fareName: sketchFare.name,
    serviceDates: [],
    ...change,
  }
  const codes = [...new Set(train.stops.map(({ stationCode }) => stationCode))]
  return {
    source: 'small',
    firstDate: '2026-06-01',
    stations: codes.map((code) => ({
      code,
      name: `Station ${code}`,
      timeZone: train.timeZone,
      latitude: null,
      longitude: null,
      ...noOtherNames,
    })),
    fares: [sketchFare],
    trains: [train],
    consists: [{ ...plan, seats: seats.map(({ id: _, index: __, ...seat }) => seat) }],
  }
}
