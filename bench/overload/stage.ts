import type { PlannedRun } from '../load-plan.ts'

/** What the visitors come for; given once, as a JSON file. */
export interface VisitWorld {
  readonly port: number
  /** Each visitor asks these in turn, beginning anywhere. */
  readonly paths: readonly string[]
  /** How many of them, before the sale. */
  readonly enquiries: number
  readonly runs: readonly PlannedRun[]
  /** Between an answer and the visitor's next request. */
  readonly thinkMs: number
  readonly seed: number
}

/** A stretch of time in which visitors arrive at one rate. */
export interface Stage {
  /** Arrivals a second, as planned ahead; in their place, `atATime` visitors come one after the other. */
  readonly perSecond?: number
  readonly atATime?: number
  readonly milliseconds: number
  /** What happens before is not counted. */
  readonly settleMs: number
}

/** Milliseconds from the moment at which a request was planned to its answer. */
interface Waits {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** How a stage went. */
export interface StageReport {
  readonly seconds: number
  readonly arrived: number
  readonly sold: number
  readonly soldPerSecond: number
  /** Requests that were answered with what they asked for. */
  readonly accepted: Waits
  readonly acceptedByStep: Readonly<Record<string, Waits>>
  /** Requests that were answered 503 or 429. */
  readonly refused: Waits
  /** By step and answer. */
  readonly refusals: Readonly<Record<string, number>>
  /** The processor time of the generator, in seconds. */
  readonly cpuSeconds: number
  readonly requests: number
  /** The end of the last half second, from the begin of the stage, in which anything was refused or slow. */
  readonly troubledUntilMs: number
  readonly connections: number
}
