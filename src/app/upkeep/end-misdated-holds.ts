import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import { expireMisdatedHolds } from '../../domain/inventory/expire-holds.ts'
import type { Store } from '../../store/store.ts'

/** A hold and its run. */
export interface HoldOfRun {
  readonly trainRunId: TrainRunId
  readonly holdId: HoldId
}

/** Ends holds that were placed by a clock that was ahead, each run in a decision of its own. */
export async function endMisdatedHolds(
  store: Pick<Store, 'decide'>,
  holds: readonly HoldOfRun[],
): Promise<void> {
  for (const [trainRunId, some] of Map.groupBy(holds, (hold) => hold.trainRunId)) {
    const ids = some.map((hold) => hold.holdId)
    await store.decide({ trainRunId }, (inventory, now) => expireMisdatedHolds(inventory, ids, now))
  }
}
