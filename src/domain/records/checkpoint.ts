import type { TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** Where the audit chain of a run ends, or ended at some moment. */
export interface ChainEnd {
  readonly trainRunId: TrainRunId
  /** The number of the last entry. */
  readonly seq: number
  /** The hash of that entry. */
  readonly hash: string
}

/**
 * A statement, kept outside the database, of where chains ended. It names the chains that have grown since
 * the one before, so that all of a series together name every chain.
 */
export interface Checkpoint {
  readonly at: Instant
  /** Names the database. */
  readonly account: string
  readonly ends: readonly ChainEnd[]
  /** The hash of the line before; empty for the first of a series. */
  readonly previous: string
}

/** The text that is signed, with its members in one fixed order. */
export function checkpointBody({ at, account, ends, previous }: Checkpoint): string {
  const list = ends.map(({ trainRunId, seq, hash }) => [trainRunId, seq, hash])
  return JSON.stringify(['holdfast checkpoint 1', at, account, list, previous])
}

/** The chains that have grown since they were told of last, and those that are shorter than they were. */
export function compareEnds(
  told: ReadonlyMap<TrainRunId, number>,
  ends: readonly ChainEnd[],
): { readonly grown: readonly ChainEnd[]; readonly shorter: readonly ChainEnd[] } {
  const by = (isMeant: (seq: number, toldSeq: number) => boolean) =>
    ends.filter(({ trainRunId, seq }) => isMeant(seq, told.get(trainRunId) ?? 0))
  return { grown: by((seq, toldSeq) => seq > toldSeq), shorter: by((seq, toldSeq) => seq < toldSeq) }
}
