import type { ConsistId, TrainId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { serviceDayOrigin } from '../domain/railway/service-day.ts'
import type { ConsistPlan, Timetable } from '../domain/railway/timetable.ts'
import {
  coachTable,
  consistTable,
  fareTable,
  type StagedRun,
  type StagedTrain,
  seatTable,
  stagedRunTable,
  stagedTrainTable,
  stopTable,
  type TrainRow,
  trainTable,
} from './columns/railway.ts'
import { onConflict } from './columns/table.ts'
import { consistDigest, fareDigest } from './digest.ts'
import { alone, type ImportDesk, insertion, query, wholeInsertion, writeInSlices } from './import-desk.ts'
import type { ImportPlan } from './import-plan.ts'
import type { StoredRun } from './known-timetable.ts'
import { encodeDates } from './service-dates.ts'
import type { Digests, PlannedTrain } from './wishes.ts'

// What an import prepares. Nobody sees any of it: new trains are not current and have no runs, and no train
// has the new consists and fares.

/** A planned train that the database has, whether or not it is in force. */
export interface StoredTrain extends PlannedTrain {
  readonly id: TrainId
  readonly consistId: ConsistId
  readonly fareId: number
}

/** Passes records on and counts them. */
export type Count = <T>(records: Iterable<T>) => Iterable<T>

/** Stores consists, fares and trains, and stages what becomes of the trains of the source. */
export async function stageTrains(
  desk: ImportDesk,
  timetable: Timetable,
  plan: ImportPlan,
  digests: Digests,
  known: readonly TrainRow[],
  count: Count,
): Promise<readonly StoredTrain[]> {
  const consistIds = await putConsists(desk, timetable)
  const fareIds = await putFares(desk, timetable)
  const planned = plan.trains.map((train) => ({
    ...train,
    consistId: must(consistIds.get(digests.consist(train.plan.consistName))),
    fareId: must(fareIds.get(digests.fare(train.plan.fareName))),
  }))
  const trains = await putTrains(desk, timetable, planned, count)
  await writeInSlices(desk, [...currentTrains(trains), ...earlierTrains(plan, trains, known)], (slice) =>
    wholeInsertion(stagedTrainTable, slice),
  )
  return trains
}

/** Consists by digest; an existing one keeps its id and its seats. */
async function putConsists(
  desk: ImportDesk,
  { consists }: Timetable,
): Promise<ReadonlyMap<string, ConsistId>> {
  const ids = new Map<string, ConsistId>()
  for (const consist of consists) {
    const digest = consistDigest(consist)
    const [known] = await desk.read('SELECT id FROM consists WHERE digest = ?', [digest])
    ids.set(digest, known ? (known.id as ConsistId) : await addConsist(desk, consist, digest))
  }
  return ids
}

async function addConsist(desk: ImportDesk, plan: ConsistPlan, digest: string): Promise<ConsistId> {
  const [rows] = await desk.write([insertion(consistTable, alone([{ ...plan, digest }]), 'RETURNING id')])
  const consistId = must(rows?.[0]).id as ConsistId
  await writeInSlices(desk, plan.coaches.entries(), (slice) =>
    insertion(
      coachTable,
      slice.map(([index, coach]) => [coach, { consistId, index }]),
    ),
  )
  await writeInSlices(desk, plan.seats.entries(), (slice) =>
    insertion(
      seatTable,
      slice.map(([index, seat]) => [{ ...seat, index }, { consistId }]),
    ),
  )
  return consistId
}

async function putFares(desk: ImportDesk, { fares }: Timetable): Promise<ReadonlyMap<string, number>> {
  // One statement may not change a row twice.
  const byDigest = new Map(fares.map((rule) => [fareDigest(rule), rule]))
  const rows = [...byDigest].map(([digest, rule]) => ({ name: rule.name, rule, digest }))
  const stored = await writeInSlices(desk, rows, (slice) =>
    insertion(fareTable, alone(slice), `${onConflict(fareTable, ['digest'])} RETURNING id, digest`),
  )
  return new Map(stored.map((row) => [String(row.digest), Number(row.id)]))
}

/** Adds the new trains with their stops. */
async function putTrains(
  desk: ImportDesk,
  { source }: Timetable,
  trains: readonly Omit<StoredTrain, 'id'>[],
  count: Count,
): Promise<readonly StoredTrain[]> {
  const isNew = ({ trainId }: PlannedTrain) => trainId === undefined
  const rows = trains.filter(isNew).map(({ plan, digest, serviceDates, consistId, fareId }) => ({
    ...{ source, key: plan.key, digest, number: plan.number, name: plan.name, timeZone: plan.timeZone },
    ...{ serviceDates: encodeDates(serviceDates), isCurrent: false, consistId, fareId },
    headsigns: plan.headsigns ?? [],
  }))
  const added = await writeInSlices(desk, count(rows), (slice) =>
    insertion(trainTable, alone(slice), 'RETURNING id, train_key, digest'),
  )
  const ids = new Map(added.map((row) => [`${row.train_key}\n${row.digest}`, row.id as TrainId]))
  const stored = trains.map((train) => ({
    ...train,
    id: train.trainId ?? must(ids.get(`${train.plan.key}\n${train.digest}`)),
  }))
  await writeInSlices(desk, stopsOf(stored.filter(isNew)), (slice) => insertion(stopTable, slice))
  return stored
}

function* stopsOf(trains: readonly StoredTrain[]) {
  for (const { id: trainId, plan } of trains)
    for (const [index, stop] of plan.stops.entries())
      yield [
        { ...stop, distanceMeters: Math.round(stop.distanceMeters) },
        { trainId, index },
      ] as const
}

function currentTrains(trains: readonly StoredTrain[]): readonly StagedTrain[] {
  return trains.map(({ id, plan, serviceDates, consistId, fareId }) => ({
    ...{ id, serviceDates: encodeDates(serviceDates), isCurrent: true, consistId, fareId },
    headsigns: plan.headsigns ?? [],
  }))
}

/**
 * Trains that the new timetable no longer has: they stay current with the dates before it begins, if they
 * have any.
 */
function earlierTrains(
  { goOn }: ImportPlan,
  trains: readonly StoredTrain[],
  known: readonly TrainRow[],
): readonly StagedTrain[] {
  const planned = new Set(trains.map(({ id }) => id))
  const going = new Map(goOn.map(({ id, datesBefore }) => [id, datesBefore]))
  return known.flatMap((row) => {
    const dates = going.get(row.id)
    if (planned.has(row.id) || (!row.isCurrent && !dates)) return []
    const serviceDates = dates ? encodeDates(dates) : row.serviceDates
    return [{ ...row, serviceDates, isCurrent: dates !== undefined }]
  })
}

/** What the plan makes of runs that are there. */
export function changesOf(
  plan: Pick<ImportPlan, 'change' | 'remove' | 'keep'>,
  trains: readonly StoredTrain[],
  known: ReadonlyMap<TrainRunId, StoredRun>,
): readonly StagedRun[] {
  const staged = (id: TrainRunId, change: Partial<StagedRun>): StagedRun => {
    const { row, commitSeq } = must(known.get(id))
    return { ...row, commitSeq, isRemoved: false, ...change }
  }
  const originOf = originTimes()
  return [
    ...plan.change.map(({ id, train, serviceDate }) => {
      const content = contentOf(trains[train], serviceDate, originOf)
      return staged(id, { ...content, offSaleReason: null, stationsAsOf: null })
    }),
    ...plan.remove.map((id) => staged(id, { isRemoved: true })),
    ...plan.keep.map(({ run: { id }, train, originAt, offSaleReason }) => {
      const { row } = must(known.get(id))
      const content = train === null ? {} : contentOf(trains[train], row.serviceDate, originOf)
      return staged(id, { ...content, originAt, offSaleReason, edition: row.edition + 1 })
    }),
  ]
}

/** The runs that the plan opens; they get ids from `firstId` on. */
export function* openingsOf(
  open: ImportPlan['open'],
  trains: readonly StoredTrain[],
  firstId: number,
): Generator<StagedRun> {
  const originOf = originTimes()
  let id = firstId
  for (const { train, serviceDate } of open)
    yield {
      ...{ ...newlyOpened, ...contentOf(trains[train], serviceDate, originOf), serviceDate },
      ...{ id: id++ as TrainRunId, commitSeq: 0, isRemoved: false },
    }
}

export async function stageRuns(desk: ImportDesk, runs: Iterable<StagedRun>): Promise<void> {
  await writeInSlices(desk, runs, (slice) => wholeInsertion(stagedRunTable, slice))
}

/** Replaces what was staged for these runs. */
export async function stageAgain(
  { write }: Pick<ImportDesk, 'write'>,
  ids: readonly TrainRunId[],
  runs: readonly StagedRun[],
): Promise<void> {
  await write([
    query(`DELETE FROM staged_runs WHERE id IN (${ids.map(Number).join(', ')})`),
    ...(runs.length > 0 ? [wholeInsertion(stagedRunTable, runs)] : []),
  ])
}

type OriginTime = (serviceDate: string, timeZone: string) => Instant

/** Time zone arithmetic is slow, and thousands of runs share a date. */
function originTimes(): OriginTime {
  const origins = new Map<string, Instant>()
  return (serviceDate, timeZone) => {
    const name = `${serviceDate} ${timeZone}`
    const originAt = origins.get(name) ?? serviceDayOrigin(serviceDate, timeZone)
    origins.set(name, originAt)
    return originAt
  }
}

/** What a run that is new has. */
const newlyOpened = { edition: 1, offSaleReason: null, isClosed: false, stationsAsOf: null }

function contentOf(train: StoredTrain | undefined, serviceDate: string, originOf: OriginTime) {
  const { id: trainId, consistId, fareId, plan } = must(train)
  return { trainId, consistId, fareId, originAt: originOf(serviceDate, plan.timeZone) }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the timetable names something that it does not have')
  return value
}
