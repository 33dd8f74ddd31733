import type { Deps } from './deps.ts'

/**
 * Opens the runs of the days that have come within the horizon since; `today` is `YYYY-MM-DD`. A fault is logged, and what was not
 * opened is opened the next time.
 */
export async function rollHorizon(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  today: string,
  horizonDays: number,
): Promise<void> {
  try {
    const toDate = Temporal.PlainDate.from(today).add({ days: horizonDays }).toString()
    const opened = await store.openRuns(today, toDate)
    if (opened > 0) log.info({ opened, toDate }, 'runs were opened for sale')
  } catch (fault) {
    log.error({ err: fault }, 'the horizon could not be moved on; it is tried again within the hour')
  }
}
