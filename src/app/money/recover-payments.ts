import { after } from '../../domain/instant.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { refuse } from '../../domain/result.ts'
import type { Setback } from '../../domain/setbacks.ts'
import { type AttemptReply, closeAttempt, type ResolveDeps, resolveByKey } from '../sale/resolve-attempt.ts'
import { isDone, setBack, tellSetbacks } from '../set-back.ts'

/** Attempts looked up at the provider at the same time. */
const concurrency = 32

/**
 * Attempts with earlier failures that are retried in one pass; the bound keeps new ones from waiting for many
 * of them.
 */
const mostRetries = 256

/**
 * A running request ends its own attempt a little after the deadline; only after that does the attempt count
 * as abandoned.
 */
const abandonedAfterMs = 5_000

interface Recovery {
  readonly booked: number
  readonly ended: number
  /** The provider does not answer and the deadline is not over: it is asked again later. */
  readonly open: number
  /** Failed on our side, and put aside. */
  readonly failed: number
}

/**
 * After a start, the provider is asked by key about every attempt that a crash left open, and the attempt is
 * then booked, declined or closed. Nobody waits for these attempts any more, so an attempt that the provider
 * does not know is closed at once.
 */
export async function recoverPayments(deps: ResolveDeps): Promise<Recovery> {
  // If other nodes are at work, an open attempt is most likely one of theirs: only abandoned ones are
  // handled.
  if (deps.store.isShared) return resolveOpenPayments(deps)
  return resolveAll(deps, await deps.store.listOpenPayments())
}

/**
 * While the server runs: ends attempts whose own request failed on the way, for example on a database fault.
 */
export async function resolveOpenPayments(deps: ResolveDeps): Promise<Recovery> {
  const now = deps.store.now()
  const open = await deps.store.listOpenPayments()
  deps.setbacks.retain('attempt', open.map(providerKey))
  return resolveAll(
    deps,
    open.filter((payment) => after(payment.deadlineAt, abandonedAfterMs) <= now),
  )
}

async function resolveAll(deps: ResolveDeps, payments: readonly Payment[]): Promise<Recovery> {
  const sums = { booked: 0, ended: 0, open: 0, failed: 0 }
  const failures: Failure[] = []
  const waiting = inTurn(deps, payments)
  const count = waiting.length
  const work = async () => {
    for (let payment = waiting.shift(); payment; payment = waiting.shift())
      sums[await tryToResolve(deps, payment, failures)] += 1
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work))
  if (count > failures.length) deps.log.info({ ...sums }, 'open payments were resolved')
  tellSetbacks(deps, failures, 'open payments could not be resolved and are retried, ever more rarely')
  return sums
}

/**
 * Attempts that have never failed go first; each pass also retries some of the others whose pause is over.
 */
function inTurn({ setbacks, store }: ResolveDeps, payments: readonly Payment[]): Payment[] {
  const now = store.now()
  const isFresh = (payment: Payment) => setbacks.tryCount('attempt', providerKey(payment)) === 0
  const again = payments.filter(
    (payment) => !isFresh(payment) && !setbacks.isPaused('attempt', providerKey(payment), now),
  )
  return [...payments.filter(isFresh), ...again.slice(0, mostRetries)]
}

interface Failure {
  readonly setback: Setback
  readonly fault: unknown
}

/** An attempt that fails on our side takes nothing from the others. */
async function tryToResolve(
  deps: ResolveDeps,
  payment: Payment,
  failures: Failure[],
): Promise<keyof Recovery> {
  const key = providerKey(payment)
  try {
    const reply = await resolveOne(deps, payment)
    isDone(deps, 'attempt', key)
    if (reply.ok) return 'booked'
    const isOpen = reply.refusal.code === 'payment_timed_out' && reply.refusal.reason === stillOpen
    return isOpen ? 'open' : 'ended'
  } catch (fault) {
    failures.push({ setback: setBack(deps, 'attempt', key, fault), fault })
    return 'failed'
  }
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
