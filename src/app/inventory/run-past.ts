import { pastActOf } from '../../domain/inventory/past-act.ts'
import { claimActions, type PastAct } from '../../domain/inventory/replay-run.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'

/** A page of what has changed the claims of a run, in order. */
export interface RunPast {
  readonly run: TrainRun
  readonly acts: readonly (PastAct & { readonly seq: number })[]
  /** The entry of the audit chain that ends the page; null if it is the last one. */
  readonly next: number | null
}

/** Reads at most so many entries of the audit chain, from the one after `afterSeq` on. */
export async function runPast(
  { store }: Pick<Deps, 'store'>,
  trainRunId: string,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<Reply<RunPast, RunNotFound>> {
  const run = findRun(store.network(), trainRunId)
  if (!run.ok) return run
  const entries = await store.runHistory(run.value.id, { afterSeq, limit })
  const acts = entries
    .filter(({ action }) => claimActions.has(action))
    .map((entry) => ({ ...pastActOf(entry, entry.at), seq: entry.seq }))
  const last = entries.length < limit ? undefined : entries.at(-1)
  return accept({ run: run.value, acts, next: last?.seq ?? null })
}
