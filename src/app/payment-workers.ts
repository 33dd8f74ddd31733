import { type Reconciliation, reconcilePayments } from './reconcile-payments.ts'
import { recoverPayments, resolveOpenPayments } from './recover-payments.ts'
import type { ResolveDeps } from './resolve-attempt.ts'
import type { SettlementWorker } from './settlement-worker.ts'

const resolveEveryMs = 5_000
const reconcileEveryMs = 60_000

/** Calls back every so many milliseconds until the returned function is called. */
export type Repeat = (everyMs: number, callback: () => void) => () => void

export interface PaymentWorkers {
  /** Lets what is under way end, and begins nothing more. */
  stop(): Promise<void>
}

/** Starts what brings payments to their end without a person: recovery of what a crash left, due steps, reconciliation. */
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
  const recover = oneAtATime(deps, 'payments that were left open could not be recovered', () =>
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

/** Runs a piece of work unless it is still running; what goes wrong is told, and the next time comes. */
function oneAtATime(deps: Pick<ResolveDeps, 'log'>, complaint: string, work: () => Promise<unknown>) {
  let running: Promise<void> | null = null
  return {
    run(): void {
      running ??= work()
        .then(
          () => {},
          (fault: unknown) => deps.log.warn({ err: fault }, complaint),
        )
        .finally(() => {
          running = null
        })
    },
    idle: (): Promise<void> => running ?? Promise.resolve(),
  }
}
