import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { changeSoldRun, type SoldRun, type WaitingCause, whyWaiting } from '../domain/railway/changed-run.ts'
import type {
  ImportFindings,
  ImportReport,
  ImportTerms,
  RunChange,
  RunDifference,
} from '../domain/railway/import-differences.ts'
import { differencesByTrain, usualMinutesMoved } from '../domain/railway/import-differences.ts'
import { planStations, type StationChanges, type StationsBefore } from '../domain/railway/import-stations.ts'
import { tooLongCodes } from '../domain/railway/prefix-stations.ts'
import { serviceDayOrigin } from '../domain/railway/service-day.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { OffSaleReason } from '../domain/railway/train-run.ts'
import type { KnownRun, KnownTrain } from './known-runs.ts'
import type { PlannedTrain, WantedRun, Wishes } from './wishes.ts'

interface Known {
  readonly trains: readonly KnownTrain[]
  readonly runs: readonly KnownRun[]
  readonly stations: StationsBefore
}

/** What is read of runs that may have claims, once it is known which ones the timetable has otherwise. */
export type SoldRuns = ReadonlyMap<TrainRunId, Pick<SoldRun, 'stops' | 'formerCalls' | 'claimed'>>

/** A run that stays, and what it becomes. */
export interface KeptRun {
  readonly run: KnownRun
  readonly change: RunChange
  /** The train whose content it takes, as an index into `trains`; null if it keeps its own. */
  readonly train: number | null
  readonly originAt: Instant
  readonly offSaleReason: OffSaleReason | null
}

export interface ImportPlan {
  readonly stations: StationChanges
  readonly trains: readonly PlannedTrain[]
  /** Known trains that are no longer planned, and in force until the new timetable begins. */
  readonly goOn: readonly KnownTrain[]
  /** Runs to open, as an index into `trains` and a service date. */
  readonly open: readonly WantedRun[]
  /** Runs that nobody has claims on, and what they become; each keeps its id. */
  readonly change: readonly ChangedRun[]
  readonly remove: readonly TrainRunId[]
  /** Runs that may have claims, or that are closed, and what they become. */
  readonly keep: readonly KeptRun[]
  readonly findings: ImportFindings
}

/** A run and the train that it becomes a run of, as an index into `trains`. */
interface ChangedRun {
  readonly id: TrainRunId
  readonly train: number
  readonly serviceDate: string
}

/** The runs that may have claims, and that the new timetable has otherwise or not at all. */
export function runsToLookAt(wishes: Wishes, runs: readonly KnownRun[]): readonly KnownRun[] {
  return runs.filter((run) => {
    const match = wishes.matches.get(run.id)
    return run.isUsed && !(match && isAsWanted(wishes, run, match))
  })
}

/** What becomes of known runs. */
export type RunsPlan = Pick<ImportPlan, 'change' | 'remove' | 'keep'> & Pick<ImportFindings, 'runs'>

/** What becomes of these runs, which may be a few of those that the wishes know. */
export function planRuns(
  wishes: Wishes,
  { runs, trains }: Pick<Known, 'runs' | 'trains'>,
  sold: SoldRuns,
): RunsPlan {
  const decided = runs.map((run) => decide(wishes, run, sold))
  return {
    runs: describeKnown(decided, wishes.trains, trains),
    change: decided.flatMap(({ run: { id, serviceDate }, train, isFree }) =>
      isFree && train !== null ? [{ id, train, serviceDate }] : [],
    ),
    remove: decided.filter(({ change }) => change === 'removed').map(({ run: { id } }) => id),
    keep: decided.filter((one) => isDifferent(one)),
  }
}

/** What an import has to do, given what is there; every store carries out the same plan. */
export function planImport(wishes: Wishes, known: Known, sold: SoldRuns): ImportPlan {
  const { timetable, terms, trains } = wishes
  const { runs: knownRuns, ...planned } = planRuns(wishes, known, sold)
  const open = wishes.open.filter(({ serviceDate }) => serviceDate <= terms.toDate)
  const stations = planStations(timetable, known.stations, terms.areSameStations ?? false)
  const runs = [...knownRuns, ...describeOpened(open, trains)]
  const inForce = new Set(trains.map(({ trainId }) => trainId))
  return {
    ...planned,
    stations,
    trains,
    goOn: known.trains.filter(({ id, datesBefore }) => datesBefore.length > 0 && !inForce.has(id)),
    open,
    findings: {
      ...{
        runs,
        before: before(timetable, known),
        clashes: stations.clashes,
        longCodes: tooLongCodes(timetable),
      },
      report: reportOf(timetable, terms, runs, stations),
    },
  }
}

interface DecidedRun extends KeptRun {
  readonly causes?: readonly WaitingCause[]
  /** Nobody has ever had a claim on it, and the railway has not closed it. */
  readonly isFree: boolean
}

/** What becomes of a known run. */
function decide(wishes: Wishes, run: KnownRun, sold: SoldRuns): DecidedRun {
  const match = wishes.matches.get(run.id)
  const isBefore = run.serviceDate < wishes.timetable.firstDate
  const isFree = !run.isUsed && !run.isClosed
  const same = { run, train: null, originAt: run.originAt, isFree }
  if (isBefore) return { ...same, change: 'unchanged', offSaleReason: run.offSaleReason }
  if (match && isAsWanted(wishes, run, match))
    return { ...same, change: run.offSaleReason === null ? 'unchanged' : 'reopened', offSaleReason: null }
  if (isOver(run, sold, wishes.terms.at))
    return { ...same, change: 'unchanged', offSaleReason: run.offSaleReason }
  if (!match) return { ...same, ...withoutTrain(run) }
  if (isFree) return { ...same, train: match.train, change: 'changed', offSaleReason: null }
  const wanted = contentOf(wishes, match)
  const { change, causes } = changeRun(run, wanted, sold, wishes.terms)
  if (change === 'waiting') return { ...same, change, causes, offSaleReason: 'WAITING' }
  return { ...same, train: match.train, originAt: wanted.originAt, change, offSaleReason: null }
}

/** It has reached its last stop: what its passengers have had stays as it was, and nobody has to decide. */
function isOver({ id, originAt }: KnownRun, sold: SoldRuns, at: Instant): boolean {
  const last = sold.get(id)?.stops.at(-1)
  return last !== undefined && originAt + last.arrivalSeconds * 1000 <= at
}

/** The timetable no longer has it. */
function withoutTrain(run: KnownRun): Pick<KeptRun, 'change' | 'offSaleReason'> {
  if (!run.isUsed && !run.isClosed) return { change: 'removed', offSaleReason: run.offSaleReason }
  const isKnown = run.offSaleReason === 'WITHDRAWN'
  return { change: isKnown ? 'unchanged' : 'withdrawn', offSaleReason: 'WITHDRAWN' }
}

function isAsWanted({ trains, digests }: Wishes, run: KnownRun, { train: index }: WantedRun): boolean {
  const train = trains[index]
  return (
    train !== undefined &&
    train.trainId === run.trainId &&
    digests.consist(train.plan.consistName) === run.consist &&
    digests.fare(train.plan.fareName) === run.fare
  )
}

function changeRun(
  run: KnownRun,
  wanted: RunAsWanted,
  sold: SoldRuns,
  { mostMinutesMoved = usualMinutesMoved }: ImportTerms,
): { readonly change: RunChange; readonly causes: readonly WaitingCause[] } {
  const known = sold.get(run.id)
  if (!known) return { change: 'changed', causes: [] }
  const runAsSold = { ...run, ...known }
  const change = changeSoldRun(runAsSold, wanted, mostMinutesMoved)
  return { change, causes: change === 'waiting' ? whyWaiting(runAsSold, wanted, mostMinutesMoved) : [] }
}

/** A run as the new timetable has it. */
function contentOf({ timetable, trains, digests }: Wishes, { train, serviceDate }: WantedRun): RunAsWanted {
  const plan = trains[train]?.plan
  const consist = timetable.consists.find(({ name }) => name === plan?.consistName)
  if (!plan || !consist) throw new Error(`a run on ${serviceDate} has no train or no consist`)
  return {
    originAt: serviceDayOrigin(serviceDate, plan.timeZone),
    stops: plan.stops.map((stop) => ({ ...stop, distanceMeters: Math.round(stop.distanceMeters) })),
    consist: digests.consist(plan.consistName),
    fare: digests.fare(plan.fareName),
    seats: consist.seats,
  }
}

function isDifferent({ run, train, offSaleReason, isFree }: DecidedRun): boolean {
  return !isFree && (train !== null || offSaleReason !== run.offSaleReason)
}

type RunAsWanted = Parameters<typeof changeSoldRun>[1]

function describeKnown(
  decided: readonly DecidedRun[],
  planned: readonly PlannedTrain[],
  known: readonly KnownTrain[],
): readonly RunDifference[] {
  const trains = new Map(known.map((train) => [train.id, train]))
  return decided.map(({ run, train, change, causes = [], offSaleReason }) => {
    const { trainId, serviceDate, bookings } = run
    const named = train === null ? trains.get(trainId) : planned[train]?.plan
    const isOff = run.isClosed || run.offSaleReason !== null
    const isTaken = change === 'removed' || (!isOff && offSaleReason !== null)
    const { key = run.key, number = key, name = '' } = named ?? {}
    return { change, causes, key, number, name, serviceDate, bookings, isTaken }
  })
}

function describeOpened(
  open: readonly WantedRun[],
  trains: readonly PlannedTrain[],
): readonly RunDifference[] {
  return open.flatMap(({ train, serviceDate }) => {
    const plan = trains[train]?.plan
    if (!plan) return []
    const { key, number, name } = plan
    const opened = { change: 'opened' as const, causes: [], bookings: 0, isTaken: false }
    return [{ ...opened, key, number, name, serviceDate }]
  })
}

function before({ trains }: Timetable, known: Known): ImportFindings['before'] {
  const keys = new Set(known.trains.map(({ key }) => key))
  return {
    trains: known.trains.length,
    sharedTrains: trains.filter(({ key }) => keys.has(key)).length,
    runs: known.runs.length,
  }
}

function reportOf(
  timetable: Timetable,
  terms: ImportTerms,
  runs: readonly RunDifference[],
  { differences: stationDifferences }: StationChanges,
): ImportReport {
  const count = (wish: RunChange) => runs.filter(({ change }) => change === wish).length
  return {
    source: timetable.source,
    stations: timetable.stations.length,
    stationPrefix: timetable.stationPrefix ?? '',
    trains: timetable.trains.length,
    consists: timetable.consists.length,
    runsOpened: count('opened'),
    runsUnchanged: count('unchanged'),
    runsChanged: count('changed'),
    runsMoved: count('moved'),
    runsRecoached: count('recoached'),
    runsRepriced: count('repriced'),
    runsRenamed: count('renamed'),
    runsReopened: count('reopened'),
    runsWaiting: count('waiting'),
    runsWithdrawn: count('withdrawn'),
    runsRemoved: count('removed'),
    differences: differencesByTrain(runs),
    stationDifferences,
    fromDate: terms.fromDate,
    toDate: terms.toDate,
  }
}
