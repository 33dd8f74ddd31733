import type { TrainRunId } from '../domain/ids.ts'
import type { TrainRun } from '../domain/railway/train-run.ts'

/** The runs from a service date on, `YYYY-MM-DD`, that have ever had a commit. */
export interface TouchedSince {
  readonly fromDate: string
  readonly trainRunIds: Iterable<TrainRunId>
}

/**
 * Knows of which runs it is certain that nobody has claimed anything on them, so that no picture is needed to
 * say that all of their seats are free.
 */
export class TouchedRuns {
  /** Null where other processes commit too: then nothing is certain without a look. */
  #since: { readonly fromDate: string; readonly ids: Set<TrainRunId> } | null = null

  /** What a database that this process owns says when it is opened. */
  learn({ fromDate, trainRunIds }: TouchedSince): void {
    this.#since = { fromDate, ids: new Set(trainRunIds) }
  }

  /** From now on the run has a picture, without which nothing is committed to it. */
  touch(id: TrainRunId): void {
    this.#since?.ids.add(id)
  }

  isUntouched(run: TrainRun): boolean {
    const since = this.#since
    return since !== null && run.serviceDate >= since.fromDate && !since.ids.has(run.id)
  }
}
