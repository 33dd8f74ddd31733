import type { Lane } from './operation.ts'

/** Decides which requests are not taken on when there is too much to do. */
export interface Lanes {
  /** Whether another request of this lane may be taken on. */
  isOpen(lane: Lane): boolean
  /** Counts a request that is taken on; each has to be given back with `leave`. */
  enter(lane: Lane): void
  leave(lane: Lane): void
  /** Requests taken on and not yet answered. */
  inFlight(lane: Lane): number
}

/** From where a lane is closed: by its own requests in flight, or by how late the event loop runs. */
export interface LaneBound {
  readonly inFlight: number
  readonly lagMs: number
}

/**
 * Reading gives way first, then holds. Confirming never does: behind it there are seats and money already. The bounds are far
 * above what two cores can have in flight at an honest load (some hundreds), and low enough that those who wait do not wait long.
 */
export const laneBounds: Record<Lane, LaneBound> = {
  read: { inFlight: 1_000, lagMs: 250 },
  hold: { inFlight: 4_000, lagMs: 1_000 },
  confirm: { inFlight: Infinity, lagMs: Infinity },
}

export function makeLanes(lagMs: () => number, bounds: Record<Lane, LaneBound> = laneBounds): Lanes {
  const taken: Record<Lane, number> = { read: 0, hold: 0, confirm: 0 }
  return {
    isOpen: (lane) => taken[lane] < bounds[lane].inFlight && lagMs() <= bounds[lane].lagMs,
    enter(lane) {
      taken[lane]++
    },
    leave(lane) {
      taken[lane]--
    },
    inFlight: (lane) => taken[lane],
  }
}

const lookEveryMs = 50

/**
 * How late the event loop runs: a timer that should come every 50 ms tells. Late once is a pause, such as the start or an import,
 * and over by the time somebody asks; late twice in a row is overload.
 */
export function watchLag(monotonicMs: () => number): { lagMs(): number; stop(): void } {
  let expectedAt = monotonicMs() + lookEveryMs
  let lag = 0
  let lateBefore = 0
  const timer = setInterval(() => {
    const now = monotonicMs()
    const late = Math.max(0, now - expectedAt)
    lag = Math.min(late, lateBefore)
    lateBefore = late
    expectedAt = now + lookEveryMs
  }, lookEveryMs).unref()
  return { lagMs: () => lag, stop: () => clearInterval(timer) }
}
