import type { ImportRefusal } from '../domain/railway/import-differences.ts'
import { counted } from './counted.ts'
import type { FileProblem } from './tools.ts'

/** Wrong use or wrong configuration; the command prints only this message, and ends with status 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** The command could not do its work, and the message says why; it ends with status 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** The command has already printed everything, and ends with this status. */
export class NegativeResult extends Error {
  override readonly name = 'NegativeResult'
  readonly status: number

  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** Files given to the command are invalid; it ends with status 1. */
export class FilesRefused extends Error {
  override readonly name = 'FilesRefused'
  readonly problems: readonly FileProblem[]
  /** How many problems there are; `problems` has the first of them. */
  readonly count: number

  constructor(problems: readonly FileProblem[], count: number) {
    super(`${counted(count, 'problem')}; nothing was changed.`)
    this.problems = problems
    this.count = count
  }
}

/** An import was not done as it was asked for; it ends with status 1. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
  readonly refusal: ImportRefusal

  constructor(message: string, refusal: ImportRefusal) {
    super(message)
    this.refusal = refusal
  }
}
