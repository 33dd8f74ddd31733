import {
  type ChangeSaleRefusal,
  closeSale,
  openSale,
  type RunClosures,
} from '../../domain/inventory/close-run.ts'
import type { SegmentRefusal } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRun, findWay, type RunNotFound, type WayQuery } from '../railway/find-ride.ts'
import { loadPicture } from './load-figures.ts'

interface SaleRequest extends WayQuery {
  /** Null for all classes. */
  readonly travelClass: string | null
  readonly by: ActedBy
}

type ChangeSaleReply = Reply<RunClosures, RunNotFound | SegmentRefusal | ChangeSaleRefusal>

const rules = { close: closeSale, open: openSale } as const

/** Closes a part of a run for sale, or opens it again; see the rules. */
export async function changeSale(
  { store }: Pick<Deps, 'store'>,
  verb: keyof typeof rules,
  { travelClass, by, ...way }: SaleRequest,
): Promise<ChangeSaleReply> {
  const run = findRun(store.network(), way.trainRunId)
  if (!run.ok) return run
  const segment = findWay(run.value.train, way)
  if (!segment.ok) return segment
  const command = { travelClass, by, segment: segment.value, seenRun: run.value }
  const rule = rules[verb]
  return store.decide({ trainRunId: run.value.id }, (inventory, now) => rule(inventory, command, now))
}

/** What is closed or canceled of a run. */
export function listClosures(
  deps: Pick<Deps, 'store'>,
  trainRunId: string,
): Promise<Reply<RunClosures, RunNotFound>> {
  return onOneNetwork(deps, async (network) => {
    const run = findRun(network, trainRunId)
    if (!run.ok) return run
    const { run: known, commitSeq, closures } = await loadPicture(deps, run.value.id)
    return accept({ run: known, commitSeq, closures })
  })
}
