import type { TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import {
  type ExtendedHold,
  type ExtendHoldRefusal,
  extendHold as rule,
} from '../../domain/sale/extend-hold.ts'
import type { Caller, Deps } from '../deps.ts'
import { parseHoldToken } from '../tokens.ts'

/** Gives the caller's hold its one longer life. The same key gives the same answer again. */
export async function extendHold(
  deps: Pick<Deps, 'store' | 'settings'>,
  caller: Caller,
  holdToken: string,
  idempotencyKey: string,
): Promise<Reply<ExtendedHold & { readonly run: TrainRun }, ExtendHoldRefusal>> {
  const named = parseHoldToken(holdToken)
  const run = named && deps.store.network().run(named.trainRunId)
  if (!named || !run) return refuse({ code: 'hold_not_found' })
  const { holdExtensionMs: extensionMs } = deps.settings
  const command = { holdId: named.id, holdToken, userId: caller.userId, extensionMs, idempotencyKey }
  const scope = { trainRunId: named.trainRunId, holdId: named.id }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  return reply.ok ? accept({ ...reply.value, run }) : reply
}
