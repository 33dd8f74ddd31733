import type { TrainId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { ImportTerms } from '../domain/railway/import-differences.ts'
import {
  byNumber,
  likeness,
  type NumberedRun,
  numberName,
  pairByNumber,
} from '../domain/railway/same-train.ts'
import type { Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import type { Stop } from '../domain/railway/train-run.ts'
import type { KnownRun, KnownTrain } from './known-runs.ts'

// What a timetable wants, beside what is known: which of its runs is which of the runs that are there.

export interface PlannedTrain {
  readonly plan: TrainPlan
  readonly digest: string
  /** The known train that it is; undefined when it has to be added. */
  readonly trainId: TrainId | undefined
  /** Dates on which it is in force: those of the plan, and those that the timetable before gave it. */
  readonly serviceDates: readonly string[]
}

/** A run as the timetable has it, its train as an index into `trains`. */
export interface WantedRun {
  readonly train: number
  readonly serviceDate: string
}

export interface Digests {
  train(plan: TrainPlan): string
  consist(name: string): string
  fare(name: string): string
}

/** `at` is when the import was begun. */
export type PlanTerms = ImportTerms & { readonly at: Instant }

/** What tells which run of a timetable a known run is. */
type RunToMatch = Pick<KnownRun, 'id' | 'trainId' | 'key' | 'serviceDate' | 'isUsed'>

interface KnownBefore {
  readonly trains: readonly Pick<KnownTrain, 'id' | 'key' | 'digest' | 'number' | 'datesBefore'>[]
  readonly runs: readonly RunToMatch[]
}

interface Wants {
  readonly timetable: Timetable
  readonly terms: PlanTerms
  readonly digests: Digests
  readonly trains: readonly PlannedTrain[]
}

export interface Wishes extends Wants {
  /** The known runs that the timetable has, too. */
  readonly matches: ReadonlyMap<TrainRunId, WantedRun>
  /** What nobody has yet. */
  readonly open: readonly WantedRun[]
}

/** Stops of known trains. */
export type StopsOfTrains = ReadonlyMap<TrainId, readonly Stop[]>

/** Wishes before the trains are compared that may be the same although they stop elsewhere. */
export interface DraftWishes extends Wants {
  readonly matches: Map<TrainRunId, WantedRun>
  /** Runs with claims first: where one train could be two known runs, it is theirs. */
  readonly knownLeft: readonly (RunToMatch & NumberedRun)[]
  readonly wantedLeft: readonly WantedRun[]
  /** Those of the wanted ones that have the number of a known one on its date. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>
}

interface Candidate extends NumberedRun {
  readonly wanted: WantedRun
}

/**
 * Matches runs whose train has not changed, then those that have only another key, then those with the same
 * key: the same number and the same stations.
 */
export function draftWishes(
  timetable: Timetable,
  terms: PlanTerms,
  digests: Digests,
  known: KnownBefore,
): DraftWishes {
  const trains = planTrains(timetable, digests, known.trains)
  const knownTrains = new Map(known.trains.map((train) => [train.id, train]))
  const matches = new Map<TrainRunId, WantedRun>()
  let knownLeft = known.runs
  let wantedLeft: readonly WantedRun[] = [...wantedRuns(trains, terms, known.runs)]
  const match = (
    ofKnown: (run: RunToMatch) => unknown,
    ofWanted: (train: PlannedTrain | undefined) => unknown,
  ): void => {
    if (knownLeft.length === 0) return
    const wanted = new Map(
      wantedLeft.map((run) => [`${run.serviceDate}\n${ofWanted(trains[run.train])}`, run]),
    )
    const taken = new Set<WantedRun>()
    knownLeft = knownLeft.filter((run) => {
      const found = wanted.get(`${run.serviceDate}\n${ofKnown(run)}`)
      if (!found || taken.has(found)) return true
      matches.set(run.id, found)
      taken.add(found)
      return false
    })
    wantedLeft = wantedLeft.filter((run) => !taken.has(run))
  }
  match(
    ({ trainId }) => trainId,
    (train) => train?.trainId,
  )
  match(
    ({ trainId }) => knownTrains.get(trainId)?.digest,
    (train) => train?.digest,
  )
  match(
    ({ key }) => key,
    (train) => train?.plan.key,
  )
  const numbered = knownLeft.map((run) => ({
    ...run,
    number: knownTrains.get(run.trainId)?.number ?? run.key,
  }))
  const names = new Set(numbered.map(numberName))
  const candidates = wantedLeft
    .map((wanted) => ({ wanted, serviceDate: wanted.serviceDate, number: numberOf(trains, wanted) }))
    .filter((one) => names.has(numberName(one)))
  return {
    ...{ timetable, terms, digests, trains, matches, wantedLeft, candidates: byNumber(candidates) },
    knownLeft: numbered.sort((a, b) => Number(b.isUsed) - Number(a.isUsed)),
  }
}

function numberOf(trains: readonly PlannedTrain[], { train }: WantedRun): string {
  return trains[train]?.plan.number ?? ''
}

/** The known trains whose stops have to be read, to tell which of the others is the same train. */
export function trainsToCompare({ knownLeft, candidates, trains }: DraftWishes): readonly TrainId[] {
  const ids = new Set<TrainId>()
  for (const run of knownLeft)
    for (const { wanted } of candidates.get(numberName(run)) ?? []) {
      const { trainId } = trains[wanted.train] ?? {}
      ids.add(run.trainId)
      if (trainId !== undefined) ids.add(trainId)
    }
  return [...ids]
}

/** Matches the rest by number, and completes the wishes. */
export function wishesOf(draft: DraftWishes, stops: StopsOfTrains): Wishes {
  const { knownLeft, wantedLeft, candidates, matches, ...wants } = draft
  const known = new Map<string, ReturnType<typeof likeness>>()
  const pairs = pairByNumber(knownLeft, candidates, ({ trainId }, { wanted: { train } }) => {
    const name = `${trainId} ${train}`
    const found = known.get(name) ?? likeness(stops.get(trainId) ?? [], stopsOf(wants.trains[train], stops))
    known.set(name, found)
    return found
  })
  const paired = new Set<WantedRun>()
  for (const [{ id }, { wanted }] of pairs) {
    matches.set(id, wanted)
    paired.add(wanted)
  }
  return { ...wants, matches, open: wantedLeft.filter((run) => !paired.has(run)) }
}

function stopsOf(train: PlannedTrain | undefined, stops: StopsOfTrains): readonly Stop[] {
  const known = train?.trainId === undefined ? undefined : stops.get(train.trainId)
  return known ?? train?.plan.stops ?? []
}

function planTrains(
  timetable: Timetable,
  digests: Digests,
  known: KnownBefore['trains'],
): readonly PlannedTrain[] {
  const knownByName = new Map(known.map((train) => [`${train.key}\n${train.digest}`, train]))
  return timetable.trains.map((plan) => {
    const digest = digests.train(plan)
    const same = knownByName.get(`${plan.key}\n${digest}`)
    const datesBefore = same?.datesBefore ?? []
    const serviceDates =
      datesBefore.length === 0
        ? plan.serviceDates
        : [...new Set([...datesBefore, ...plan.serviceDates])].sort()
    return { plan, digest, trainId: same?.id, serviceDates }
  })
}

/** Those after the horizon too, as far as runs are open: a nearer horizon does not end them. */
function* wantedRuns(
  trains: readonly PlannedTrain[],
  { fromDate, toDate }: ImportTerms,
  known: readonly RunToMatch[],
): Generator<WantedRun> {
  let lastDate = toDate
  for (const { serviceDate } of known) if (serviceDate > lastDate) lastDate = serviceDate
  for (const [train, { plan }] of trains.entries())
    for (const serviceDate of plan.serviceDates)
      if (fromDate <= serviceDate && serviceDate <= lastDate) yield { train, serviceDate }
}
