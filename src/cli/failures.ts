import type { FileProblem } from './tools.ts'

/** Wrong use or wrong configuration; the message is the one sentence that is said, and the command ends with status 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** The command could not do what it was asked, and the message says why; it ends with status 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** The command has said everything that there is to say, and ends with this status. */
export class NegativeResult extends Error {
  override readonly name = 'NegativeResult'
  readonly status: number

  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** Files that were given to the command are not as they must be; it ends with status 1. */
export class FilesRefused extends Error {
  override readonly name = 'FilesRefused'
  readonly problems: readonly FileProblem[]
  /** How many problems there are; `problems` has the first of them. */
  readonly count: number

  constructor(problems: readonly FileProblem[], count: number) {
    super(`${count} ${count === 1 ? 'problem' : 'problems'}; nothing was changed.`)
    this.problems = problems
    this.count = count
  }
}
