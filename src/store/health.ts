import type { Backend } from './backend.ts'
import { isDiskFull } from './faults.ts'

type Answer = Awaited<ReturnType<Backend['health']>>

/** How long a finding is reported again without a new look, which costs a commit. */
const healthMs = 1_000
/**
 * How long a commit that found no room counts, unless a later one did: a small commit may find room where a
 * large one does not.
 */
const fullDiskMs = 5_000

/** Whether a database accepts writes, according to its own answer and to recent commits. */
export class Health {
  readonly #look: () => Promise<Answer>
  readonly #monotonicMs: () => number
  #found: { readonly at: number; readonly answer: Promise<Answer> } | undefined
  #fullDisk: { readonly at: number; readonly detail: string } | undefined

  constructor(look: () => Promise<Answer>, monotonicMs: () => number = () => performance.now()) {
    this.#look = look
    this.#monotonicMs = monotonicMs
  }

  onCommitted(): void {
    this.#fullDisk = undefined
  }

  onFault(fault: unknown): void {
    if (isDiskFull(fault)) this.#fullDisk = { at: this.#monotonicMs(), detail: `the disk is full (${fault})` }
  }

  ask(): Promise<Answer> {
    const now = this.#monotonicMs()
    if (this.#fullDisk && now - this.#fullDisk.at < fullDiskMs)
      return Promise.resolve({ ok: false, detail: this.#fullDisk.detail })
    if (!this.#found || now - this.#found.at >= healthMs) this.#found = { at: now, answer: this.#look() }
    return this.#found.answer
  }
}
