import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import type { Messages } from '../shared/i18n/en.ts'
import { I18nProvider } from '../shared/i18n/i18n.tsx'
import { loadPage } from '../shared/lib/load-page.ts'
import { Refused } from '../shared/lib/refused.ts'
import { CrashScreen } from '../shared/parts/crash-screen.tsx'
import { PageSkeleton } from '../shared/parts/skeleton.tsx'
import { LostPage } from './pages/lost-page.tsx'
import { SearchPage } from './pages/search-page.tsx'
import { Shell } from './parts/shell.tsx'

const loadResults = () => import('./pages/results-page.tsx')
const loadSeats = () => import('./pages/seats-page.tsx')
const loadCheckout = () => import('./pages/checkout-page.tsx')
const loadBooking = () => import('./pages/booking-page.tsx')
const ResultsPage = lazy(() => loadPage(async () => ({ default: (await loadResults()).ResultsPage })))
const SeatsPage = lazy(() => loadPage(async () => ({ default: (await loadSeats()).SeatsPage })))
const CheckoutPage = lazy(() => loadPage(async () => ({ default: (await loadCheckout()).CheckoutPage })))
const BookingPage = lazy(() => loadPage(async () => ({ default: (await loadBooking()).BookingPage })))
const TicketPage = lazy(() => loadPage(async () => ({ default: (await loadBooking()).TicketPage })))
const FindPage = lazy(() =>
  loadPage(async () => ({ default: (await import('./pages/find-page.tsx')).FindPage })),
)
const AccountPage = lazy(() =>
  loadPage(async () => ({ default: (await import('./pages/account-page.tsx')).AccountPage })),
)
const SetupPage = lazy(() =>
  loadPage(async () => ({ default: (await import('./pages/setup-page.tsx')).SetupPage })),
)
const OutboxPage = lazy(() =>
  loadPage(async () => ({ default: (await import('./pages/outbox-page.tsx')).OutboxPage })),
)
const BookingsPage = lazy(() =>
  loadPage(async () => ({ default: (await import('./pages/bookings-page.tsx')).BookingsPage })),
)

/**
 * Loads what a passenger needs after the page with this path. A browser remembers code that it could not
 * load, so nothing is asked for ahead while it is offline.
 */
function loadNext(path: string): Promise<unknown> | undefined {
  if (!navigator.onLine) return undefined
  if (path === '/') return loadResults()
  if (path === '/trains') return loadSeats()
  if (path.endsWith('/seats')) return loadCheckout()
  return path.startsWith('/checkout/') ? loadBooking() : undefined
}

/**
 * Fetches the code of the next page while the passenger reads this one. If that fails, the next page tries
 * again.
 */
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
      // The server repeats its refusals, so only requests that never arrived are worth another try.
      retry: (failures, error) =>
        failures < 3 &&
        (!(error instanceof Refused) || /^(unreachable|overloaded)$/.test(error.refusal.code)),
      networkMode: 'always',
    },
  },
})

/** All pages for passengers. */
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
                <Route path="/find" component={FindPage} />
                <Route path="/account" component={AccountPage} />
                <Route path="/setup" component={SetupPage} />
                <Route path="/outbox" component={OutboxPage} />
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
