import type { TrainId } from '../domain/ids.ts'
import { runsInEffect, type TrainRow, trainTable } from './columns/railway.ts'
import { currentWishes } from './current-timetable.ts'
import type { ImportDesk } from './import-desk.ts'
import { planImport } from './import-plan.ts'
import type { TimedTerms } from './import-timetable.ts'
import { type OnPrepared, prepared, settleImport, withImport } from './import-trace.ts'
import { type StoredRun, waitingRunsOf } from './known-timetable.ts'
import { networkVersionOf, selectNetworkVersion } from './network-version.ts'
import { PlannedImport } from './planned-import.ts'
import type { Row } from './rows.ts'
import { decodeDates } from './service-dates.ts'
import { soldRunsOf, stopsOfTrains } from './sold-runs.ts'
import { openingsOf, type StoredTrain, stageRuns } from './stage-timetable.ts'
import { trainsToCompare, type Wishes, wishesOf } from './wishes.ts'

export type Range = Pick<TimedTerms, 'fromDate' | 'toDate' | 'at'>

/** What a roll of the horizon works with, and the dates that it is for. */
interface Roll {
  readonly desk: ImportDesk
  readonly range: Range
  readonly onPrepared: OnPrepared
}

/** A train as its row has it, with the digests of its coaches and of its fare. */
interface TrainInForce extends TrainRow {
  readonly consist: string
  readonly fare: string
  /** Those of the range on which it is in force. */
  readonly dates: readonly string[]
}

/**
 * Opens runs of the current trains for further dates, and puts runs that wait, and that nobody has claims on
 * any more, on sale as the timetable has them; source by source, as imports do it. Returns how many runs came
 * on sale.
 */
export async function openRuns(
  desk: ImportDesk,
  range: Range,
  onPrepared: OnPrepared = async () => {},
): Promise<number> {
  await settleImport(desk)
  const rows = await desk.read(`SELECT t.*, c.digest AS consist, f.digest AS fare FROM trains t
    JOIN consists c ON c.id = t.consist_id JOIN fares f ON f.id = t.fare_id ORDER BY t.id`)
  const known = await desk.read(
    `SELECT r.id, r.train_id, r.service_date, t.train_key, t.source FROM ${runsInEffect} r
     JOIN trains t ON t.id = r.train_id WHERE r.service_date BETWEEN ? AND ? ORDER BY r.id`,
    [range.fromDate, range.toDate],
  )
  const runsOf = Map.groupBy(known, ({ source }) => String(source))
  const trainsOf = Map.groupBy(
    rows.map((row) => trainInForce(row, range)),
    ({ source }) => source,
  )
  let opened = 0
  for (const [source, trains] of trainsOf)
    opened += await openRunsOf({ desk, range, onPrepared }, source, trains, runsOf.get(source) ?? [])
  return opened
}

function trainInForce(row: Row, { fromDate, toDate }: Range): TrainInForce {
  const train = trainTable.read(row)
  const dates = train.isCurrent ? decodeDates(train.serviceDates, fromDate, toDate) : []
  return { ...train, consist: String(row.consist), fare: String(row.fare), dates }
}

async function openRunsOf(
  roll: Roll,
  source: string,
  rows: readonly TrainInForce[],
  known: readonly Row[],
): Promise<number> {
  const { desk, range } = roll
  const trains = rows.map((row) => ({ ...row, datesBefore: [] }))
  const inForce = trains.filter(({ dates }) => dates.length > 0)
  const draft = currentWishes(
    source,
    inForce.map(({ dates, ...train }) => ({ ...train, serviceDates: dates })),
    { ...range, mayWithdraw: true },
    { trains, runs: known.map(runToMatch) },
  )
  const wishes = wishesOf(draft, await stopsOfTrains(desk, trainsToCompare(draft)))
  const waiting = await freeRunsOf(desk, source, wishes, range)
  if (wishes.open.length === 0 && waiting.length === 0) return 0
  const stored = wishes.trains.map((train, index): StoredTrain => {
    const { id, consistId, fareId } = must(inForce[index])
    return { ...train, id, consistId, fareId }
  })
  return putOnSale(roll, wishes, { trains, waiting, stored })
}

/** Whether it has claims decides only which of two runs is a train, and an import has settled that. */
function runToMatch(row: Row): Parameters<typeof currentWishes>[3]['runs'][number] {
  const { id, trainId } = { id: row.id as StoredRun['id'], trainId: row.train_id as TrainId }
  return { id, trainId, key: String(row.train_key), serviceDate: String(row.service_date), isUsed: true }
}

/** Runs that wait although nobody has a claim on them, and whose train runs. */
async function freeRunsOf(desk: ImportDesk, source: string, { matches }: Wishes, range: Range) {
  const waiting = (await waitingRunsOf(desk, source, range)).filter(({ id }) => matches.has(id))
  const sold = await soldRunsOf(desk, waiting)
  return waiting.filter(({ id }) => sold.get(id)?.claimed.length === 0)
}

interface ToPutOnSale {
  readonly trains: readonly (TrainInForce & { readonly datesBefore: readonly string[] })[]
  readonly waiting: readonly StoredRun[]
  readonly stored: readonly StoredTrain[]
}

async function putOnSale(
  { desk, onPrepared }: Roll,
  wishes: Wishes,
  { trains, waiting, stored }: ToPutOnSale,
): Promise<number> {
  const stations = { stations: new Map(), otherCallers: new Map() }
  const known = { trains, trainRows: trains, runs: waiting, stations }
  const sold = await soldRunsOf(desk, waiting)
  const plan = planImport(wishes, known, sold)
  const again = plan.keep.filter(({ offSaleReason }) => offSaleReason === null)
  await withImport(desk, async (own) => {
    const untilVersion = networkVersionOf(await own.read(selectNetworkVersion))
    const parts = { wishes, at: wishes.terms.at, known, sold, plan, trains: stored, untilVersion }
    const planned = new PlannedImport({ ...parts, calling: new Map(), also: () => [] })
    await stageRuns(own, planned.changes)
    if (plan.open.length > 0)
      await stageRuns(own, openingsOf(plan.open, stored, await own.takeRunIds(plan.open.length)))
    await prepared(own, onPrepared)
    await planned.putInEffect(own)
  })
  return plan.open.length + again.length
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a train in force is not stored')
  return value
}
