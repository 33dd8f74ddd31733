import type { TrainRunId } from '../domain/ids.ts'
import type { RunCommit } from './store.ts'

/** How many commits of a run a watcher may have missed and still be told of one by one. */
const keptCommits = 256

type Listener = (commit: RunCommit) => void

/** Tells watchers of a run what was committed, and what was committed lately. */
export class Watchers {
  readonly #listeners = new Map<TrainRunId, Set<Listener>>()
  readonly #recent = new Map<TrainRunId, RunCommit[]>()

  watch(trainRunId: TrainRunId, listener: Listener): () => void {
    const listeners = this.#listeners.get(trainRunId) ?? new Set()
    this.#listeners.set(trainRunId, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(trainRunId) === listeners)
        this.#listeners.delete(trainRunId)
    }
  }

  /** A commit that was told of together with later ones is not told again. */
  publish(commit: RunCommit): void {
    if ((this.lastTold(commit.trainRunId) ?? -1) >= commit.commitSeq) return
    const recent = this.#recent.get(commit.trainRunId)
    if (!recent) this.#recent.set(commit.trainRunId, [commit])
    else if (recent.push(commit) > keptCommits) recent.shift()
    for (const listener of this.#listeners.get(commit.trainRunId) ?? []) listener(commit)
  }

  /** The last commit that was told of; undefined where none was lately. */
  lastTold(trainRunId: TrainRunId): number | undefined {
    return this.#recent.get(trainRunId)?.at(-1)?.commitSeq
  }

  get watchedRuns(): readonly TrainRunId[] {
    return [...this.#listeners.keys()]
  }

  isWatched(trainRunId: TrainRunId): boolean {
    return this.#listeners.has(trainRunId)
  }

  /** Commits after `commitSeq`, given that the run is at `current`; undefined where some of them are no longer known. */
  since(trainRunId: TrainRunId, commitSeq: number, current: number): readonly RunCommit[] | undefined {
    if (commitSeq === current) return []
    const recent = this.#recent.get(trainRunId) ?? []
    const first = recent[0]
    if (commitSeq > current || !first || first.commitSeq > commitSeq + 1) return undefined
    return recent.filter((commit) => commit.commitSeq > commitSeq)
  }

  forget(trainRunId: TrainRunId): void {
    this.#recent.delete(trainRunId)
  }
}
