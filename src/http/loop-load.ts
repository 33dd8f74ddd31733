/** How busy the event loop is, and how long requests wait for it. */
export interface LoopLoad {
  /** Call for each request: between requests, nothing is measured. */
  noteRequest(): void
  /**
   * How long requests wait until the server looks at them, in milliseconds; 0 while nothing waits, for a
   * single pause, which is already over, and while the loop has little to do.
   */
  waitMs(): number
  /** The share of time in which the loop was busy lately, from 0 to 1. */
  busyShare(): number
  stop(): void
}

/** A turn of the event loop that is shorter than this is not looked at more closely. */
const lookEveryMs = 5
/** Overload lasts for two of these; a pause, such as a start or an import, falls into one. */
const windowMs = 25
const restAfterMs = 100
/**
 * A loop with less to do than this is late because others use the processor; refusing requests would not
 * help it.
 */
const busyAtLeast = 0.7

interface LoopClock {
  readonly nowMs: () => number
  /** The share of time in which the loop was busy since the last call. */
  readonly busyShare: () => number
}

/**
 * Whatever arrives during a turn of the event loop waits for the next one, so the length of turns is how long
 * requests wait. A timer that is always due sees one turn after another. It runs only while requests come.
 */
export function watchLoop({ nowMs, busyShare }: LoopClock): LoopLoad {
  const turns = makeTurnLengths(busyShare)
  let timer: NodeJS.Timeout | undefined
  let lookedAt = 0
  let requestedAt = 0
  const rest = () => {
    timer = undefined
    turns.forget()
  }
  const look = () => {
    const now = nowMs()
    turns.note(now - lookedAt - lookEveryMs, now)
    lookedAt = now
    if (now - requestedAt > restAfterMs) rest()
    else timer = setTimeout(look, lookEveryMs).unref()
  }
  return {
    noteRequest() {
      requestedAt = nowMs()
      if (timer) return
      lookedAt = requestedAt
      timer = setTimeout(look, lookEveryMs).unref()
    },
    waitMs: () => turns.lengthMs,
    busyShare: () => turns.busyShare,
    stop() {
      clearTimeout(timer)
      rest()
    },
  }
}

/** The clock of this process. */
export function loopClock(): LoopClock {
  let before = performance.eventLoopUtilization()
  return {
    nowMs: () => performance.now(),
    busyShare() {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      return utilization
    },
  }
}

/** The usual length of the latest turns of a busy loop: the lower one of the last two windows. */
export function makeTurnLengths(busyShareNow: () => number) {
  let startedAt = Number.NaN
  let time = 0
  let weighted = 0
  let before = 0
  let length = 0
  let busyShare = 0
  return {
    get lengthMs(): number {
      return length
    },
    get busyShare(): number {
      return busyShare
    },
    /** A turn that took this long has ended. */
    note(turnMs: number, nowMs: number): void {
      const turn = Math.max(0, turnMs)
      if (Number.isNaN(startedAt)) startedAt = nowMs - turn
      // Weighted by time: more requests arrive during a long turn than during a short one.
      time += turn
      weighted += turn * turn
      if (nowMs - startedAt < windowMs) return
      busyShare = busyShareNow()
      const mean = busyShare >= busyAtLeast && time > 0 ? weighted / time : 0
      length = Math.min(mean, before)
      before = mean
      startedAt = nowMs
      time = 0
      weighted = 0
    },
    forget(): void {
      startedAt = Number.NaN
      time = weighted = before = length = busyShare = 0
    },
  }
}
