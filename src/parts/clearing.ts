import { setTimeout as wait } from 'node:timers/promises'
import type { Deps } from '../app/deps.ts'
import { clearMessages } from '../app/messages/clear-messages.ts'
import { clearEndedHolds } from '../app/upkeep/clear-ended-holds.ts'
import { eraseOldBookings } from '../app/upkeep/erase-old-bookings.ts'
import { makeHashes, rewrapKeys } from '../app/upkeep/renew-keys.ts'
import { renewPeople } from '../app/upkeep/renew-people.ts'
import { sealAccounts } from '../app/upkeep/seal-accounts.ts'
import { sealBookings } from '../app/upkeep/seal-bookings.ts'
import { dayMs } from '../domain/instant.ts'

const everyMs = 3_600_000

type Clearing = Pick<Deps, 'store' | 'log' | 'counters' | 'personalKeys' | 'randomBytes'>

/** How many days something is kept, and who is told how late the erasing of names is. */
interface Keeping {
  readonly endedHoldsDays: number
  readonly personalDataDays: number
  readonly onLate: (milliseconds: number) => void
}

/**
 * Seals what older versions left as it was, removes the remains of ended holds, and erases old names, now and
 * every hour, until the returned function is called.
 */
export function startClearing(deps: Clearing, keeping: Keeping): () => Promise<void> {
  const { endedHoldsDays, personalDataDays: keepDays, onLate } = keeping
  const stopped = new AbortController()
  const pause = (milliseconds: number) =>
    wait(milliseconds, true, { ref: false, signal: stopped.signal }).catch(() => false)
  let running: Promise<unknown> = Promise.resolve()
  const clear = () => {
    running = running
      .then(() => clearEndedHolds({ ...deps, keepMs: endedHoldsDays * dayMs, pause }))
      .then(() => clearMessages(deps))
      .then(() => sealBookings({ ...deps, pause }))
      .then(() => sealAccounts({ ...deps, pause }))
      .then(() => makeHashes({ ...deps, pause }))
      .then(() => rewrapKeys({ ...deps, pause }))
      .then(() => renewPeople({ ...deps, pause }))
      .then(() => eraseOldBookings({ ...deps, pause, keepDays }))
      .then(onLate, (fault: unknown) => deps.log.warn({ err: fault }, 'old data could not be cleared'))
  }
  clear()
  const timer = setInterval(clear, everyMs).unref()
  return async () => {
    clearInterval(timer)
    stopped.abort()
    await running
  }
}
