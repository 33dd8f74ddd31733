import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type ChainEnd, compareEnds } from '../../domain/records/checkpoint.ts'
import type { Deps } from '../deps.ts'
import { type CheckpointKey, hashOfLine, signedLine } from './signed-checkpoint.ts'

/** Where checkpoints go: a file, or another program. */
export interface CheckpointSink {
  /** Adds a line, and returns once it is kept. */
  append(line: string): Promise<void>
  close(): Promise<void>
}

/** What an earlier process has told: the last number of each chain, and the hash of its last line. */
export interface ToldBefore {
  readonly seqs: ReadonlyMap<TrainRunId, number>
  readonly lastHash: string
}

/** Chains read at once, so that nobody waits for long meanwhile. */
const endsInPage = 2_000

interface CheckpointDeps extends Pick<Deps, 'store' | 'log'> {
  readonly account: string
  readonly key: CheckpointKey
  readonly sink: CheckpointSink
}

/** Tells of every audit chain that has grown, in signed lines outside the database. */
export class CheckpointWriter {
  readonly #deps: CheckpointDeps
  readonly #told: Map<TrainRunId, number>
  readonly #shorter = new Set<TrainRunId>()
  #previous: string

  constructor(deps: CheckpointDeps, { seqs, lastHash }: ToldBefore) {
    this.#deps = deps
    this.#told = new Map(seqs)
    this.#previous = lastHash
  }

  /**
   * Looks at every chain once, and returns when that was done. A chain that is shorter than it was has lost
   * entries: that is told in the log, once, and `audit verify` goes on finding it, since no later line names
   * that chain.
   */
  async look(): Promise<Instant> {
    const { store } = this.#deps
    let after = -1
    for (;;) {
      const ends = await store.auditEnds({ afterRunId: after, limit: endsInPage })
      const { grown, shorter } = compareEnds(this.#told, ends)
      if (grown.length > 0) await this.#tell(grown)
      for (const end of shorter) this.#warn(end)
      if (ends.length < endsInPage) break
      after = ends.at(-1)?.trainRunId ?? after
    }
    return store.now()
  }

  async #tell(ends: readonly ChainEnd[]): Promise<void> {
    const { store, account, key, sink } = this.#deps
    const line = signedLine({ at: store.now(), account, ends, previous: this.#previous }, key)
    await sink.append(line)
    this.#previous = hashOfLine(line)
    for (const { trainRunId, seq } of ends) this.#told.set(trainRunId, seq)
  }

  #warn({ trainRunId, seq }: ChainEnd): void {
    if (this.#shorter.has(trainRunId)) return
    this.#shorter.add(trainRunId)
    this.#deps.log.error(
      { trainRunId, entries: seq, told: this.#told.get(trainRunId) },
      'an audit chain is shorter than a checkpoint says: run holdfast audit verify --checkpoints, and find ' +
        'out who changed the database, unless you have restored an older state',
    )
  }
}
