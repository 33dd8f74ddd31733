import { earlier, type Instant } from '../../domain/instant.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import type { Network } from '../../domain/railway/network.ts'
import { type Hold, holdDeadline } from '../../domain/records/hold.ts'
import type { RunVersion, Store } from '../../store/store.ts'
import type { Basis } from '../basis.ts'
import { Digest } from './digest.ts'
import { commitSeqNow } from './load-figures.ts'

type ReadStore = Pick<Store, 'isUntouched' | 'network' | 'now' | 'pictureNow' | 'runChanges' | 'runVersion'>

/** An object of its own, and two lists of numbers. */
const emptyBytes = 300
const bytesPerRun = 24

/**
 * The basis of an answer about runs, as of one moment: the network, the runs' last commits, and the time
 * until the next hold in them ends or the next train leaves. The number of a run's version is taken in the
 * same turn in which its picture is read, so nothing can come between.
 */
export class RunBasis implements Basis {
  readonly asOf: Instant
  readonly network: Network
  readonly #store: ReadStore
  readonly #versions: RunVersion[] = []
  readonly #numbers: number[] = []
  readonly #parts: RunBasis[] = []
  readonly #digest = new Digest()
  #until: Instant | null = null
  /** The changes of the store up to which all versions were found to be the same. */
  #changesSeen = -1
  /** True if figures were already known to be old: the answer is as good as any, but nothing to keep. */
  #isOld = false

  /** `network` and `asOf` are those that the answer is made from. */
  constructor(store: ReadStore, network: Network, asOf: Instant) {
    this.#store = store
    this.network = network
    this.asOf = asOf
  }

  /**
   * The answer shows what these figures say. `isKnownNow` says that this process knows nothing newer, as
   * right after asking for them.
   */
  add(figures: RunFigures, isKnownNow = commitSeqNow(this.#store, figures.run) === figures.commitSeq): void {
    const { run, commitSeq } = figures
    const { id } = run
    const version = this.#store.runVersion(id)
    this.#versions.push(version)
    this.#numbers.push(version.number)
    if (!isKnownNow) this.#isOld = true
    const { validUntil } = figures
    let since = 0
    if (validUntil === null || this.asOf < validUntil) this.endsAt(validUntil)
    else {
      const holds = splitByEnd(figures.holds(), this.asOf)
      since = holds.lastPassed
      this.endsAt(holds.nextAhead)
    }
    this.#digest.add(id)
    this.#digest.add(commitSeq)
    this.#digest.add(since)
  }

  /** The answer also shows a part that has a basis of its own, which is current. */
  include(part: RunBasis): void {
    this.#parts.push(part)
    this.#until = earlier(this.#until, part.#until)
    this.#digest.include(part.#digest)
  }

  /** The answer also depends on this fact. */
  note(fact: number): void {
    this.#digest.add(fact)
  }

  /** From this moment on the answer may be wrong, though nothing was committed. */
  endsAt(moment: Instant | null): void {
    this.#until = earlier(this.#until, moment)
  }

  get tag(): string {
    return `${this.network.version}-${this.#digest.text}`
  }

  get bytes(): number {
    const own = emptyBytes + bytesPerRun * this.#numbers.length
    return this.#parts.reduce((sum, part) => sum + part.bytes, own)
  }

  isCurrent(): boolean {
    const store = this.#store
    if (this.#isOld || store.network() !== this.network) return false
    const now = store.now()
    // A clock that was set back has not come to the moment of the answer yet.
    if (now < this.asOf || (this.#until !== null && now >= this.#until)) return false
    // A calendar has five hundred runs, and is asked for many times between two commits.
    if (this.#changesSeen === store.runChanges) return true
    for (let index = 0; index < this.#numbers.length; index++)
      if (this.#versions[index]?.number !== this.#numbers[index]) return false
    for (const part of this.#parts) if (!part.isCurrent()) return false
    this.#changesSeen = store.runChanges
    return true
  }
}

/**
 * A view of a picture changes with each commit, and with each end of a hold, whether or not that end was
 * committed.
 */
function splitByEnd(holds: Iterable<Hold>, now: Instant): { lastPassed: number; nextAhead: Instant | null } {
  let lastPassed = 0
  let nextAhead: Instant | null = null
  for (const hold of holds) {
    const deadline = holdDeadline(hold)
    if (deadline <= now) lastPassed = Math.max(lastPassed, deadline)
    else nextAhead = earlier(nextAhead, deadline)
  }
  return { lastPassed, nextAhead }
}
