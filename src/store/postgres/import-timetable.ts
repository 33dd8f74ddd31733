import type { TrainId } from '../../domain/ids.ts'
import { serviceDayOrigin } from '../../domain/service-day.ts'
import type { ConsistPlan, ImportReport, Timetable } from '../../domain/timetable.ts'
import { consistDigest, fareDigest, timetableDigests } from '../digest.ts'
import {
  type ImportPlan,
  type KnownRun,
  type KnownTrain,
  type PlannedTrain,
  planImport,
} from '../import-plan.ts'
import type { Row } from '../rows.ts'
import { decodeDates, encodeDates } from '../service-dates.ts'
import type { ImportOptions } from '../store.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { bind, idList, literal, type SqlValue } from './sql.ts'

type Range = Pick<ImportOptions, 'fromDate' | 'toDate'>
type Progress = (done: number, total: number) => void

/** Rows to a statement; more make its text long without making it faster. */
const chunkSize = 1000

const raiseVersion = "UPDATE settings SET value = (value::bigint + 1)::text WHERE name = 'network_version'"

/**
 * Stores a timetable in one transaction: all of it, or nothing. Meanwhile no run gets its first claim, so that what the plan takes
 * for unused stays unused; runs that have claims sell on.
 */
export function importTimetable(
  connections: Connections,
  timetable: Timetable,
  range: Range,
  onProgress: Progress,
): Promise<ImportReport> {
  return withLock(connections, 'EXCLUSIVE', (transaction) =>
    new TimetableImport(transaction, timetable, range, onProgress).run(),
  )
}

/** Opens runs of the trains in force for further dates; how many. */
export function openRuns(connections: Connections, range: Range): Promise<number> {
  return withLock(connections, 'SHARE ROW EXCLUSIVE', async (transaction) => {
    const [trains = []] = await transaction.send(
      'SELECT id, source, train_key, time_zone, service_dates, consist_id, fare_id FROM trains WHERE is_current = 1',
    )
    const [known = []] = await transaction.send(
      bind([
        `SELECT t.source, t.train_key, r.service_date FROM train_runs r JOIN trains t ON t.id = r.train_id
         WHERE r.service_date BETWEEN ? AND ?`,
        [range.fromDate, range.toDate],
      ]),
    )
    const open = new Set(known.map((row) => `${row.source}\n${row.train_key}\n${row.service_date}`))
    const runs = trains.flatMap((train) =>
      decodeDates(String(train.service_dates), range.fromDate, range.toDate)
        .filter((date) => !open.has(`${train.source}\n${train.train_key}\n${date}`))
        .map((date) => runRow(train, date, serviceDayOrigin(date, String(train.time_zone)))),
    )
    await insertChunks(transaction, runsInto, runs)
    if (runs.length > 0) await transaction.send(raiseVersion)
    return runs.length
  })
}

/**
 * Importers take turns. The lock conflicts with the look at a run that its first claim makes, or not, as its mode says. On Citus, what
 * refers to other tables is changed over the one connection that has looked at them.
 */
async function withLock<T>(
  connections: Connections,
  mode: 'EXCLUSIVE' | 'SHARE ROW EXCLUSIVE',
  work: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const transaction = await connections.begin()
  try {
    await transaction.send(
      `SET LOCAL citus.multi_shard_modify_mode = 'sequential'; SET LOCAL statement_timeout = 0;
       SET LOCAL idle_in_transaction_session_timeout = '60s'; LOCK TABLE train_runs IN ${mode} MODE`,
    )
    const result = await work(transaction)
    await transaction.commit()
    return result
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

const runsInto = 'INSERT INTO train_runs (train_id, service_date, origin_at, consist_id, fare_id, is_on_sale)'

function runRow(train: Row, date: string, originAt: number): readonly SqlValue[] {
  return [Number(train.id), date, originAt, Number(train.consist_id), Number(train.fare_id), 1]
}

async function insertChunks(
  transaction: OpenTransaction,
  into: string,
  rows: readonly (readonly SqlValue[])[],
  after = '',
  onChunk: (done: number) => void = () => {},
): Promise<readonly Row[]> {
  const answers: Row[] = []
  for (let start = 0; start < rows.length; start += chunkSize) {
    const tuples = rows.slice(start, start + chunkSize).map((row) => `(${row.map(literal).join(', ')})`)
    const [given = []] = await transaction.send(`${into} VALUES ${tuples.join(',\n')} ${after}`)
    answers.push(...given)
    onChunk(Math.min(rows.length, start + chunkSize))
  }
  return answers
}

interface StoredTrain extends PlannedTrain {
  readonly id: TrainId
  readonly consistId: number
  readonly fareId: number
}

class TimetableImport {
  readonly #transaction: OpenTransaction
  readonly #timetable: Timetable
  readonly #range: Range
  readonly #onProgress: Progress

  constructor(transaction: OpenTransaction, timetable: Timetable, range: Range, onProgress: Progress) {
    this.#transaction = transaction
    this.#timetable = timetable
    this.#range = range
    this.#onProgress = onProgress
  }

  async run(): Promise<ImportReport> {
    const timetable = this.#timetable
    const digests = timetableDigests(timetable)
    const known = { trains: await this.#knownTrains(), runs: await this.#knownRuns() }
    const plan = planImport(timetable, this.#range, digests, known)
    await this.#putStations()
    const consistIds = await this.#putConsists()
    const fareIds = await this.#putFares()
    await this.#closeRuns(plan)
    const trains = await this.#putTrains(plan, (train) => ({
      consistId: must(consistIds.get(digests.consist(train.plan.consistName))),
      fareId: must(fareIds.get(digests.fare(train.plan.fareName))),
    }))
    await this.#openRuns(plan, trains)
    await this.#removeUnusedTrains()
    await this.#transaction.send(raiseVersion)
    return {
      source: timetable.source,
      stations: timetable.stations.length,
      trains: timetable.trains.length,
      consists: timetable.consists.length,
      runsOpened: plan.open.length,
      runsKept: plan.keep.length,
      runsRemoved: plan.remove.length,
      fromDate: this.#range.fromDate,
      toDate: this.#range.toDate,
    }
  }

  async #knownTrains(): Promise<readonly KnownTrain[]> {
    const rows = await this.#rows(
      'SELECT id, train_key, digest FROM trains WHERE source = ?',
      this.#timetable.source,
    )
    return rows.map((row) => ({
      id: Number(row.id) as TrainId,
      key: String(row.train_key),
      digest: String(row.digest),
    }))
  }

  /** A run with a head has had a claim at some time; its bookings refer to it, so it stays. Heads may be on other servers than runs. */
  async #knownRuns(): Promise<readonly KnownRun[]> {
    const rows = await this.#rows(
      `SELECT r.id, r.train_id, t.train_key, r.service_date, c.digest AS consist, f.digest AS fare
       FROM train_runs r JOIN trains t ON t.id = r.train_id JOIN consists c ON c.id = r.consist_id JOIN fares f ON f.id = r.fare_id
       WHERE t.source = ? AND r.service_date >= ?`,
      this.#timetable.source,
      this.#range.fromDate,
    )
    const ids = rows.map((row) => Number(row.id))
    const heads = await this.#rows(
      'SELECT train_run_id FROM run_heads WHERE train_run_id BETWEEN ? AND ?',
      ids.reduce((least, id) => Math.min(least, id), Number.MAX_SAFE_INTEGER),
      ids.reduce((most, id) => Math.max(most, id), 0),
    )
    const used = new Set(heads.map((row) => Number(row.train_run_id)))
    return rows.map((row) => ({
      id: Number(row.id) as KnownRun['id'],
      trainId: Number(row.train_id) as TrainId,
      key: String(row.train_key),
      serviceDate: String(row.service_date),
      consist: String(row.consist),
      fare: String(row.fare),
      isUsed: used.has(Number(row.id)),
    }))
  }

  async #putStations(): Promise<void> {
    const rows = new Map(
      this.#timetable.stations.map(({ code, name, timeZone, latitude, longitude }) => [
        code,
        [code, name, timeZone, latitude, longitude],
      ]),
    )
    await insertChunks(
      this.#transaction,
      'INSERT INTO stations (station_code, name, time_zone, latitude, longitude)',
      [...rows.values()],
      `ON CONFLICT (station_code) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
       latitude = excluded.latitude, longitude = excluded.longitude`,
    )
  }

  /** Consists by digest; one that is there already keeps its id and its seats. */
  async #putConsists(): Promise<ReadonlyMap<string, number>> {
    const ids = new Map<string, number>()
    for (const consist of this.#timetable.consists) {
      const digest = consistDigest(consist)
      const [known] = await this.#rows('SELECT id FROM consists WHERE digest = ?', digest)
      ids.set(digest, known ? Number(known.id) : await this.#addConsist(consist, digest))
    }
    return ids
  }

  async #addConsist(consist: ConsistPlan, digest: string): Promise<number> {
    const [added] = await this.#rows(
      'INSERT INTO consists (name, travel_classes, digest) VALUES (?, ?, ?) RETURNING id',
      consist.name,
      JSON.stringify(consist.travelClasses),
      digest,
    )
    const id = Number(must(added).id)
    await insertChunks(
      this.#transaction,
      'INSERT INTO coaches (consist_id, coach_index, coach_number, layout)',
      consist.coaches.map((coach, index) => [id, index, coach.number, JSON.stringify(coach.layout)]),
    )
    await insertChunks(
      this.#transaction,
      `INSERT INTO coach_seats (consist_id, seat_index, seat_number, seat_label, coach_number, travel_class, kind, features,
       deck, x, y, seat_group)`,
      consist.seats.map((seat, index) => [
        ...[id, index, seat.number, seat.label, seat.coachNumber, seat.travelClass, seat.kind],
        ...[JSON.stringify(seat.features), seat.deck, seat.x, seat.y, seat.group],
      ]),
    )
    return id
  }

  async #putFares(): Promise<ReadonlyMap<string, number>> {
    const ids = new Map<string, number>()
    for (const fare of this.#timetable.fares) {
      const digest = fareDigest(fare)
      const [row] = await this.#rows(
        `INSERT INTO fares (name, rule, digest) VALUES (?, ?, ?)
         ON CONFLICT (digest) DO UPDATE SET name = excluded.name RETURNING id`,
        fare.name,
        JSON.stringify(fare),
        digest,
      )
      ids.set(digest, Number(must(row).id))
    }
    return ids
  }

  async #closeRuns(plan: ImportPlan): Promise<void> {
    const onSale = plan.keep.filter((run) => run.isOnSale).map((run) => run.id)
    const offSale = plan.keep.filter((run) => !run.isOnSale).map((run) => run.id)
    await this.#transaction.send(
      `DELETE FROM train_runs WHERE id IN (${idList(plan.remove)});
       UPDATE train_runs SET is_on_sale = 1 WHERE id IN (${idList(onSale)});
       UPDATE train_runs SET is_on_sale = 0 WHERE id IN (${idList(offSale)})`,
    )
    await this.#rows('UPDATE trains SET is_current = 0 WHERE source = ?', this.#timetable.source)
  }

  async #putTrains(
    { trains, open }: ImportPlan,
    idsOf: (train: PlannedTrain) => { consistId: number; fareId: number },
  ): Promise<readonly StoredTrain[]> {
    const { source } = this.#timetable
    const rows = trains.map((train) => {
      const { plan, digest } = train
      const { consistId, fareId } = idsOf(train)
      const dates = encodeDates(plan.serviceDates)
      return [source, plan.key, digest, plan.number, plan.name, plan.timeZone, dates, 1, consistId, fareId]
    })
    const stored = await insertChunks(
      this.#transaction,
      `INSERT INTO trains (source, train_key, digest, train_number, train_name, time_zone, service_dates, is_current,
       consist_id, fare_id)`,
      rows,
      `ON CONFLICT (source, train_key, digest) DO UPDATE SET is_current = 1, service_dates = excluded.service_dates,
       consist_id = excluded.consist_id, fare_id = excluded.fare_id RETURNING id, train_key, digest`,
      (done) => this.#onProgress(done, trains.length + open.length),
    )
    const ids = new Map(stored.map((row) => [`${row.train_key}\n${row.digest}`, Number(row.id) as TrainId]))
    const result = trains.map((train) => ({
      ...train,
      ...idsOf(train),
      id: must(ids.get(`${train.plan.key}\n${train.digest}`)),
    }))
    await this.#addStops(result.filter((train) => train.trainId === undefined))
    return result
  }

  async #addStops(trains: readonly StoredTrain[]): Promise<void> {
    const rows = trains.flatMap(({ id, plan }) =>
      plan.stops.map((stop, index) => [
        ...[id, index, stop.stationCode, stop.arrivalSeconds, stop.departureSeconds],
        ...[Math.round(stop.distanceMeters), stop.canBoard ? 1 : 0, stop.canAlight ? 1 : 0],
      ]),
    )
    await insertChunks(
      this.#transaction,
      `INSERT INTO train_stops (train_id, stop_index, station_code, arrival_seconds, departure_seconds, distance_meters,
       can_board, can_alight)`,
      rows,
    )
  }

  async #openRuns(plan: ImportPlan, trains: readonly StoredTrain[]): Promise<void> {
    // Reckoning with time zones is slow, and thousands of runs share a date.
    const origins = new Map<string, number>()
    const rows = plan.open.map(({ train: index, serviceDate }) => {
      const train = must(trains[index])
      const name = `${serviceDate} ${train.plan.timeZone}`
      const originAt = origins.get(name) ?? serviceDayOrigin(serviceDate, train.plan.timeZone)
      origins.set(name, originAt)
      return [train.id, serviceDate, originAt, train.consistId, train.fareId, 1]
    })
    await insertChunks(this.#transaction, runsInto, rows, '', (done) =>
      this.#onProgress(trains.length + done, trains.length + rows.length),
    )
  }

  async #removeUnusedTrains(): Promise<void> {
    const unused =
      'SELECT id FROM trains t WHERE t.is_current = 0 AND NOT EXISTS (SELECT 1 FROM train_runs r WHERE r.train_id = t.id)'
    await this.#transaction.send(
      `DELETE FROM train_stops WHERE train_id IN (${unused}); DELETE FROM trains WHERE id IN (${unused})`,
    )
  }

  async #rows(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]> {
    const [rows = []] = await this.#transaction.send(bind([sql, values]))
    return rows
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the timetable names something that it does not have')
  return value
}
