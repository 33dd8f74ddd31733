import { buildNetwork } from '../domain/build-network.ts'
import type { CoachLayout, Consist, Seat, SeatFeature, SeatKind } from '../domain/consist.ts'
import type { Fare } from '../domain/fare.ts'
import type { ConsistId, SeatId, StationCode, TrainId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Network } from '../domain/network.ts'
import type { Stop, Train, TrainRun } from '../domain/train-run.ts'
import type { Row } from './rows.ts'

/** Reads rows; several statements at once see the same commit. */
export type ReadAll = (
  queries: readonly (readonly [sql: string, params: readonly (string | number)[]])[],
) => Promise<readonly (readonly Row[])[]>

const runColumns =
  'SELECT r.id, r.train_id, r.service_date, r.origin_at, r.consist_id, r.fare_id, r.is_on_sale FROM train_runs r'

/**
 * Master data in memory. Trains, consists and fares never change once stored, so what was read stays: a new network shares them with
 * the one before it, and the pictures that point to them.
 */
export class MasterData {
  readonly #all: ReadAll
  /** The ids of a JSON array that is a parameter, as this database selects them. */
  readonly #idList: string
  readonly #trains = new Map<TrainId, Train>()
  readonly #consists = new Map<ConsistId, Consist>()
  readonly #fares = new Map<number, Fare>()

  constructor(all: ReadAll, idList: string) {
    this.#all = all
    this.#idList = idList
  }

  /** The timetable with the runs from `fromDate` on. */
  async loadNetwork(fromDate: string): Promise<Network> {
    const [version, stations, runs] = await this.#all([
      ["SELECT value FROM settings WHERE name = 'network_version'", []],
      ['SELECT station_code, name, time_zone, latitude, longitude FROM stations', []],
      [`${runColumns} WHERE r.service_date >= ?`, [fromDate]],
    ])
    return buildNetwork({
      version: Number(version?.[0]?.value ?? 0),
      stations: (stations ?? []).map((row) => ({
        code: row.station_code as StationCode,
        name: row.name as string,
        timeZone: row.time_zone as string,
        latitude: row.latitude as number | null,
        longitude: row.longitude as number | null,
      })),
      runs: await this.#runsOf(runs ?? []),
    })
  }

  async findRun(id: TrainRunId): Promise<TrainRun | undefined> {
    const [rows] = await this.#all([[`${runColumns} WHERE r.id = ?`, [id]]])
    const [run] = await this.#runsOf(rows ?? [])
    return run
  }

  async #runsOf(rows: readonly Row[]): Promise<readonly TrainRun[]> {
    await this.#loadFares(missing(rows, 'fare_id', this.#fares))
    await this.#loadConsists(missing(rows, 'consist_id', this.#consists))
    await this.#loadTrains(missing(rows, 'train_id', this.#trains))
    return rows.map((row) => ({
      id: row.id as TrainRunId,
      train: known(this.#trains, row.train_id as TrainId),
      serviceDate: row.service_date as string,
      originAt: row.origin_at as Instant,
      consist: known(this.#consists, row.consist_id as ConsistId),
      fare: known(this.#fares, row.fare_id as number),
      isOnSale: row.is_on_sale === 1,
    }))
  }

  async #loadFares(ids: string): Promise<void> {
    if (ids === '[]') return
    const [rows = []] = await this.#all([[`SELECT id, rule FROM fares WHERE id IN ${this.#idList}`, [ids]]])
    for (const row of rows) this.#fares.set(row.id as number, JSON.parse(row.rule as string) as Fare)
  }

  async #loadConsists(ids: string): Promise<void> {
    if (ids === '[]') return
    const [consists = [], coaches = [], seats = []] = await this.#all([
      [`SELECT id, name, travel_classes FROM consists WHERE id IN ${this.#idList}`, [ids]],
      [`SELECT * FROM coaches WHERE consist_id IN ${this.#idList} ORDER BY consist_id, coach_index`, [ids]],
      [
        `SELECT * FROM coach_seats WHERE consist_id IN ${this.#idList} ORDER BY consist_id, seat_index`,
        [ids],
      ],
    ])
    const coachesOf = Map.groupBy(coaches, (row) => row.consist_id)
    const seatsOf = Map.groupBy(seats, (row) => row.consist_id)
    for (const row of consists)
      this.#consists.set(row.id as ConsistId, {
        id: row.id as ConsistId,
        name: row.name as string,
        travelClasses: JSON.parse(row.travel_classes as string) as string[],
        coaches: (coachesOf.get(row.id ?? null) ?? []).map((coach) => ({
          number: coach.coach_number as string,
          layout: JSON.parse(coach.layout as string) as CoachLayout,
        })),
        seats: (seatsOf.get(row.id ?? null) ?? []).map(seatOfRow),
      })
  }

  async #loadTrains(ids: string): Promise<void> {
    if (ids === '[]') return
    const [trains = [], stops = []] = await this.#all([
      [`SELECT id, train_number, train_name FROM trains WHERE id IN ${this.#idList}`, [ids]],
      [`SELECT * FROM train_stops WHERE train_id IN ${this.#idList} ORDER BY train_id, stop_index`, [ids]],
    ])
    const stopsOf = Map.groupBy(stops, (row) => row.train_id)
    for (const row of trains)
      this.#trains.set(row.id as TrainId, {
        id: row.id as TrainId,
        number: row.train_number as string,
        name: row.train_name as string,
        stops: (stopsOf.get(row.id ?? null) ?? []).map(stopOfRow),
      })
  }
}

/** The ids that are not known yet, as a JSON array for json_each. */
function missing(rows: readonly Row[], column: string, knownRows: ReadonlyMap<number, unknown>): string {
  const ids = new Set(rows.map((row) => row[column] as number))
  return JSON.stringify([...ids].filter((id) => !knownRows.has(id)))
}

function known<Id, Value>(values: ReadonlyMap<Id, Value>, id: Id): Value {
  const value = values.get(id)
  if (value === undefined) throw new Error(`the database refers to ${id}, which is not there`)
  return value
}

function seatOfRow(row: Row): Seat {
  return {
    id: row.id as SeatId,
    index: row.seat_index as number,
    number: row.seat_number as string,
    label: row.seat_label as string,
    coachNumber: row.coach_number as string,
    travelClass: row.travel_class as string,
    kind: row.kind as SeatKind,
    features: JSON.parse(row.features as string) as SeatFeature[],
    deck: row.deck as number,
    x: row.x as number,
    y: row.y as number,
    group: row.seat_group as string | null,
  }
}

function stopOfRow(row: Row): Stop {
  return {
    stationCode: row.station_code as StationCode,
    arrivalSeconds: row.arrival_seconds as number,
    departureSeconds: row.departure_seconds as number,
    distanceMeters: row.distance_meters as number,
    canBoard: row.can_board === 1,
    canAlight: row.can_alight === 1,
  }
}
