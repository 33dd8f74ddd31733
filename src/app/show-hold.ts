import { type Hold, type HoldStatus, holdDeadline } from '../domain/hold.ts'
import type { Instant } from '../domain/instant.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import type { TrainRun } from '../domain/train-run.ts'
import type { Caller, Deps } from './deps.ts'
import { parseHoldToken, tokensEqual } from './tokens.ts'

export type HoldNotFound = { readonly code: 'hold_not_found' }

export interface ShownHold {
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
  const hold = await deps.store.findHold(named.trainRunId, named.id)
  if (!hold || !tokensEqual(hold.token, holdToken) || hold.userId !== caller.userId)
    return refuse({ code: 'hold_not_found' })
  const commitSeq = deps.store.pictureNow(run.id)?.commitSeq ?? hold.commitSeq
  return accept({ hold, run, commitSeq, now: deps.store.now() })
}

/** A hold whose time has run out is `EXPIRED`, whether or not a commit has said so yet. */
export function holdStatusAt(hold: Hold, now: Instant): HoldStatus {
  const isLive = hold.status === 'ACTIVE' || hold.status === 'PINNED'
  return isLive && now >= holdDeadline(hold) ? 'EXPIRED' : hold.status
}
