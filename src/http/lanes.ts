import type { Lane } from './entrance.ts'

/** Decides which requests to refuse under overload. */
export interface Lanes {
  /** True if the server accepts another request in this lane. */
  isOpen(lane: Lane): boolean
  /** Counts an accepted request; each needs a matching `leave`. */
  enter(lane: Lane): void
  /** The request was answered after this time. */
  leave(lane: Lane, tookMs: number): void
  /** Accepted requests that are not answered yet. */
  inFlight(lane: Lane): number
  /** How long answers in this lane lately took, in milliseconds; 0 while few are under way. */
  tookMs(lane: Lane): number
}

/**
 * When a lane closes: when so many of its own requests are in flight, when requests wait so long until the
 * server looks at them, or when those of the lane lately took so long.
 */
interface LaneBound {
  readonly inFlight: number
  readonly waitMs: number
  readonly tookMs: number
}

const never = { inFlight: Infinity, waitMs: Infinity, tookMs: Infinity }

/**
 * Reading gives way first, then holds and pages. Confirming never gives way, because seats and money already
 * depend on it. Health never does either, or a supervisor would restart a busy server. Holds wait for the
 * database and for nobody else, so the time that they take shows when it cannot keep up; reading waits for
 * nothing, the time that confirming takes is mostly that of the payment provider, and passwords of people
 * wait for each other.
 */
export const laneBounds: Record<Lane, LaneBound> = {
  read: { inFlight: 1_000, waitMs: 100, tookMs: Infinity },
  hold: { inFlight: 4_000, waitMs: 300, tookMs: 200 },
  page: { ...never, waitMs: 300 },
  people: { inFlight: 500, waitMs: 300, tookMs: Infinity },
  webhook: { ...never, inFlight: 1_000 },
  confirm: never,
  health: never,
}

export const allLanes = Object.keys(laneBounds) as readonly Lane[]

/** With fewer in flight, a lane is not crowded, and slow answers have another cause. */
const crowd = 32
/** How much the latest answer counts for how long answers lately took. */
const latestShare = 0.1

/** Beyond this, a refusal, which waits for the turn under way and the next one, takes longer than 20 ms. */
const bearableWaitMs = 6
/** Half of what closes the lane: newcomers give way before those who want to hold. */
const bearableHoldMs = 100

/** How late the server is, by the event loop and by the database, as a multiple of what is bearable. */
export function latenessOf(waitMs: number, lanes: Lanes): number {
  return Math.max(waitMs / bearableWaitMs, lanes.tookMs('hold') / bearableHoldMs)
}

/** `waitMs` says how long requests wait until the server looks at them. */
export function makeLanes(waitMs: () => number, bounds: Record<Lane, LaneBound> = laneBounds): Lanes {
  const taken: Record<Lane, number> = {
    read: 0,
    hold: 0,
    page: 0,
    people: 0,
    webhook: 0,
    confirm: 0,
    health: 0,
  }
  const took = { ...taken }
  const tookMs = (lane: Lane) => (taken[lane] > crowd ? took[lane] : 0)
  return {
    tookMs,
    isOpen: (lane) =>
      taken[lane] < bounds[lane].inFlight &&
      waitMs() <= bounds[lane].waitMs &&
      tookMs(lane) <= bounds[lane].tookMs,
    enter(lane) {
      taken[lane]++
    },
    leave(lane, tookMs) {
      taken[lane]--
      took[lane] += (tookMs - took[lane]) * latestShare
    },
    inFlight: (lane) => taken[lane],
  }
}
