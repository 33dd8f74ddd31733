import type { ConsistId, TrainId, TrainRunId } from '../domain/ids.ts'
import type { FitsRun } from '../domain/inventory/run-state.ts'
import type { Consist } from '../domain/railway/consist.ts'
import type { Fare } from '../domain/railway/fare.ts'
import { keepSeats } from '../domain/railway/keep-seats.ts'
import type { FormerRun, Train, TrainRun } from '../domain/railway/train-run.ts'
import {
  coachTable,
  type FormerRunRow,
  formerRunTable,
  type ImportRow,
  type RunRow,
  runTable,
  seatTable,
  stopTable,
} from './columns/railway.ts'
import type { ReadAll } from './read-all.ts'
import type { Row } from './rows.ts'

/** Pieces of which each takes the event loop a few milliseconds. */
const trainsInPiece = 200
const consistsInPiece = 4
const faresInPiece = 100

const noFormer: readonly FormerRun[] = []

/** What runs were before, as rows, oldest first. */
export type FormerRuns = ReadonlyMap<TrainRunId, readonly Row[]>

export function byRun(former: readonly Row[]): FormerRuns {
  return Map.groupBy(former, (row) => row.train_run_id as TrainRunId)
}

/**
 * Trains, consists and fares in memory. They never change once stored, so what was read stays, and is shared
 * by networks and by the pictures that point to them.
 */
export class RunRecords {
  readonly #all: ReadAll
  /** The end of a condition: an id is in the JSON array of the parameter. */
  readonly #isListed: string
  readonly #trains = new Map<TrainId, Train>()
  readonly #consists = new Map<ConsistId, Consist>()
  readonly #fares = new Map<number, Fare>()
  readonly #dates = new Map<string, string>()
  /** Consists of runs whose coaches have changed, by the ids of all that they had. */
  readonly #kept = new Map<string, Consist>()

  constructor(all: ReadAll, isListed: string) {
    this.#all = all
    this.#isListed = isListed
  }

  /** Forgets whatever has later ids: they may come to name something else. */
  forgetAfter({ lastTrainId, lastConsistId, lastFareId }: ImportRow): void {
    const forget = (known: Map<number, unknown>, last: number) => {
      for (const id of known.keys()) if (id > last) known.delete(id)
    }
    forget(this.#trains, lastTrainId)
    forget(this.#consists, lastConsistId)
    forget(this.#fares, lastFareId)
    for (const name of this.#kept.keys())
      if (name.split(' ').some((id) => Number(id) > lastConsistId)) this.#kept.delete(name)
  }

  /** Compares runs with a row of theirs, which has the columns of `train_runs`. */
  fits(row: Row): FitsRun {
    const read = runTable.read(row)
    return (run) => this.#isAs(run, read)
  }

  #isAs(run: TrainRun, row: RunRow): boolean {
    return (
      run.train.id === row.trainId &&
      run.originAt === row.originAt &&
      run.consist.id === row.consistId &&
      run.fare === this.#fares.get(row.fareId) &&
      run.edition === row.edition &&
      run.offSaleReason === row.offSaleReason &&
      run.isOnSale === (row.offSaleReason === null && !row.isClosed)
    )
  }

  /** The runs of rows, with what they were before; `before` finds a run as it was read last. */
  async runsOf(
    rows: readonly Row[],
    formerOf: FormerRuns,
    before: (id: TrainRunId) => TrainRun | undefined,
  ): Promise<readonly TrainRun[]> {
    const former = rows.flatMap(({ id }) => formerOf.get(id as TrainRunId) ?? [])
    const all = former.length === 0 ? rows : [...rows, ...former]
    await inPieces(missing(all, 'fare_id', this.#fares), faresInPiece, (ids) => this.#loadFares(ids))
    await inPieces(missing(all, 'consist_id', this.#consists), consistsInPiece, (ids) =>
      this.#loadConsists(ids),
    )
    await inPieces(missing(all, 'train_id', this.#trains), trainsInPiece, (ids) => this.#loadTrains(ids))
    return rows.map((row) => {
      const read = runTable.read(row)
      return this.#sameRun(before(read.id), read) ?? this.#runOf(read, formerOf)
    })
  }

  /** A run that has not changed stays the same object, and what others keep about it stays with it. */
  #sameRun(before: TrainRun | undefined, row: RunRow): TrainRun | undefined {
    return before?.stationsAsOf === row.stationsAsOf && this.#isAs(before, row) ? before : undefined
  }

  #runOf(read: RunRow, formerOf: FormerRuns): TrainRun {
    const { trainId, consistId, fareId, isClosed, ...run } = read
    const former = (formerOf.get(run.id) ?? []).map(formerRunTable.read)
    const consists = [...former.map((one) => one.consistId), consistId]
    return {
      ...run,
      isOnSale: run.offSaleReason === null && !isClosed,
      former:
        former.length === 0 ? noFormer : former.map((one, index) => this.#formerRun(one, consists, index)),
      serviceDate: this.#sameText(run.serviceDate),
      train: known(this.#trains, trainId),
      consist: this.#consistOf(consists),
      fare: known(this.#fares, fareId),
    }
  }

  /** Thousands of runs share a date, and one text of it is enough for all of them. */
  #sameText(date: string): string {
    const text = this.#dates.get(date)
    if (text === undefined) this.#dates.set(date, date)
    return text ?? date
  }

  #formerRun(row: FormerRunRow, consists: readonly ConsistId[], index: number): FormerRun {
    return {
      ...{ edition: row.edition, originAt: row.originAt },
      train: known(this.#trains, row.trainId),
      consist: this.#consistOf(consists.slice(0, index + 1)),
      fare: known(this.#fares, row.fareId),
    }
  }

  /** The consist of a run that had others before; runs with the same history share it. */
  #consistOf(ids: readonly ConsistId[]): Consist {
    const [last, ...before] = ids.toReversed()
    if (last === undefined) throw new Error('a run has no consist')
    const consist = known(this.#consists, last)
    if (before.every((id) => id === last)) return consist
    const name = ids.join(' ')
    const kept =
      this.#kept.get(name) ??
      keepSeats(
        consist,
        before.toReversed().map((id) => known(this.#consists, id)),
      )
    this.#kept.set(name, kept)
    return kept
  }

  async #loadFares(ids: string): Promise<void> {
    const [rows = []] = await this.#all([[`SELECT id, rule FROM fares WHERE id ${this.#isListed}`, [ids]]])
    for (const row of rows) this.#fares.set(row.id as number, JSON.parse(row.rule as string) as Fare)
  }

  async #loadConsists(ids: string): Promise<void> {
    const [consists = [], coaches = [], seats = []] = await this.#all([
      [`SELECT id, name, travel_classes FROM consists WHERE id ${this.#isListed}`, [ids]],
      [`SELECT * FROM coaches WHERE consist_id ${this.#isListed} ORDER BY consist_id, coach_index`, [ids]],
      [`SELECT * FROM coach_seats WHERE consist_id ${this.#isListed} ORDER BY consist_id, seat_index`, [ids]],
    ])
    const coachesOf = Map.groupBy(coaches, (row) => row.consist_id)
    const seatsOf = Map.groupBy(seats, (row) => row.consist_id)
    for (const row of consists)
      this.#consists.set(row.id as ConsistId, {
        id: row.id as ConsistId,
        name: row.name as string,
        travelClasses: JSON.parse(row.travel_classes as string) as string[],
        coaches: (coachesOf.get(row.id ?? null) ?? []).map(coachTable.read),
        seats: (seatsOf.get(row.id ?? null) ?? []).map(seatTable.read),
      })
  }

  async #loadTrains(ids: string): Promise<void> {
    const [trains = [], stops = []] = await this.#all([
      [`SELECT id, train_number, train_name FROM trains WHERE id ${this.#isListed}`, [ids]],
      [`SELECT * FROM train_stops WHERE train_id ${this.#isListed} ORDER BY train_id, stop_index`, [ids]],
    ])
    const stopsOf = Map.groupBy(stops, (row) => row.train_id)
    for (const row of trains)
      this.#trains.set(row.id as TrainId, {
        id: row.id as TrainId,
        number: row.train_number as string,
        name: row.train_name as string,
        stops: (stopsOf.get(row.id ?? null) ?? []).map(stopTable.read),
      })
  }
}

/** The ids that are not yet known. */
function missing(
  rows: readonly Row[],
  column: string,
  knownRows: ReadonlyMap<number, unknown>,
): readonly number[] {
  const ids = new Set(rows.map((row) => row[column] as number))
  return [...ids].filter((id) => !knownRows.has(id))
}

/** Does work for a few ids at a time, given as a JSON array. */
async function inPieces(
  ids: readonly number[],
  size: number,
  work: (ids: string) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < ids.length; start += size)
    await work(JSON.stringify(ids.slice(start, start + size)))
}

function known<Id, Value>(values: ReadonlyMap<Id, Value>, id: Id): Value {
  const value = values.get(id)
  if (value === undefined) throw new Error(`the database refers to ${id}, which is not there`)
  return value
}
