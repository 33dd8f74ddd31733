import { isWorthTelling } from '../../domain/backoff.ts'
import { GatewayUnanswered } from '../../payments/gateway.ts'
import type { ResolveDeps } from '../sale/resolve-attempt.ts'
import { type Reconciliation, reconcilePayments } from './reconcile-payments.ts'
import { recoverPayments, resolveOpenPayments } from './recover-payments.ts'
import type { SettlementWorker } from './settlement-worker.ts'

const resolveEveryMs = 5_000
const reconcileEveryMs = 60_000

/** Calls back every `ms` milliseconds until the returned function is called. */
type Repeat = (everyMs: number, callback: () => void) => () => void

interface PaymentWorkers {
  /** Lets running work finish, and starts nothing more. */
  stop(): Promise<void>
}

/**
 * Starts the work that finishes payments without a person: recovery after a crash, due steps, reconciliation.
 */
export function startPaymentWorkers(
  deps: ResolveDeps,
  settlement: SettlementWorker,
  repeat: Repeat,
): PaymentWorkers {
  let cursor: Reconciliation['cursor'] = null
  const resolve = oneAtATime(deps, 'open payments could not be resolved', () => resolveOpenPayments(deps))
  const reconcile = oneAtATime(deps, 'the ledger of the provider could not be compared', async () => {
    if (deps.gateway.isAvailable()) ({ cursor } = await reconcilePayments(deps, cursor))
  })
  const recover = oneAtATime(deps, 'payments left open by a crash could not be recovered', () =>
    recoverPayments(deps),
  )
  settlement.start()
  recover.run()
  reconcile.run()
  const cancels = [repeat(resolveEveryMs, resolve.run), repeat(reconcileEveryMs, reconcile.run)]
  return {
    async stop() {
      for (const cancel of cancels) cancel()
      await Promise.all([settlement.stop(), recover.idle(), resolve.idle(), reconcile.idle()])
    },
  }
}

/**
 * Runs a piece of work unless it is still running. A failure is logged ever more rarely, and the work runs
 * again at its next time. A provider that does not answer is logged by the code that asks for its life signs.
 */
function oneAtATime(deps: Pick<ResolveDeps, 'log'>, complaint: string, work: () => Promise<unknown>) {
  let running: Promise<void> | null = null
  let failures = 0
  const complain = (fault: unknown): void => {
    failures += 1
    const isTold = isWorthTelling(failures) && !(fault instanceof GatewayUnanswered)
    deps.log[isTold ? 'warn' : 'debug']({ err: fault, failures }, complaint)
  }
  return {
    run(): void {
      running ??= work()
        .then(() => {
          failures = 0
        }, complain)
        .finally(() => {
          running = null
        })
    },
    idle: (): Promise<void> => running ?? Promise.resolve(),
  }
}
