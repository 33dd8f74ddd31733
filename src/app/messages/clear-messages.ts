import { after, dayMs } from '../../domain/instant.ts'
import { codeWindowMs } from '../../domain/records/access.ts'
import type { Deps } from '../deps.ts'

/**
 * How long the row of a message that has ended tells when it was sent; its address and words are gone before.
 */
const keepMessagesMs = 30 * dayMs

/** How long the row of a session that has ended tells when somebody was signed in. */
const keepSessionsMs = 30 * dayMs

/**
 * Removes what messages, one-time codes and sessions have left. A failure is logged, and the next time does
 * it.
 */
export async function clearMessages({ store, log }: Pick<Deps, 'store' | 'log'>): Promise<void> {
  const now = store.now()
  const before = {
    messages: after(now, -keepMessagesMs),
    codes: after(now, -2 * codeWindowMs),
    sessions: after(now, -keepSessionsMs),
  }
  await store.outbox
    .clear(before)
    .catch((fault: unknown) => log.warn({ err: fault }, 'what old messages leave could not be removed'))
}
