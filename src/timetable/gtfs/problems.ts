/** One thing that is wrong with a feed, where it stands, and what to do about it. */
export interface GtfsProblem {
  /** Name of the file in the feed, or of the feed itself where it cannot be opened. */
  readonly file: string
  /** Counted from 1, the header included; null where the file as a whole is meant. */
  readonly line: number | null
  readonly reason: string
}

/** The feed was not read, none of it; `problems` says why, up to a limit, and `problemCount` how many there are in all. */
export class GtfsRefused extends Error {
  override readonly name = 'GtfsRefused'
  readonly problems: readonly GtfsProblem[]
  readonly problemCount: number

  constructor(problems: readonly GtfsProblem[], problemCount = problems.length) {
    super(problems.map(describeProblem).join('\n') + (problemCount > problems.length ? '\n...' : ''))
    this.problems = problems
    this.problemCount = problemCount
  }
}

/** `stop_times.txt, line 12: departs before it arrives`. */
export function describeProblem(problem: GtfsProblem): string {
  const where = problem.line === null ? problem.file : `${problem.file}, line ${problem.line}`
  return `${where}: ${problem.reason}`
}

/** How many problems are told; the rest are counted. A broken column would else be told once for every line. */
const toldProblems = 100

/** Gathers what is wrong while the reading goes on, so that an operator hears of many faults at once. */
export class Problems {
  readonly #told: GtfsProblem[] = []
  #count = 0

  add(file: string, line: number | null, reason: string): void {
    this.#count++
    if (this.#told.length < toldProblems) this.#told.push({ file, line, reason })
  }

  /** Ends the reading at once. */
  refuse(file: string, reason: string): never {
    this.add(file, null, reason)
    throw new GtfsRefused(this.#told, this.#count)
  }

  /** Ends the reading where going on would only tell the same fault again. */
  refuseIfAny(): void {
    if (this.#count > 0) throw new GtfsRefused(this.#told, this.#count)
  }
}
