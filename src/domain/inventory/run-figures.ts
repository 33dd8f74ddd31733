import type { Instant } from '../instant.ts'
import type { Consist } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import type { TrainRun } from '../railway/train-run.ts'
import type { Closure } from '../records/closure.ts'
import type { Hold } from '../records/hold.ts'
import { availabilityByClass, type ClassAvailability, seatSetLength } from './availability.ts'

/** What searches and calendars read of a run: its picture, or less if nobody has claimed anything on it. */
export interface RunFigures {
  readonly run: TrainRun
  readonly commitSeq: number
  /** The moment from which they may be wrong with no commit in between; null if there is none. */
  readonly validUntil: Instant | null
  /** The parts of the run on which nothing is sold. */
  readonly closures: readonly Closure[]
  /** The seats of each class that are free for the segment, in the consist's order of classes. */
  availability(segment: Segment, now: Instant): readonly ClassAvailability[]
  /** Holds that are marked live. */
  holds(): Iterable<Hold>
}

/** What a run without a commit has in place of its last one. */
export const untouchedSeq = 0

/** The figures of a run that nobody has ever claimed anything on: all of its seats are free. */
export class UntouchedRun implements RunFigures {
  readonly run: TrainRun
  readonly commitSeq = untouchedSeq
  readonly validUntil = null
  readonly closures = []

  constructor(run: TrainRun) {
    this.run = run
  }

  availability(): readonly ClassAvailability[] {
    return allFree(this.run.consist)
  }

  holds(): Iterable<Hold> {
    return []
  }
}

const allFreeByConsist = new WeakMap<Consist, readonly ClassAvailability[]>()

function allFree(consist: Consist): readonly ClassAvailability[] {
  let counts = allFreeByConsist.get(consist)
  if (!counts) {
    counts = availabilityByClass(consist, new Uint32Array(seatSetLength(consist)))
    allFreeByConsist.set(consist, counts)
  }
  return counts
}
