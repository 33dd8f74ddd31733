import pg from 'pg'
import { type Prepared, PreparedFlush } from './prepared-flush.ts'

const commit: Prepared = { name: 'commit', text: 'COMMIT', values: [] }

/** The writes of a batch and its COMMIT in one flush: the server skips COMMIT if a write fails. */
export class CommitFlush extends PreparedFlush {
  /** Resolves with the answer to COMMIT. */
  readonly done: Promise<string>

  constructor(writes: readonly Prepared[]) {
    super([...writes, commit])
    this.done = this.answered.then(() => this.tags.at(-1) ?? '')
  }

  /** Whether the server has answered all writes, so that the next thing it says is about COMMIT. */
  get isCommitting(): boolean {
    return this.tags.length >= this.statements.length - 1
  }

  /**
   * Whether this error proves that COMMIT was not executed: the server itself refused a write before it. A
   * lost connection proves nothing, nor does a pooler that reports one.
   */
  isBeforeCommit(error: unknown): boolean {
    return !this.isCommitting && error instanceof pg.DatabaseError && !/^08/.test(error.code ?? '08')
  }
}
