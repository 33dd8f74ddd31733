import type { Database, Statement } from 'better-sqlite3'
import type { TrainId } from '../../domain/ids.ts'
import { serviceDayOrigin } from '../../domain/service-day.ts'
import type { ConsistPlan, ImportReport, Timetable, TrainPlan } from '../../domain/timetable.ts'
import { consistDigest, fareDigest, timetableDigests } from '../digest.ts'
import {
  type ImportPlan,
  type KnownRun,
  type KnownTrain,
  type PlannedTrain,
  planImport,
} from '../import-plan.ts'
import { decodeDates, encodeDates } from '../service-dates.ts'
import type { ImportOptions } from '../store.ts'

type Range = Pick<ImportOptions, 'fromDate' | 'toDate'>

/** Stores a timetable in one transaction: all of it, or nothing. `onProgress` counts trains and runs. */
export function importTimetable(
  database: Database,
  timetable: Timetable,
  range: Range,
  onProgress: (done: number, total: number) => void,
): ImportReport {
  return database
    .transaction(() => new TimetableImport(database, timetable, range, onProgress).run())
    .immediate()
}

/** Opens runs of the trains in force for further dates; how many. */
export function openRuns(database: Database, range: Range): number {
  const insertRun = database.prepare(
    `INSERT INTO train_runs (train_id, service_date, origin_at, consist_id, fare_id, is_on_sale)
     SELECT id, ?, ?, consist_id, fare_id, 1 FROM trains t WHERE id = ? AND NOT EXISTS (
       SELECT 1 FROM train_runs r JOIN trains o ON o.id = r.train_id
       WHERE o.source = t.source AND o.train_key = t.train_key AND r.service_date = ?)`,
  )
  const trains = database
    .prepare('SELECT id, time_zone, service_dates FROM trains WHERE is_current = 1')
    .all() as {
    id: number
    time_zone: string
    service_dates: string
  }[]
  return database
    .transaction(() => {
      let opened = 0
      for (const train of trains) {
        for (const date of decodeDates(train.service_dates, range.fromDate, range.toDate))
          opened += insertRun.run(date, serviceDayOrigin(date, train.time_zone), train.id, date).changes
      }
      if (opened > 0) raiseVersion(database)
      return opened
    })
    .immediate()
}

function raiseVersion(database: Database): void {
  database.exec(
    `INSERT INTO settings (name, value) VALUES ('network_version', '1')
     ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1`,
  )
}

class TimetableImport {
  readonly #database: Database
  readonly #timetable: Timetable
  readonly #range: Range
  readonly #onProgress: (done: number, total: number) => void

  constructor(
    database: Database,
    timetable: Timetable,
    range: Range,
    onProgress: (done: number, total: number) => void,
  ) {
    this.#database = database
    this.#timetable = timetable
    this.#range = range
    this.#onProgress = onProgress
  }

  run(): ImportReport {
    const timetable = this.#timetable
    const digests = timetableDigests(timetable)
    const plan = planImport(timetable, this.#range, digests, {
      trains: this.#knownTrains(),
      runs: this.#knownRuns(),
    })
    this.#putStations()
    const consistIds = this.#putConsists()
    const fareIds = this.#putFares()
    this.#closeRuns(plan)
    const ids = this.#putTrains(
      plan.trains,
      (train) => ({
        consistId: must(consistIds.get(digests.consist(train.consistName))),
        fareId: must(fareIds.get(digests.fare(train.fareName))),
      }),
      plan.open.length,
    )
    this.#openRuns(plan, ids)
    this.#removeUnusedTrains()
    raiseVersion(this.#database)
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

  #knownTrains(): readonly KnownTrain[] {
    const rows = this.#database
      .prepare('SELECT id, train_key AS key, digest FROM trains WHERE source = ?')
      .all(this.#timetable.source)
    return rows as KnownTrain[]
  }

  /** A run with a head has had a claim at some time; its bookings refer to it, so it stays. */
  #knownRuns(): readonly KnownRun[] {
    const rows = this.#database
      .prepare(
        `SELECT r.id, r.train_id AS trainId, t.train_key AS key, r.service_date AS serviceDate, c.digest AS consist,
           f.digest AS fare, EXISTS (SELECT 1 FROM run_heads h WHERE h.train_run_id = r.id) AS isUsed
         FROM train_runs r JOIN trains t ON t.id = r.train_id JOIN consists c ON c.id = r.consist_id JOIN fares f ON f.id = r.fare_id
         WHERE t.source = ? AND r.service_date >= ?`,
      )
      .all(this.#timetable.source, this.#range.fromDate) as (Omit<KnownRun, 'isUsed'> & { isUsed: number })[]
    return rows.map((row) => ({ ...row, isUsed: row.isUsed === 1 }))
  }

  #putStations(): void {
    const put = this.#database.prepare(
      `INSERT INTO stations (station_code, name, time_zone, latitude, longitude) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (station_code) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
       latitude = excluded.latitude, longitude = excluded.longitude`,
    )
    for (const { code, name, timeZone, latitude, longitude } of this.#timetable.stations)
      put.run(code, name, timeZone, latitude, longitude)
  }

  /** Consists by digest; one that is there already keeps its id and its seats. */
  #putConsists(): ReadonlyMap<string, number> {
    const find = this.#database.prepare('SELECT id FROM consists WHERE digest = ?').pluck()
    const add = this.#database.prepare('INSERT INTO consists (name, travel_classes, digest) VALUES (?, ?, ?)')
    const ids = new Map<string, number>()
    for (const consist of this.#timetable.consists) {
      const digest = consistDigest(consist)
      const known = find.get(digest) as number | undefined
      const id =
        known ?? Number(add.run(consist.name, JSON.stringify(consist.travelClasses), digest).lastInsertRowid)
      if (known === undefined) this.#addSeats(id, consist)
      ids.set(digest, id)
    }
    return ids
  }

  #addSeats(consistId: number, consist: ConsistPlan): void {
    const addCoach = this.#database.prepare('INSERT INTO coaches VALUES (?, ?, ?, ?)')
    for (const [index, coach] of consist.coaches.entries())
      addCoach.run(consistId, index, coach.number, JSON.stringify(coach.layout))
    const addSeat = this.#database.prepare(
      `INSERT INTO coach_seats (consist_id, seat_index, seat_number, seat_label, coach_number, travel_class, kind, features,
       deck, x, y, seat_group) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const [index, seat] of consist.seats.entries())
      addSeat.run(
        consistId,
        index,
        seat.number,
        seat.label,
        seat.coachNumber,
        seat.travelClass,
        seat.kind,
        JSON.stringify(seat.features),
        seat.deck,
        seat.x,
        seat.y,
        seat.group,
      )
  }

  #putFares(): ReadonlyMap<string, number> {
    const put = this.#database
      .prepare(
        `INSERT INTO fares (name, rule, digest) VALUES (?, ?, ?)
       ON CONFLICT (digest) DO UPDATE SET name = excluded.name RETURNING id`,
      )
      .pluck()
    return new Map(
      this.#timetable.fares.map((fare) => {
        const digest = fareDigest(fare)
        return [digest, put.get(fare.name, JSON.stringify(fare), digest) as number]
      }),
    )
  }

  #closeRuns(plan: ImportPlan): void {
    const remove = this.#database.prepare('DELETE FROM train_runs WHERE id = ?')
    for (const id of plan.remove) remove.run(id)
    const setOnSale = this.#database.prepare('UPDATE train_runs SET is_on_sale = ? WHERE id = ?')
    for (const { id, isOnSale } of plan.keep) setOnSale.run(isOnSale ? 1 : 0, id)
    this.#database.prepare('UPDATE trains SET is_current = 0 WHERE source = ?').run(this.#timetable.source)
  }

  #putTrains(
    trains: readonly PlannedTrain[],
    idsOf: (plan: TrainPlan) => { consistId: number; fareId: number },
    runCount: number,
  ): readonly (PlannedTrain & {
    readonly id: TrainId
    readonly consistId: number
    readonly fareId: number
  })[] {
    const add = this.#database.prepare(
      `INSERT INTO trains (source, train_key, digest, train_number, train_name, time_zone, service_dates, is_current,
       consist_id, fare_id) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
    )
    const renew = this.#database.prepare(
      'UPDATE trains SET is_current = 1, service_dates = ?, consist_id = ?, fare_id = ? WHERE id = ?',
    )
    const addStop = this.#database.prepare('INSERT INTO train_stops VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    return trains.map((train, index) => {
      const { plan, digest, trainId } = train
      const { consistId, fareId } = idsOf(plan)
      const dates = encodeDates(plan.serviceDates)
      if (index % 500 === 0) this.#onProgress(index, trains.length + runCount)
      if (trainId !== undefined) {
        renew.run(dates, consistId, fareId, trainId)
        return { ...train, id: trainId, consistId, fareId }
      }
      const added = add.run(
        this.#timetable.source,
        plan.key,
        digest,
        plan.number,
        plan.name,
        plan.timeZone,
        dates,
        consistId,
        fareId,
      )
      const id = Number(added.lastInsertRowid) as TrainId
      addStops(addStop, id, plan)
      return { ...train, id, consistId, fareId }
    })
  }

  #openRuns(
    plan: ImportPlan,
    trains: readonly (PlannedTrain & {
      readonly id: TrainId
      readonly consistId: number
      readonly fareId: number
    })[],
  ): void {
    const open = this.#database.prepare(
      'INSERT INTO train_runs (train_id, service_date, origin_at, consist_id, fare_id, is_on_sale) VALUES (?, ?, ?, ?, ?, 1)',
    )
    // Reckoning with time zones is slow, and thousands of runs share a date.
    const origins = new Map<string, number>()
    for (const [index, { train: trainIndex, serviceDate }] of plan.open.entries()) {
      const train = must(trains[trainIndex])
      const name = `${serviceDate} ${train.plan.timeZone}`
      const originAt = origins.get(name) ?? serviceDayOrigin(serviceDate, train.plan.timeZone)
      origins.set(name, originAt)
      open.run(train.id, serviceDate, originAt, train.consistId, train.fareId)
      if (index % 2000 === 0) this.#onProgress(trains.length + index, trains.length + plan.open.length)
    }
    this.#onProgress(trains.length + plan.open.length, trains.length + plan.open.length)
  }

  #removeUnusedTrains(): void {
    const unused = `SELECT id FROM trains t WHERE t.is_current = 0 AND NOT EXISTS (SELECT 1 FROM train_runs r WHERE r.train_id = t.id)`
    this.#database.exec(`DELETE FROM train_stops WHERE train_id IN (${unused})`)
    this.#database.exec(`DELETE FROM trains WHERE id IN (${unused})`)
  }
}

function addStops(addStop: Statement, trainId: TrainId, plan: TrainPlan): void {
  for (const [index, stop] of plan.stops.entries())
    addStop.run(
      trainId,
      index,
      stop.stationCode,
      stop.arrivalSeconds,
      stop.departureSeconds,
      Math.round(stop.distanceMeters),
      stop.canBoard ? 1 : 0,
      stop.canAlight ? 1 : 0,
    )
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the timetable names something that it does not have')
  return value
}
