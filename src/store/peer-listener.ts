import type { TrainRunId } from '../domain/ids.ts'
import type { PeerNews } from './backend.ts'
import type { Expiry } from './expiry.ts'
import type { Pictures } from './pictures.ts'
import type { Watchers } from './watchers.ts'

/** How many unwatched runs in memory have their heads read at a time, besides the watched ones. */
const unwatchedChecks = 500

interface ListenerParts {
  readonly pictures: Pictures
  readonly watchers: Watchers
  readonly expiry: Expiry
  /** The network has a new version. */
  readonly onNetwork: (version: number) => Promise<void>
  /** An import has prepared everything. */
  readonly onPrepared: () => Promise<void>
  readonly onFault: (fault: unknown) => void
}

/** Acts on news from the other nodes: updates what is watched, and notes the rest. */
export class PeerListener implements PeerNews {
  readonly #parts: ListenerParts
  #isClosed = false
  #checkedCount = 0
  /** Watched runs that another node has changed, and the reading of them. */
  readonly #stale = new Set<TrainRunId>()
  #refreshing: Promise<void> | undefined

  constructor(parts: ListenerParts) {
    this.#parts = parts
  }

  commits(commits: ReadonlyMap<TrainRunId, number>): void {
    for (const [id, commitSeq] of commits) this.#hearOf(id, commitSeq)
  }

  overdue(trainRunIds: readonly TrainRunId[]): void {
    for (const id of trainRunIds) this.#parts.expiry.expire(id)
  }

  networkVersion(version: number): void {
    void this.#parts.onNetwork(version).catch(this.#parts.onFault)
  }

  importPrepared(): void {
    void this.#parts.onPrepared().catch(this.#parts.onFault)
  }

  resync(): void {
    for (const id of this.#parts.pictures.ids) this.#hearOf(id, Number.POSITIVE_INFINITY)
    for (const id of this.#parts.watchers.watchedRuns) this.#hearOf(id, Number.POSITIVE_INFINITY)
  }

  runsPutAside(): readonly TrainRunId[] {
    return this.#parts.expiry.runsPutAside
  }

  runsToCheck(): readonly TrainRunId[] {
    return [...this.#parts.watchers.watchedRuns, ...this.#nextUnwatched()]
  }

  /** Starts nothing more, and waits for reads in progress. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#refreshing
  }

  /**
   * The next few unwatched pictures, in rotation: a node that dies may not have announced its last commits.
   */
  #nextUnwatched(): readonly TrainRunId[] {
    const { ids } = this.#parts.pictures
    if (this.#checkedCount >= ids.length) this.#checkedCount = 0
    const next = ids.slice(this.#checkedCount, this.#checkedCount + unwatchedChecks)
    this.#checkedCount += next.length
    return next
  }

  /** Watched runs are updated now; the others when somebody asks for them. */
  #hearOf(trainRunId: TrainRunId, commitSeq: number): void {
    const { pictures, watchers } = this.#parts
    const picture = pictures.latest(trainRunId)
    if (picture && picture.commitSeq >= commitSeq) return
    if (!watchers.isWatched(trainRunId)) pictures.hear(trainRunId, commitSeq)
    else if (!this.#stale.has(trainRunId)) {
      this.#stale.add(trainRunId)
      this.#refreshing ??= this.#refresh()
    }
  }

  async #refresh(): Promise<void> {
    try {
      while (this.#stale.size > 0 && !this.#isClosed) {
        const ids = [...this.#stale]
        this.#stale.clear()
        await this.#parts.pictures.renew(ids)
      }
    } catch (fault) {
      // The next look at the heads of watched runs finds what was not read now.
      this.#stale.clear()
      if (!this.#isClosed) this.#parts.onFault(fault)
    }
    this.#refreshing = undefined
  }
}
