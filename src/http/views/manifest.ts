import type { Static } from 'typebox'
import type { Manifest, ManifestLine } from '../../app/after-sale/manifest.ts'
import { csvOf } from '../csv.ts'
import type { Manifest as ManifestSchema } from '../schemas/manifest.ts'
import { utcTime } from './local-time.ts'
import { stationOf, stopTimes } from './run-times.ts'

type LineView = Static<typeof ManifestSchema>['lines'][number]

export function manifestView(manifest: Manifest): Static<typeof ManifestSchema> {
  const { run, asOf, commitSeq, lines } = manifest
  return {
    train_run_id: String(run.id),
    train_number: run.train.number,
    service_date: run.serviceDate,
    as_of: utcTime(asOf),
    commit_seq: commitSeq,
    lines: lines.map((line) => lineView(manifest, line)),
  }
}

function lineView({ run, network }: Manifest, { seat, segment, state, locator, ...passenger }: ManifestLine) {
  const from = stationOf(network, run, segment.fromLeg)
  const to = stationOf(network, run, segment.toLeg)
  return {
    coach_number: seat.coachNumber,
    seat_number: seat.number,
    seat_label: seat.label,
    travel_class: seat.travelClass,
    kind: seat.kind,
    from_station_code: from.code,
    from_station_name: from.name,
    departure_time: stopTimes(network, run, segment.fromLeg).departure,
    to_station_code: to.code,
    to_station_name: to.name,
    arrival_time: stopTimes(network, run, segment.toLeg).arrival,
    status: state,
    booking_id: locator,
    passenger_name: passenger.passengerName,
    passenger_age: passenger.passengerAge,
    passenger_gender: passenger.passengerGender,
  }
}

const columns: readonly (keyof LineView)[] = [
  'coach_number',
  'seat_number',
  'seat_label',
  'travel_class',
  'status',
  'from_station_code',
  'from_station_name',
  'departure_time',
  'to_station_code',
  'to_station_name',
  'arrival_time',
  'booking_id',
  'passenger_name',
  'passenger_age',
  'passenger_gender',
  'kind',
]

/** The lines as CSV, for a spreadsheet or a printer. */
export function manifestCsv(manifest: Manifest): string {
  const rows = manifestView(manifest).lines.map((line) => columns.map((column) => line[column]))
  return csvOf(columns, rows)
}
