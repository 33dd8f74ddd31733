import { after } from '../domain/instant.ts'
import type { Payment } from '../domain/payment.ts'
import { refuse } from '../domain/result.ts'
import { type AttemptReply, closeAttempt, type ResolveDeps, resolveByKey } from './resolve-attempt.ts'

/** Attempts looked up at the provider at the same time. */
const concurrency = 32

/** A running request ends its own attempt a little after the deadline; only then is the attempt taken for abandoned. */
const abandonedAfterMs = 5_000

export interface Recovery {
  readonly booked: number
  readonly ended: number
  /** The provider does not answer and the deadline is not over: asked again later. */
  readonly open: number
}

/**
 * After a start: every attempt that a crash left open is asked for at the provider by its key, and then booked, declined or closed.
 * Nobody waits for these attempts any more, so what the provider does not have is closed at once.
 */
export async function recoverPayments(deps: ResolveDeps): Promise<Recovery> {
  // Where other nodes work, what is open is most likely one of theirs: only what is abandoned is taken up.
  if (deps.store.isShared) return resolveOpenPayments(deps)
  return resolveAll(deps, await deps.store.listOpenPayments())
}

/** While running: ends attempts whose own request failed on the way, for instance by a fault of the database. */
export async function resolveOpenPayments(deps: ResolveDeps): Promise<Recovery> {
  const now = deps.store.now()
  const open = await deps.store.listOpenPayments()
  return resolveAll(
    deps,
    open.filter((payment) => after(payment.deadlineAt, abandonedAfterMs) <= now),
  )
}

async function resolveAll(deps: ResolveDeps, payments: readonly Payment[]): Promise<Recovery> {
  const sums = { booked: 0, ended: 0, open: 0 }
  const waiting = [...payments]
  const work = async () => {
    for (let payment = waiting.shift(); payment; payment = waiting.shift()) {
      const reply = await resolveOne(deps, payment)
      if (reply.ok) sums.booked += 1
      else if (reply.refusal.code === 'payment_timed_out' && reply.refusal.reason === stillOpen)
        sums.open += 1
      else sums.ended += 1
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, payments.length) }, work))
  if (payments.length > 0) deps.log.info({ ...sums }, 'open payments were resolved')
  return sums
}

const stillOpen = 'still_open'

/** While the provider is silent and the attempt has time left, closing would be a guess. */
function resolveOne(deps: ResolveDeps, payment: Payment): Promise<AttemptReply> {
  return resolveByKey(deps, payment, async (isCertain) => {
    if (!isCertain && deps.store.now() < payment.deadlineAt)
      return refuse({ code: 'payment_timed_out', reason: stillOpen })
    return closeAttempt(deps, payment, 'no_answer')
  })
}
