import type { TrainRunId } from '../../domain/ids.ts'
import type { RunClosures } from '../../domain/inventory/close-run.ts'
import type { SegmentRefusal } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { seatsLeft } from '../../domain/records/booking.ts'
import { accept, type Reply } from '../../domain/result.ts'
import {
  type Affected,
  affectedBy,
  type CancelRunRefusal,
  cancelRun as rule,
} from '../../domain/sale/cancel-run.ts'
import type { Deps } from '../deps.ts'
import { loadPicture } from '../inventory/load-figures.ts'
import { confirmedBookings } from '../inventory/run-bookings.ts'
import { findRun, findWay, type RunNotFound, type WayQuery } from '../railway/find-ride.ts'

interface CancelRunRequest extends WayQuery {
  /** Only tells whom it would concern. */
  readonly isDryRun: boolean
  readonly by: ActedBy
}

interface CancelledRun extends RunClosures {
  /** Whom it concerned just before. */
  readonly affected: Affected
  /** What goes back to passengers, by currency. */
  readonly refunds: readonly Refunds[]
}

interface Refunds {
  readonly currency: string
  readonly cents: number
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
  const refunds = await refundsOf(deps, run.value.id, affected)
  if (isDryRun) return accept({ run: known, commitSeq, closures, affected, refunds })
  const command = { segment: segment.value, seenRun: run.value, by }
  const reply = await store.decide({ trainRunId: run.value.id }, (inventory, now) =>
    rule(inventory, command, now),
  )
  if (!reply.ok) return reply
  deps.onRunCancelled?.()
  deps.onPaymentDue?.()
  return accept({ ...reply.value, affected, refunds })
}

/** Every seat that is left of these bookings is given back in full, wherever the booking rides. */
async function refundsOf(
  deps: Pick<Deps, 'store'>,
  trainRunId: TrainRunId,
  { bookingIds }: Affected,
): Promise<readonly Refunds[]> {
  if (bookingIds.length === 0) return []
  const meant = new Set(bookingIds)
  const sums = new Map<string, number>()
  for (const { booking } of await confirmedBookings(deps, trainRunId))
    if (meant.has(booking.id))
      sums.set(booking.currency, (sums.get(booking.currency) ?? 0) + seatsLeft(booking).priceCents)
  return Array.from(sums, ([currency, cents]) => ({ currency, cents }))
}
