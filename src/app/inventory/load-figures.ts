import type { TrainRunId } from '../../domain/ids.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import { type RunFigures, UntouchedRun, untouchedSeq } from '../../domain/inventory/run-figures.ts'
import type { RunOnSegment } from '../../domain/railway/network.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { Store } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** The picture of a run in the timetable; without waiting a turn if it is in memory. */
export async function loadPicture({ store }: Pick<Deps, 'store'>, trainRunId: TrainRunId): Promise<Picture> {
  return store.pictureNow(trainRunId) ?? there(trainRunId, await store.picture(trainRunId))
}

/** The figures of a run as far as this process knows them without a look at the database. */
export function figuresNow(
  store: Pick<Store, 'isUntouched' | 'pictureNow'>,
  run: TrainRun,
): RunFigures | undefined {
  return store.isUntouched(run) ? new UntouchedRun(run) : store.pictureNow(run.id)
}

/** The commit that those figures are as of. */
export function commitSeqNow(
  store: Pick<Store, 'isUntouched' | 'pictureNow'>,
  run: TrainRun,
): number | undefined {
  return store.isUntouched(run) ? untouchedSeq : store.pictureNow(run.id)?.commitSeq
}

/** The figures of a run in the timetable. */
export async function figuresOf({ store }: Pick<Deps, 'store'>, run: TrainRun): Promise<RunFigures> {
  return figuresNow(store, run) ?? there(run.id, await store.picture(run.id))
}

/** A ride with the figures of its run. */
interface RideWithFigures<R extends RunOnSegment> {
  readonly ride: R
  readonly figures: RunFigures
}

/**
 * Rides with the figures of their runs, as of one turn. Pictures that are not in memory are requested at
 * once, so that a store can load them together.
 */
export async function loadFigures<R extends RunOnSegment>(
  { store }: Pick<Deps, 'store'>,
  rides: readonly R[],
): Promise<readonly RideWithFigures<R>[]> {
  const known = rides.map(({ run }) => figuresNow(store, run))
  const loaded = known.includes(undefined)
    ? await Promise.all(rides.map(({ run }, index) => known[index] ?? store.picture(run.id)))
    : known
  return rides.map((ride, index) => {
    // A run may have been touched during the wait.
    const figures = loaded === known ? known[index] : (figuresNow(store, ride.run) ?? loaded[index])
    return { ride, figures: there(ride.run.id, figures) }
  })
}

function there<T>(trainRunId: TrainRunId, found: T | undefined): T {
  if (!found) throw new Error(`run ${trainRunId} is in the timetable but not in the store`)
  return found
}
