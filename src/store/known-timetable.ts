import type { StationCode, TrainRunId } from '../domain/ids.ts'
import type { ImportTerms } from '../domain/railway/import-differences.ts'
import type { StationsBefore } from '../domain/railway/import-stations.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { SqlValue } from './columns/column.ts'
import { type RunRow, runsInEffect, runTable, type TrainRow, trainTable } from './columns/railway.ts'
import type { ImportDesk } from './import-desk.ts'
import type { KnownRun, KnownTrain } from './known-runs.ts'
import { knownStations } from './known-stations.ts'
import { decodeDates } from './service-dates.ts'

/** Codes in a statement. */
const codesInList = 500

type Reader = Pick<ImportDesk, 'read'>

/** A run as its row has it, with what a plan asks of it. */
export interface StoredRun extends KnownRun {
  readonly row: RunRow
  readonly source: string
  /** The commit of its head; 0 if it never had a claim. */
  readonly commitSeq: number
}

/** What the database has of a source. */
export interface KnownTimetable {
  readonly trains: readonly KnownTrain[]
  readonly trainRows: readonly TrainRow[]
  readonly runs: readonly StoredRun[]
  readonly stations: StationsBefore
}

export async function knownTimetable(
  desk: Reader,
  timetable: Timetable,
  terms: ImportTerms,
): Promise<KnownTimetable> {
  const rows = await desk.read('SELECT * FROM trains WHERE source = ?', [timetable.source])
  const trainRows = rows.map(trainTable.read)
  const trains = trainRows.map(
    (train): KnownTrain => ({ ...train, datesBefore: datesBefore(train, timetable, terms) }),
  )
  const runs = await storedRuns(desk, 't.source = ? AND r.service_date >= ?', [
    timetable.source,
    terms.fromDate,
  ])
  return { trains, trainRows, runs, stations: await knownStations(desk, timetable) }
}

function datesBefore(
  train: TrainRow,
  { firstDate }: Timetable,
  { fromDate }: ImportTerms,
): readonly string[] {
  if (!train.isCurrent) return []
  return decodeDates(train.serviceDates, fromDate, firstDate).filter((date) => date < firstDate)
}

/** The runs of these few ids as they are now. */
export function storedRunsOf(desk: Reader, ids: readonly TrainRunId[]): Promise<readonly StoredRun[]> {
  const list = ids.map(Number).join(', ')
  return storedRuns(desk, `r.id IN (${list})`, [], () => `train_run_id IN (${list})`)
}

/** The runs of a source that wait for a decision, within a range of dates. */
export function waitingRunsOf(
  desk: Reader,
  source: string,
  { fromDate, toDate }: Pick<ImportTerms, 'fromDate' | 'toDate'>,
): Promise<readonly StoredRun[]> {
  const which = "t.source = ? AND r.off_sale_reason = 'WAITING' AND r.service_date BETWEEN ? AND ?"
  return storedRuns(desk, which, [source, fromDate, toDate])
}

/** The runs that call at one of these stations, and show them as they are today. */
export async function runsCallingAt(
  desk: Reader,
  codes: readonly StationCode[],
): Promise<ReadonlyMap<TrainRunId, StoredRun>> {
  const found = new Map<TrainRunId, StoredRun>()
  for (let start = 0; start < codes.length; start += codesInList) {
    const some = codes.slice(start, start + codesInList)
    const places = some.map(() => '?').join(', ')
    const which = `r.stations_as_of IS NULL
      AND r.train_id IN (SELECT train_id FROM train_stops WHERE station_code IN (${places}))`
    const runs = await storedRuns(desk, which, some)
    for (const run of runs) found.set(run.id, run)
  }
  return found
}

/**
 * A run with a head has had a claim at some time; its bookings refer to
 * it, so it stays. Heads may be on other servers than runs.
 */
async function storedRuns(
  desk: Reader,
  which: string,
  values: readonly SqlValue[],
  saleOf = spanOf,
): Promise<readonly StoredRun[]> {
  const columns = runTable.columns.map(({ name }) => `r.${name}`).join(', ')
  const rows = await desk.read(
    `SELECT ${columns}, t.source, t.train_key, c.digest AS consist, f.digest AS fare
     FROM ${runsInEffect} r JOIN trains t ON t.id = r.train_id
     JOIN consists c ON c.id = r.consist_id JOIN fares f ON f.id = r.fare_id WHERE ${which} ORDER BY r.id`,
    values,
  )
  const sale = saleOf(rows.map((row) => Number(row.id)))
  const heads = await headsOf(desk, sale)
  const bookings = await bookingsOf(desk, sale)
  return rows.map((row) => {
    const run = runTable.read(row)
    return {
      ...{ id: run.id, trainId: run.trainId, serviceDate: run.serviceDate, originAt: run.originAt },
      ...{ isClosed: run.isClosed, offSaleReason: run.offSaleReason },
      ...{
        row: run,
        source: String(row.source),
        key: String(row.train_key),
        consist: String(row.consist),
        fare: String(row.fare),
      },
      ...{ isUsed: heads.has(run.id), commitSeq: heads.get(run.id) ?? 0 },
      bookings: bookings.get(run.id) ?? 0,
    }
  })
}

/** A condition for the rows of the sale of many runs: a list of them would be long. */
function spanOf(ids: readonly number[]): string {
  const least = ids.reduce((found, id) => Math.min(found, id), Number.MAX_SAFE_INTEGER)
  const most = ids.reduce((found, id) => Math.max(found, id), 0)
  return `train_run_id BETWEEN ${least} AND ${most}`
}

async function headsOf(desk: Reader, which: string): Promise<ReadonlyMap<number, number>> {
  const rows = await desk.read(`SELECT train_run_id, commit_seq FROM run_heads WHERE ${which}`)
  return new Map(rows.map((row) => [Number(row.train_run_id), Number(row.commit_seq)]))
}

/** How many bookings have a seat on each run; read from the claims, which are found by their run. */
async function bookingsOf(desk: Reader, which: string): Promise<ReadonlyMap<number, number>> {
  const rows = await desk.read(
    `SELECT train_run_id, count(DISTINCT booking_id) AS bookings FROM seat_claims
     WHERE state = 'BOOKED' AND ${which} GROUP BY train_run_id`,
  )
  return new Map(rows.map((row) => [Number(row.train_run_id), Number(row.bookings)]))
}
