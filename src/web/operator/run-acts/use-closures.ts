import { useQuery } from '@tanstack/react-query'
import type { Closures } from '../../shared/api-types.ts'
import { read } from '../lib/session.tsx'

/** How often the progress of refunds is read, and else what colleagues have closed. */
const [whileRefundingMs, elseMs] = [1_000, 15_000]

export const pathOfRun = (runId: string) => `/api/operator/train_runs/${encodeURIComponent(runId)}`

/** What is closed or canceled of a run; it follows the refunds of a canceled one. */
export function useClosures(runId: string) {
  return useQuery({
    queryKey: ['closures', runId],
    queryFn: () => read<Closures>(`${pathOfRun(runId)}/closures`),
    refetchInterval: ({ state }) =>
      state.data?.closures.some((one) => one.bookings_left > 0) ? whileRefundingMs : elseMs,
  })
}
