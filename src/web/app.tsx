import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import type { Messages } from './i18n/en.ts'
import { I18nProvider } from './i18n/i18n.tsx'
import { Refused } from './lib/refused.ts'
import { LostPage } from './pages/lost-page.tsx'
import { ResultsPage } from './pages/results-page.tsx'
import { SearchPage } from './pages/search-page.tsx'
import { CrashScreen } from './parts/crash-screen.tsx'
import { Shell } from './parts/shell.tsx'
import { PageSkeleton } from './parts/skeleton.tsx'

const loadSeats = () => import('./pages/seats-page.tsx')
const loadCheckout = () => import('./pages/checkout-page.tsx')
const loadBooking = () => import('./pages/booking-page.tsx')
const SeatsPage = lazy(async () => ({ default: (await loadSeats()).SeatsPage }))
const CheckoutPage = lazy(async () => ({ default: (await loadCheckout()).CheckoutPage }))
const BookingPage = lazy(async () => ({ default: (await loadBooking()).BookingPage }))
const TicketPage = lazy(async () => ({ default: (await loadBooking()).TicketPage }))
const BookingsPage = lazy(async () => ({ default: (await import('./pages/bookings-page.tsx')).BookingsPage }))

/** What a passenger needs after the page with this path. */
function loadNext(path: string): Promise<unknown> | undefined {
  if (path === '/trains') return loadSeats()
  if (path.endsWith('/seats')) return loadCheckout()
  return path.startsWith('/checkout/') ? loadBooking() : undefined
}

/** Fetches the code of the next page while the passenger reads this one. Where that fails, the page itself tries again. */
function LoadAhead() {
  const [path] = useLocation()
  useEffect(() => {
    const timer = setTimeout(() => void loadNext(path)?.catch(() => undefined), 1_000)
    return () => clearTimeout(timer)
  }, [path])
  return null
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refused, it refuses again; only what never arrived is worth another try.
      retry: (failures, error) =>
        failures < 3 &&
        (!(error instanceof Refused) || /^(unreachable|overloaded)$/.test(error.refusal.code)),
      networkMode: 'always',
    },
  },
})

/** The whole of the passenger's pages. */
export function App({ messages }: { readonly messages: Messages }) {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider first={messages}>
        <LoadAhead />
        <Shell>
          <CrashScreen>
            <Suspense fallback={<PageSkeleton />}>
              <Switch>
                <Route path="/" component={SearchPage} />
                <Route path="/trains" component={ResultsPage} />
                <Route path="/trains/:runId/seats">{({ runId }) => <SeatsPage runId={runId} />}</Route>
                <Route path="/checkout/:token">
                  {({ token }) => <CheckoutPage key={token} token={token} />}
                </Route>
                <Route path="/bookings" component={BookingsPage} />
                <Route path="/bookings/:id">{({ id }) => <BookingPage key={id} id={id} />}</Route>
                <Route path="/tickets/:token">{({ token }) => <TicketPage token={token} />}</Route>
                <Route>
                  <LostPage />
                </Route>
              </Switch>
            </Suspense>
          </CrashScreen>
        </Shell>
      </I18nProvider>
    </QueryClientProvider>
  )
}
