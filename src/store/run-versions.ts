import type { TrainRunId } from '../domain/ids.ts'
import type { RunVersion } from './store.ts'

/** The versions of runs that somebody has asked for; all others have nothing to tell. */
export class RunVersions {
  readonly #versions = new Map<TrainRunId, { number: number }>()
  #changes = 0

  /** Grows with every version that is raised: while it stays the same, so do all of them. */
  get changes(): number {
    return this.#changes
  }

  /** The version of a run, which its later changes raise. */
  of(id: TrainRunId): RunVersion {
    let version = this.#versions.get(id)
    if (!version) {
      version = { number: 0 }
      this.#versions.set(id, version)
    }
    return version
  }

  /** The run has changed, or may have. */
  raise(id: TrainRunId): void {
    const version = this.#versions.get(id)
    if (!version) return
    version.number++
    this.#changes++
  }

  /** Every run may have changed, and some may be gone. Holders of a version see it raised. */
  raiseAll(): void {
    for (const version of this.#versions.values()) version.number++
    this.#changes++
    this.#versions.clear()
  }
}
