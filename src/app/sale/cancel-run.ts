import type { RunClosures } from '../../domain/inventory/close-run.ts'
import type { SegmentRefusal } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { accept, type Reply } from '../../domain/result.ts'
import {
  type Affected,
  affectedBy,
  type CancelRunRefusal,
  cancelRun as rule,
} from '../../domain/sale/cancel-run.ts'
import type { Deps } from '../deps.ts'
import { loadPicture } from '../inventory/load-figures.ts'
import { findRun, findWay, type RunNotFound, type WayQuery } from '../railway/find-ride.ts'

interface CancelRunRequest extends WayQuery {
  /** Only tells whom it would concern. */
  readonly isDryRun: boolean
  readonly by: ActedBy
}

interface CancelledRun extends RunClosures {
  /** Whom it concerned just before. */
  readonly affected: Affected
}

/**
 * Cancels a run, or a part of its way, and lets the worker give its bookings back; or tells whom that would
 * concern.
 */
export async function cancelRun(
  deps: Pick<Deps, 'store' | 'onRunCancelled' | 'onPaymentDue'>,
  { isDryRun, by, ...way }: CancelRunRequest,
): Promise<Reply<CancelledRun, RunNotFound | SegmentRefusal | CancelRunRefusal>> {
  const { store } = deps
  const run = findRun(store.network(), way.trainRunId)
  if (!run.ok) return run
  const segment = findWay(run.value.train, way)
  if (!segment.ok) return segment
  const picture = await loadPicture(deps, run.value.id)
  const affected = affectedBy(picture, [segment.value])
  const { run: known, commitSeq, closures } = picture
  if (isDryRun) return accept({ run: known, commitSeq, closures, affected })
  const command = { segment: segment.value, seenRun: run.value, by }
  const reply = await store.decide({ trainRunId: run.value.id }, (inventory, now) =>
    rule(inventory, command, now),
  )
  if (!reply.ok) return reply
  deps.onRunCancelled?.()
  deps.onPaymentDue?.()
  return accept({ ...reply.value, affected })
}
