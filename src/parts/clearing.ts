import { setTimeout as wait } from 'node:timers/promises'
import type { Deps } from '../app/deps.ts'
import { clearMessages } from '../app/messages/clear-messages.ts'
import { clearEndedHolds } from '../app/upkeep/clear-ended-holds.ts'
import { dayMs } from '../domain/instant.ts'

const everyMs = 3_600_000

/** Removes the remains of ended holds, now and every hour, until the returned function is called. */
export function startClearing(deps: Pick<Deps, 'store' | 'log'>, keepDays: number): () => Promise<void> {
  const stopped = new AbortController()
  const pause = (milliseconds: number) =>
    wait(milliseconds, true, { ref: false, signal: stopped.signal }).catch(() => false)
  let running: Promise<unknown> = Promise.resolve()
  const clear = () => {
    running = running
      .then(() => clearEndedHolds({ ...deps, keepMs: keepDays * dayMs, pause }))
      .then(() => clearMessages(deps))
  }
  clear()
  const timer = setInterval(clear, everyMs).unref()
  return async () => {
    clearInterval(timer)
    stopped.abort()
    await running
  }
}
