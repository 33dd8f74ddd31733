import { isWorthTelling } from '../domain/backoff.ts'
import type { Setback, SetbackKind } from '../domain/setbacks.ts'
import type { Deps } from './deps.ts'
import { storeFaultOf } from './store-fault.ts'

type SetbackDeps = Pick<Deps, 'store' | 'setbacks' | 'randomBytes' | 'log'>

/**
 * Puts aside work that failed on our side; a database that is away is tried again soon, a fault ever more
 * rarely.
 */
export function setBack(deps: SetbackDeps, kind: SetbackKind, what: string, fault: unknown): Setback {
  const why = storeFaultOf(fault) === 'overloaded' ? 'unanswered' : 'failed'
  const [random = 0] = deps.randomBytes(1)
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  return deps.setbacks.failed({ kind, what, fault: text }, why, deps.store.now(), random / 256)
}

/** The work succeeded, perhaps after it had been put aside. */
export function isDone(deps: SetbackDeps, kind: SetbackKind, what: string): void {
  if (deps.setbacks.over(kind, what))
    deps.log.info({ kind, payment: what }, 'work that had failed on our side is done')
}

/** The number of items named in one line of the log. */
const namedInLog = 5

/** Logs in one line what a pass had to put aside: at the 1st, 2nd, 4th, 8th ... failure of any of it. */
export function tellSetbacks(
  { log }: Pick<Deps, 'log'>,
  setbacks: readonly { readonly setback: Setback; readonly fault: unknown }[],
  message: string,
): void {
  const first = setbacks.find(({ setback }) => isWorthTelling(setback.tryCount))
  if (!first) return
  const payments = setbacks.slice(0, namedInLog).map(({ setback }) => setback.what)
  log.error({ err: first.fault, count: setbacks.length, payments }, message)
}
