/** Wrong use or wrong configuration; the message is the one sentence that is said, and the command ends with status 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** The command could not do what it was asked, and the message says why; it ends with status 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** The command has done its work and printed a result that says no; it ends with status 1 and nothing more is said. */
export class NegativeResult extends Error {
  override readonly name = 'NegativeResult'
}
