import type { DayRun, DayRuns } from '../../shared/api-types.ts'
import { readPages } from './read-pages.ts'

/** All runs of a day, page after page. */
export async function readDay(date: string): Promise<readonly DayRun[]> {
  const pages = await readPages<DayRuns>('/api/operator/train_runs', { date })
  return pages.flatMap((page) => page.train_runs)
}
