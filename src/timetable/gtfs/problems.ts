/** One mistake in a feed, its place, and what to do about it. */
export interface GtfsProblem {
  /** Name of the file in the feed, or of the feed itself if it cannot be opened. */
  readonly file: string
  /** Counted from 1, including the header; null for the whole file. */
  readonly line: number | null
  readonly reason: string
}

/**
 * Nothing of the feed was read. `problems` says why, up to
 * a limit; `problemCount` is the total number.
 */
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

/** Problems beyond this number are only counted: a broken column would otherwise fill the screen. */
const toldProblems = 100

/** Warnings of one kind beyond this number are only counted, so that one kind does not hide another. */
const toldWarnings = 10

/** Kinds of warnings, and the word for those beyond the limit. */
const warningKinds = {
  'blank row': 'more blank rows',
  'row length': 'more rows that are shorter or longer than their header',
  'row twice': 'more rows that are there twice',
  'line break': 'more rows with line breaks or tabs inside a field',
  station: 'more stations that are not where their coordinates say, or share a code',
  'number twice': 'more numbers that are there twice a day',
  'through coach': 'more trains that run under two numbers',
  block: 'more trains that go on under another number',
  request: 'more calls on request',
  name: 'more names in other languages that were left out',
  'unread file': 'more problems in files that are not needed',
} as const

type WarningKind = keyof typeof warningKinds

/** What an operator should know about a feed that was read. */
export interface Warnings {
  readonly warnings: readonly GtfsProblem[]
  /** The total number, reported or not. */
  readonly warningCount: number
}

/** Collects mistakes while reading continues, so that an operator learns of many at once. */
export class Problems {
  readonly #told: GtfsProblem[] = []
  #count = 0
  readonly #warnings = new Map<WarningKind, { readonly told: GtfsProblem[]; count: number }>()
  readonly #skipsBadTrips: boolean
  readonly #badTrips = new Map<string, GtfsProblem>()
  readonly #toldFlaws = new Set<GtfsProblem>()

  /** With `skipsBadTrips`, a fault in a single trip leaves out that trip without refusing the feed. */
  constructor(skipsBadTrips = false) {
    this.#skipsBadTrips = skipsBadTrips
  }

  add(file: string, line: number | null, reason: string): void {
    this.#count++
    if (this.#told.length < toldProblems) this.#told.push({ file, line, reason })
  }

  /** A fault of one trip, in its own row or in a row that it uses. It is reported once. */
  addToTrip(tripId: string, problem: GtfsProblem): void {
    if (this.#skipsBadTrips) {
      if (!this.#badTrips.has(tripId)) this.#badTrips.set(tripId, problem)
      return
    }
    if (this.#toldFlaws.has(problem)) return
    this.#toldFlaws.add(problem)
    this.add(problem.file, problem.line, problem.reason)
  }

  /** True when the trip is to be left out. */
  isBad(tripId: string): boolean {
    return this.#badTrips.has(tripId)
  }

  /** The trips that were left out, each with its first mistake. */
  badTrips(): readonly (GtfsProblem & { readonly tripId: string })[] {
    return [...this.#badTrips].map(([tripId, problem]) => ({ tripId, ...problem }))
  }

  /** Something that an operator should know but that does not refuse the feed. */
  warn(kind: WarningKind, file: string, line: number | null, reason: string): void {
    const known = this.#warnings.get(kind) ?? { told: [], count: 0 }
    this.#warnings.set(kind, known)
    known.count++
    if (known.told.length < toldWarnings) known.told.push({ file, line, reason })
  }

  warnings(): Warnings {
    const kinds = [...this.#warnings]
    return {
      warnings: kinds.flatMap(([kind, { told, count }]) => {
        const rest = {
          file: told[0]?.file ?? '',
          line: null,
          reason: `${count - told.length} ${warningKinds[kind]}`,
        }
        return count > told.length ? [...told, rest] : told
      }),
      warningCount: kinds.reduce((sum, [, { count }]) => sum + count, 0),
    }
  }

  /** The mistakes, up to the limit. */
  told(): readonly GtfsProblem[] {
    return this.#told
  }

  /** Ends the reading at once. */
  refuse(file: string, reason: string): never {
    this.add(file, null, reason)
    throw new GtfsRefused(this.#told, this.#count)
  }

  /** Ends the reading if continuing would only report the same fault again. */
  refuseIfAny(): void {
    if (this.#count > 0) throw new GtfsRefused(this.#told, this.#count)
  }
}
