import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import type { Right } from '../../domain/people/rights.ts'
import type { Messages } from '../shared/i18n/en.ts'
import { I18nProvider } from '../shared/i18n/i18n.tsx'
import { loadPage } from '../shared/lib/load-page.ts'
import { Refused } from '../shared/lib/refused.ts'
import { CrashScreen } from '../shared/parts/crash-screen.tsx'
import { PageSkeleton } from '../shared/parts/skeleton.tsx'
import type { ConsoleTexts } from './i18n/en.ts'
import { TextsProvider } from './i18n/texts.tsx'
import { paths } from './lib/paths.ts'
import { useMe } from './lib/session.tsx'
import { LostPage, NoRightPage } from './pages/lost-page.tsx'
import { SessionGate } from './parts/session-gate.tsx'
import { Shell } from './parts/shell.tsx'

const page = (load: () => Promise<{ default: ComponentType }>) => lazy(() => loadPage(load))
const TodayPage = page(async () => ({ default: (await import('./pages/today-page.tsx')).TodayPage }))

const BookingsPage = page(async () => ({
  default: (await import('./pages/bookings-page.tsx')).BookingsPage,
}))
const loadBooking = () => import('./pages/booking-page.tsx')
const BookingPage = lazy(() => loadPage(async () => ({ default: (await loadBooking()).BookingPage })))
const SellPage = page(async () => ({ default: (await import('./pages/sell-page.tsx')).SellPage }))
const loadReceipt = () => import('./pages/receipt-page.tsx')
const ReceiptPage = lazy(() => loadPage(async () => ({ default: (await loadReceipt()).ReceiptPage })))
const ReportsPage = page(async () => ({ default: (await import('./pages/reports-page.tsx')).ReportsPage }))

const PeoplePage = page(async () => ({ default: (await import('./pages/people-page.tsx')).PeoplePage }))
const AuditPage = page(async () => ({ default: (await import('./pages/audit-page.tsx')).AuditPage }))
const loadRun = () => import('./pages/run-page.tsx')
const RunPage = lazy(() => loadPage(async () => ({ default: (await loadRun()).RunPage })))

const loadManifest = () => import('./pages/manifest-page.tsx')
const ManifestPage = lazy(() => loadPage(async () => ({ default: (await loadManifest()).ManifestPage })))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The server repeats its refusals, so only requests that never arrived are worth another try.
      retry: (failures, error) =>
        failures < 3 &&
        (!(error instanceof Refused) || /^(unreachable|overloaded)$/.test(error.refusal.code)),
      networkMode: 'always',
    },
  },
})

/** The console of the railway's staff. */
export function App({ messages, texts }: { readonly messages: Messages; readonly texts: ConsoleTexts }) {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider first={messages}>
        <TextsProvider first={texts}>
          <CrashScreen>
            <SessionGate>
              <Shell>
                <CrashScreen>
                  <Suspense fallback={<PageSkeleton />}>
                    <Screens />
                  </Suspense>
                </CrashScreen>
              </Shell>
            </SessionGate>
          </CrashScreen>
        </TextsProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}

function Screens() {
  return (
    <Switch>
      <Route path={paths.today}>
        <WithRight any={['runs.read']}>
          <TodayPage />
        </WithRight>
      </Route>
      <Route path="/operator/runs/:runId">
        {({ runId }) => (
          <WithRight any={['runs.read']}>
            <RunPage key={runId} runId={runId} />
          </WithRight>
        )}
      </Route>
      <Route path="/operator/runs/:runId/manifest">
        {({ runId }) => (
          <WithRight any={['manifest.read']}>
            <ManifestPage key={runId} runId={runId} />
          </WithRight>
        )}
      </Route>
      <Route path={paths.bookings}>
        <WithRight any={['bookings.find']}>
          <BookingsPage />
        </WithRight>
      </Route>
      <Route path="/operator/bookings/:bookingId">
        {({ bookingId }) => (
          <WithRight any={['bookings.find']}>
            <BookingPage key={bookingId} bookingId={bookingId} />
          </WithRight>
        )}
      </Route>
      <Route path="/operator/bookings/:bookingId/receipt">
        {({ bookingId }) => (
          <WithRight any={['bookings.find']}>
            <ReceiptPage key={bookingId} bookingId={bookingId} />
          </WithRight>
        )}
      </Route>
      <Route path={paths.sell}>
        <WithRight any={['bookings.sell']}>
          <SellPage />
        </WithRight>
      </Route>
      <Route path={paths.reports}>
        <WithRight any={['money.reports']}>
          <ReportsPage />
        </WithRight>
      </Route>
      <Route path={paths.people}>
        <WithRight any={['people.read', 'keys.read']}>
          <PeoplePage />
        </WithRight>
      </Route>
      <Route path={paths.audit}>
        <WithRight any={['audit.read']}>
          <AuditPage />
        </WithRight>
      </Route>
      <Route>
        <LostPage />
      </Route>
    </Switch>
  )
}

interface WithRightProps {
  /** One of these is enough. */
  readonly any: readonly [Right, ...Right[]]
  readonly children: ReactNode
}

/** The screen, or why it does not open. */
function WithRight({ any, children }: WithRightProps) {
  const { rights } = useMe()
  return any.some((right) => rights.has(right)) ? children : <NoRightPage right={any[0]} />
}
