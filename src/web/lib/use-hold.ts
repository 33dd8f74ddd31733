import { useQuery } from '@tanstack/react-query'
import { showHold } from '../api/operations.ts'
import type { Hold } from '../api-types.ts'
import { endOf, type SteadyMs } from './countdown.ts'
import { unwrap } from './refused.ts'

/** A hold as the server described it, with its end by this device's steady clock. */
export interface HoldView {
  readonly hold: Hold
  readonly end: SteadyMs
}

/** How often a running payment is asked for. */
const pinnedPollMs = 1_500

/** The hold; asked for again while its payment runs, at its end, and when one comes back to the page. */
export function useHold(token: string) {
  return useQuery({
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
      // Just after the end, so that the page says what the server says. Without a look in between the steady clock of a device
      // that slept would be believed.
      if (view?.hold.status === 'ACTIVE')
        return Math.min(20_000, Math.max(300, view.end - performance.now() + 150))
      return false
    },
  })
}
