import type { TrainRunId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { clearHolds } from '../../domain/inventory/clear-holds.ts'
import type { EndedHold } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** Holds in one slice; those of one run are cleared in one commit. */
const sliceSize = 50
/** The pause between two slices, so that sales go on meanwhile. */
const sliceApartMs = 100

interface Clearing extends Pick<Deps, 'store' | 'log'> {
  /** How long an ended hold is kept after its time. */
  readonly keepMs: number
  /** Waits; false if the work has to stop. */
  readonly pause: (milliseconds: number) => Promise<boolean>
}

/**
 * Clears what ended holds leave behind, slice by slice, and returns how many holds were cleared. A failure is
 * logged and skipped, and retried the next time.
 */
export async function clearEndedHolds(clearing: Clearing): Promise<number> {
  const { store, log, keepMs, pause } = clearing
  const endedBefore = after(store.now(), -keepMs)
  let cleared = 0
  let last: EndedHold | null = null
  try {
    do {
      const holds: readonly EndedHold[] = await store.listEndedHolds({
        before: endedBefore,
        after: last,
        limit: sliceSize,
      })
      for (const [trainRunId, ofRun] of Map.groupBy(holds, (hold) => hold.trainRunId))
        cleared += await clearOfRun(clearing, trainRunId, ofRun, endedBefore)
      last = holds.at(-1) ?? null
    } while (last !== null && (await pause(sliceApartMs)))
  } catch (fault) {
    log.warn({ err: fault }, 'ended holds could not be cleared; the next try is within the hour')
  }
  if (cleared > 0) log.info({ holds: cleared }, 'ended holds were cleared')
  return cleared
}

async function clearOfRun(
  { store, log }: Clearing,
  trainRunId: TrainRunId,
  holds: readonly EndedHold[],
  endedBefore: Instant,
): Promise<number> {
  const holdIds = holds.map((hold) => hold.id)
  try {
    const reply = await store.decide({ trainRunId, clearedHoldIds: holdIds }, (inventory) =>
      clearHolds(inventory, { holdIds, endedBefore }),
    )
    return reply.ok ? reply.value.holdIds.length : 0
  } catch (fault) {
    log.warn({ err: fault, trainRunId }, 'the ended holds of a run could not be cleared and are skipped')
    return 0
  }
}
