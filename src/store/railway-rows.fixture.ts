import type { StationCode } from '../domain/ids.ts'
import { sketchFare, sketchStop } from '../domain/railway/run.fixture.ts'
import { serviceDayOrigin } from '../domain/railway/service-day.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import { consistDigest, fareDigest, timetableDigests } from './digest.ts'
import type { Row } from './rows.ts'

// A timetable that is imported after the small one, and the last row that each table must have then, column
// by column. All values within a row differ; the rows before it make the ids differ too.

const layout = { name: 'plain', title: 'Plain', decks: 2, length: 100, width: 6, items: [] }
const serviceDate = '2026-07-01'

const consist: ConsistPlan = {
  name: 'last consist',
  travelClasses: ['SECOND'],
  coaches: [{ number: '4', layout }],
  seats: [
    {
      ...{ number: '4-32', label: '32', coachNumber: '4', travelClass: 'SECOND', kind: 'seat', group: 'bay' },
      ...{ features: ['window'], deck: 7, x: 1.5, y: 2.5 },
    },
  ],
}

const train: TrainPlan = {
  ...{ key: 'last key', number: 'L 9', name: 'A - C', timeZone: 'Europe/Oslo', serviceDates: [serviceDate] },
  ...{ consistName: consist.name, fareName: 'last fare' },
  headsigns: [{ fromStop: 0, text: 'C-by', byLanguage: { nb: 'C-by', de: 'C-Stadt' } }],
  stops: ['A', 'B', 'ZZ'].map((code, index) => ({ ...sketchStop(code, index), canBoard: index < 2 })),
}

const fare = { ...sketchFare, name: 'last fare' }

export const lastTimetable: Timetable = {
  source: 'last source',
  firstDate: '2026-06-01',
  stations: [
    {
      ...{ code: 'ZZ' as StationCode, name: 'Station Z', timeZone: 'Europe/Oslo' },
      ...{ latitude: 59.5, longitude: 10.5, names: { nn: 'Stasjon Z' }, spokenNames: ['station zed'] },
    },
  ],
  fares: [fare],
  consists: [{ ...consist, name: 'first consist' }, consist],
  trains: ['one', 'two']
    .map((key) => ({ ...train, key, serviceDates: [] as string[] }))
    .concat({ ...train, serviceDates: [...train.serviceDates] }),
}

const [station] = lastTimetable.stations
const former = { name: 'Former Z', timeZone: 'Europe/Vienna' }

/** The timetable as it was before its station got another name. */
export const formerTimetable: Timetable = {
  ...lastTimetable,
  stations: station ? [{ ...station, ...former }] : [],
}

/** Says nothing but what its station codes begin with. */
export const emptyTimetable: Timetable = {
  ...{ source: 'the very last source', firstDate: '2026-06-01' },
  ...{ stations: [], consists: [], fares: [], trains: [] },
}
export const emptyPrefix = 'v-'

/** How often the former one is imported, so that the version of the network differs from all ids. */
export const formerImports = 7

/** The version of the network then; the small timetable and the empty one made the first two. */
const formerVersion = 2 + formerImports

export const lastRange = { fromDate: '2026-06-01', toDate: '2026-07-31' }

/** The last run as read back; its ids are each store's own. */
export const lastRun = { serviceDate, train, consist, fare }

/**
 * The last row of each table; the small timetable has one train, consist and fare, eight seats and ten runs.
 */
export const lastRows: Readonly<Record<string, Row>> = {
  stations: {
    ...{ station_code: 'ZZ', name: 'Station Z', time_zone: 'Europe/Oslo' },
    ...{ latitude: 59.5, longitude: 10.5, names: '{"nn":"Stasjon Z"}', spoken_names: '["station zed"]' },
    source: 'last source',
  },
  sources: { source: emptyTimetable.source, station_prefix: emptyPrefix },
  former_stations: {
    ...{ station_code: 'ZZ', until_version: formerVersion, name: former.name },
    time_zone: former.timeZone,
  },
  fares: { id: 2, name: 'last fare', rule: JSON.stringify(fare), digest: fareDigest(fare) },
  consists: { id: 3, name: 'last consist', travel_classes: '["SECOND"]', digest: consistDigest(consist) },
  coaches: { consist_id: 3, coach_index: 0, coach_number: '4', layout: JSON.stringify(layout) },
  coach_seats: {
    ...{ id: 10, consist_id: 3, seat_index: 0, seat_number: '4-32', seat_label: '32', coach_number: '4' },
    ...{ travel_class: 'SECOND', kind: 'seat', features: '["window"]', deck: 7, x: 1.5, y: 2.5 },
    seat_group: 'bay',
  },
  trains: {
    ...{
      id: 4,
      source: 'last source',
      train_key: 'last key',
      digest: timetableDigests(lastTimetable).train(train),
    },
    ...{ train_number: 'L 9', train_name: 'A - C', time_zone: 'Europe/Oslo' },
    ...{ service_dates: '2026-07-01:1', is_current: 1, consist_id: 3, fare_id: 2 },
    headsigns: JSON.stringify(train.headsigns),
  },
  train_stops: {
    ...{ train_id: 4, stop_index: 2, station_code: 'ZZ', arrival_seconds: 35_880 },
    ...{ departure_seconds: 36_000, distance_meters: 200_000, can_board: 0, can_alight: 1 },
  },
  train_runs: {
    ...{ id: 11, train_id: 4, service_date: serviceDate },
    ...{ origin_at: serviceDayOrigin(serviceDate, 'Europe/Oslo'), consist_id: 3, fare_id: 2 },
    ...{ edition: 1, off_sale_reason: null, is_closed: 0 },
    stations_as_of: formerVersion,
  },
}

/** The last timetable with another name for its last train. */
export const renamedTimetable: Timetable = {
  ...lastTimetable,
  trains: lastTimetable.trains.map((one) => (one.key === train.key ? { ...one, name: 'A - Z' } : one)),
}

/** The last ids of fares, consists, and trains once it is imported. */
export const lastIds = [2, 3, 5] as const
