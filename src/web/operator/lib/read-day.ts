import type { DayRun, DayRuns } from '../../shared/api-types.ts'
import { read } from './session.tsx'

/** All runs of a day, page after page. */
export async function readDay(date: string): Promise<readonly DayRun[]> {
  const runs: DayRun[] = []
  let after: string | null = null
  do {
    const page: DayRuns = await read('/api/operator/train_runs', { date, ...(after ? { after } : {}) })
    runs.push(...page.train_runs)
    after = page.next
  } while (after !== null)
  return runs
}
