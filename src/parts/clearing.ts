import { setTimeout as wait } from 'node:timers/promises'
import type { Deps } from '../app/deps.ts'
import { clearMessages } from '../app/messages/clear-messages.ts'
import { clearEndedHolds } from '../app/upkeep/clear-ended-holds.ts'
import { makeHashes } from '../app/upkeep/renew-keys.ts'
import { sealBookings } from '../app/upkeep/seal-bookings.ts'
import { dayMs } from '../domain/instant.ts'

const everyMs = 3_600_000

type Clearing = Pick<Deps, 'store' | 'log' | 'personalKeys' | 'randomBytes'>

/**
 * Seals what older versions left as it was, and removes the remains of ended holds, now and every hour, until
 * the returned function is called.
 */
export function startClearing(deps: Clearing, keepDays: number): () => Promise<void> {
  const stopped = new AbortController()
  const pause = (milliseconds: number) =>
    wait(milliseconds, true, { ref: false, signal: stopped.signal }).catch(() => false)
  let running: Promise<unknown> = Promise.resolve()
  const clear = () => {
    running = running
      .then(() => clearEndedHolds({ ...deps, keepMs: keepDays * dayMs, pause }))
      .then(() => clearMessages(deps))
      .then(() => sealBookings({ ...deps, pause }))
      .then(() => makeHashes({ ...deps, pause }))
  }
  clear()
  const timer = setInterval(clear, everyMs).unref()
  return async () => {
    clearInterval(timer)
    stopped.abort()
    await running
  }
}
