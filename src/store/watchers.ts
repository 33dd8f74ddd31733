import type { SeatId, TrainRunId } from '../domain/ids.ts'
import type { Change } from '../domain/records/changes.ts'
import type { RunWrite } from './backend.ts'
import type { Renewal } from './pictures.ts'
import type { RunCommit } from './store.ts'

/** How many commits of a run a watcher may miss and still be told of one by one. */
const keptCommits = 256

type Listener = (commit: RunCommit) => void

/** Tells watchers of a run what is being committed, and what was committed lately. */
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

  /** Announces a commit of this process. */
  tellCommitted({ trainRunId, commitSeq, changes }: RunWrite): void {
    if (changes.some(({ kind }) => kind === 'closures_changed')) this.tellOtherRun(trainRunId)
    else this.#publish({ trainRunId, commitSeq, seatIds: changedSeats(changes) })
  }

  /**
   * Commits that this process did not make are announced as one: with the seats that differ, or with all
   * seats if nobody knows which.
   */
  tellRenewed({ picture, since }: Renewal): void {
    const { id: trainRunId, consist } = picture.run
    const seen = since?.commitSeq ?? this.#lastTold(trainRunId)
    const { commitSeq } = picture
    if (seen === undefined ? !this.isWatched(trainRunId) : seen === commitSeq) return
    // A database that was restored or failed over may have gone back; earlier announcements cannot be relied
    // on.
    if (seen !== undefined && seen > commitSeq) this.#recent.delete(trainRunId)
    const seatIds = since?.seatIds ?? consist.seats.map((seat) => seat.id)
    if (since?.isClosedAnew) this.tellOtherRun(trainRunId)
    else this.#publish({ trainRunId, commitSeq, seatIds })
  }

  /** Announces that the run itself, or what is closed of it, has changed, or is gone; watchers start over. */
  tellOtherRun(trainRunId: TrainRunId): void {
    this.#recent.delete(trainRunId)
    this.#tell({ trainRunId, commitSeq: 0, seatIds: [], isOtherRun: true })
  }

  /** A commit that was announced together with later ones is not announced again. */
  #publish(commit: RunCommit): void {
    if ((this.#lastTold(commit.trainRunId) ?? -1) >= commit.commitSeq) return
    const recent = this.#recent.get(commit.trainRunId)
    if (!recent) this.#recent.set(commit.trainRunId, [commit])
    else if (recent.push(commit) > keptCommits) recent.shift()
    this.#tell(commit)
  }

  #tell(commit: RunCommit): void {
    for (const listener of this.#listeners.get(commit.trainRunId) ?? []) listener(commit)
  }

  /** The last announced commit; undefined if there was none lately. */
  #lastTold(trainRunId: TrainRunId): number | undefined {
    return this.#recent.get(trainRunId)?.at(-1)?.commitSeq
  }

  get watchedRuns(): readonly TrainRunId[] {
    return [...this.#listeners.keys()]
  }

  isWatched(trainRunId: TrainRunId): boolean {
    return this.#listeners.has(trainRunId)
  }

  /**
   * Commits after `commitSeq`, given that the run is at `current`; undefined if some of them are no longer
   * known.
   */
  since(trainRunId: TrainRunId, commitSeq: number, current: number): readonly RunCommit[] | undefined {
    if (commitSeq === current) return []
    const recent = this.#recent.get(trainRunId) ?? []
    const first = recent[0]
    if (commitSeq > current || !first || first.commitSeq > commitSeq + 1) return undefined
    return recent.filter((commit) => commit.commitSeq > commitSeq)
  }
}

function changedSeats(changes: readonly Change[]): readonly SeatId[] {
  const seatIds = new Set<SeatId>()
  for (const change of changes) {
    if (change.kind === 'claim_removed') seatIds.add(change.seatId)
    if (change.kind === 'claim_added' || change.kind === 'claim_changed') seatIds.add(change.claim.seatId)
  }
  return [...seatIds]
}
