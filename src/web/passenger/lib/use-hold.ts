import { queryOptions, useQuery } from '@tanstack/react-query'
import { showHold } from '../../shared/api/operations.ts'
import type { Hold } from '../../shared/api-types.ts'
import { endOf, type SteadyMs } from '../../shared/lib/countdown.ts'
import { unwrap } from '../../shared/lib/refused.ts'

/** A hold as the server described it, with its end on this device's steady clock. */
export interface HoldView {
  readonly hold: Hold
  readonly end: SteadyMs
}

/** How often the page asks about a payment in progress. */
const pinnedPollMs = 1_500

/**
 * Asks for the hold. It is fetched again while its payment is in progress, when it ends, and when the
 * passenger returns to the page.
 */
export function holdQuery(token: string) {
  return queryOptions({
    queryKey: ['hold', token],
    queryFn: async (): Promise<HoldView> => {
      const hold = await unwrap(showHold(token))
      return { hold, end: endOf(hold.expires_in_ms) }
    },
    staleTime: 0,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    refetchInterval(query) {
      const view = query.state.data
      if (view?.hold.status === 'PINNED') return pinnedPollMs
      // Just after the end, so that the page shows the server's answer. Without this fetch, the page would
      // trust the steady clock of a device that slept.
      if (view?.hold.status === 'ACTIVE')
        return Math.min(20_000, Math.max(300, view.end - performance.now() + 150))
      return false
    },
  })
}

export function useHold(token: string) {
  return useQuery(holdQuery(token))
}
