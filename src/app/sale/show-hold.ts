import type { Instant } from '../../domain/instant.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { type Hold, type HoldStatus, isOverdue } from '../../domain/records/hold.ts'
import { asUsers, ownHold } from '../../domain/records/ownership.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { parseHoldToken } from '../tokens.ts'

type HoldNotFound = { readonly code: 'hold_not_found' }

interface ShownHold {
  readonly hold: Hold
  readonly run: TrainRun
  /** The run's newest commit that the caller can see. */
  readonly commitSeq: number
  readonly now: Instant
}

/** The caller's own hold. */
export async function showHold(
  deps: Pick<Deps, 'store'>,
  caller: Caller,
  holdToken: string,
): Promise<Reply<ShownHold, HoldNotFound>> {
  const named = parseHoldToken(holdToken)
  const run = named && deps.store.network().run(named.trainRunId)
  if (!named || !run) return refuse({ code: 'hold_not_found' })
  const isOwn = (one: Hold) => ownHold(one, { ...asUsers(caller), holdToken }) !== undefined
  const hold = await deps.store.findHold(named.trainRunId, named.id, isOwn)
  if (!hold) return refuse({ code: 'hold_not_found' })
  const commitSeq = deps.store.pictureNow(run.id)?.commitSeq ?? hold.commitSeq
  return accept({ hold, run, commitSeq, now: deps.store.now() })
}

/** A hold whose time has run out is `EXPIRED`, whether or not a commit says so yet. */
export function holdStatusAt(hold: Hold, now: Instant): HoldStatus {
  return isOverdue(hold, now) ? 'EXPIRED' : hold.status
}
