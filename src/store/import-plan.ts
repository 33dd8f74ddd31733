import type { TrainId, TrainRunId } from '../domain/ids.ts'
import type { Timetable, TrainPlan } from '../domain/timetable.ts'
import type { ImportOptions } from './store.ts'

/** A train that the database has of the same source; `digest` is of all that a passenger could notice. */
export interface KnownTrain {
  readonly id: TrainId
  readonly key: string
  readonly digest: string
}

/** A run that the database has of the same source, from the first date of the import on. */
export interface KnownRun {
  readonly id: TrainRunId
  readonly trainId: TrainId
  readonly key: string
  readonly serviceDate: string
  /** Digests of its consist and fare. */
  readonly consist: string
  readonly fare: string
  /** Somebody has, or has had, a claim on it: it stays as it is. */
  readonly isUsed: boolean
}

export interface PlannedTrain {
  readonly plan: TrainPlan
  readonly digest: string
  /** The known train that it is; undefined when it has to be added. */
  readonly trainId: TrainId | undefined
}

export interface ImportPlan {
  readonly trains: readonly PlannedTrain[]
  /** Runs to open, as an index into `trains` and a service date. */
  readonly open: readonly { readonly train: number; readonly serviceDate: string }[]
  readonly remove: readonly TrainRunId[]
  /** Used runs: those still in the timetable stay on sale, the others stay and are sold no further. */
  readonly keep: readonly { readonly id: TrainRunId; readonly isOnSale: boolean }[]
}

export interface Digests {
  train(plan: TrainPlan): string
  consist(name: string): string
  fare(name: string): string
}

/** What an import has to do, given what is there; every store carries out the same plan. */
export function planImport(
  timetable: Timetable,
  options: ImportOptions,
  digests: Digests,
  known: { readonly trains: readonly KnownTrain[]; readonly runs: readonly KnownRun[] },
): ImportPlan {
  const trainIds = new Map(known.trains.map((train) => [`${train.key}\n${train.digest}`, train.id]))
  const trains = timetable.trains.map((plan): PlannedTrain => {
    const digest = digests.train(plan)
    return { plan, digest, trainId: trainIds.get(`${plan.key}\n${digest}`) }
  })
  const wanted = new Map<string, { train: number; serviceDate: string }>()
  for (const [train, { plan }] of trains.entries()) {
    for (const serviceDate of plan.serviceDates) {
      if (options.fromDate <= serviceDate && serviceDate <= options.toDate)
        wanted.set(`${serviceDate}\n${plan.key}`, { train, serviceDate })
    }
  }
  const remove: TrainRunId[] = []
  const keep: { id: TrainRunId; isOnSale: boolean }[] = []
  for (const run of known.runs) {
    const name = `${run.serviceDate}\n${run.key}`
    const match = wanted.get(name)
    const train = match && trains[match.train]
    const isSame =
      train?.trainId === run.trainId &&
      digests.consist(train.plan.consistName) === run.consist &&
      digests.fare(train.plan.fareName) === run.fare
    if (run.isUsed) keep.push({ id: run.id, isOnSale: match !== undefined })
    else if (!isSame) remove.push(run.id)
    if (run.isUsed || isSame) wanted.delete(name)
  }
  return { trains, open: [...wanted.values()], remove, keep }
}
