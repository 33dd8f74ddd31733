import type { Static } from 'typebox'
import type { ImportReport, PastImport, TrainDifference } from '../../domain/railway/import-differences.ts'
import type { StationDifference } from '../../domain/railway/import-stations.ts'
import type { Import, Imports } from '../schemas/imports.ts'
import { utcTime } from './local-time.ts'

type Summary = Static<typeof Imports>['imports'][number]
type Whole = Static<typeof Import>

/** An import as a list shows it. */
export function importView({ id, importedAt, summary }: PastImport): Summary {
  return {
    import_id: String(id),
    imported_at: utcTime(importedAt),
    source: summary.source,
    from_date: summary.fromDate,
    to_date: summary.toDate,
    stations: summary.stations,
    station_prefix: summary.stationPrefix,
    trains: summary.trains,
    consists: summary.consists,
    runs_opened: summary.runsOpened,
    runs_unchanged: summary.runsUnchanged,
    runs_changed: summary.runsChanged,
    runs_moved: summary.runsMoved,
    runs_recoached: summary.runsRecoached,
    runs_repriced: summary.runsRepriced,
    runs_renamed: summary.runsRenamed,
    runs_reopened: summary.runsReopened,
    runs_waiting: summary.runsWaiting,
    runs_withdrawn: summary.runsWithdrawn,
    runs_removed: summary.runsRemoved,
  }
}

/** An import with its differences. */
export function wholeImportView(done: PastImport, report: ImportReport): Whole {
  return {
    ...importView(done),
    differences: report.differences.map(differenceView),
    station_differences: report.stationDifferences.map(stationView),
  }
}

function differenceView(one: TrainDifference): Whole['differences'][number] {
  return {
    change: one.change,
    causes: one.causes.map(causeView),
    train_number: one.number,
    train_name: one.name,
    service_dates: [...one.dates],
    bookings: one.bookings,
  }
}

function causeView(cause: TrainDifference['causes'][number]): Whole['differences'][number]['causes'][number] {
  if (cause.what === 'stops') return { what: 'stops', lost: [...cause.lost], added: [...cause.added] }
  if (cause.what === 'times') return { what: 'times', minutes: cause.minutes }
  return { what: 'seats', seat_numbers: [...cause.seatNumbers] }
}

function stationView(one: StationDifference): Whole['station_differences'][number] {
  return {
    change: one.change,
    station_code: one.code,
    name: one.name,
    time_zone: one.timeZone,
    source: one.source,
    feed_name: one.feedName,
    feed_time_zone: one.feedTimeZone,
  }
}
