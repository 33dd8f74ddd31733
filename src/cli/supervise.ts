/** How a child ended: with a status, or by a signal. */
export interface Ending {
  readonly status: number | null
  readonly signal: string | null
}

/** What the supervisor does in the world. */
interface Supervised {
  /** Starts the server and waits until it ends. */
  run(): Promise<Ending>
  pause(milliseconds: number): Promise<void>
  /** True after a request to stop. */
  isStopping(): boolean
  monotonicMs(): number
  say(sentence: string): void
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** A server that ran this long was healthy, so the next pause is short again. */
const wellAfterMs = 60_000

/**
 * Keeps a server running: restarts it after a fault, with pauses of 1, 2, 4 ... 60 seconds, and says so. It
 * does not restart after status 0 or 2, since a retry changes neither a wish to stop nor a wrong
 * configuration. Returns the exit status.
 */
export async function supervise(world: Supervised): Promise<number> {
  let pauseMs = firstPauseMs
  for (;;) {
    const startedAt = world.monotonicMs()
    const ending = await world.run()
    if (ending.status === 0 || ending.status === 2) return ending.status
    if (world.isStopping()) return ending.status ?? 1
    if (world.monotonicMs() - startedAt >= wellAfterMs) pauseMs = firstPauseMs
    world.say(`Holdfast ended ${describe(ending)}; it starts again in ${pauseMs / 1000} s.`)
    await world.pause(pauseMs)
    if (world.isStopping()) return 0
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

function describe(ending: Ending): string {
  return ending.signal === null ? `with status ${ending.status}` : `by signal ${ending.signal}`
}
