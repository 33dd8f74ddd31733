import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { openAttempt } from '../../shared/api/attempts.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { confirmBooking, paymentPurpose, showRun } from '../../shared/api/operations.ts'
import type { ConfirmBookingBody, Run } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { PageSkeleton } from '../../shared/parts/skeleton.tsx'
import { forgetHold } from '../lib/open-holds.ts'
import { keepOutcome } from '../lib/outcome.ts'
import { paths } from '../lib/paths.ts'
import { type HoldView, useHold } from '../lib/use-hold.ts'
import { CheckoutForm } from '../parts/checkout-form.tsx'
import { HoldOver } from '../parts/hold-over.tsx'
import { type PayingState, PaymentRunning } from '../parts/payment-running.tsx'
import { LostPage } from './lost-page.tsx'

/** A hold on its way: the form, the payment in progress, the booking, or the reason why there is none. */
export function CheckoutPage({ token }: { readonly token: string }) {
  const { t } = useI18n()
  const found = useHold(token)
  const view = found.data
  const runId = view?.hold.train_run_id
  const run = useQuery({
    queryKey: ['run', runId],
    queryFn: () => unwrap(showRun(runId ?? '')),
    enabled: runId !== undefined,
    staleTime: 60_000,
  })
  const refusal = refusalOf(found.error)
  if (refusal?.code === 'hold_not_found') return <LostPage what="hold" />
  if (!view)
    return refusal ? (
      <Page title={t.checkout.title} screen="checkout">
        <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
      </Page>
    ) : (
      <PageSkeleton />
    )
  return <HoldScreens view={view} run={run.data} onLook={() => void found.refetch()} />
}

interface HoldScreensProps {
  readonly view: HoldView
  readonly run: Run | undefined
  readonly onLook: () => void
}

function HoldScreens({ view, run, onLook }: HoldScreensProps) {
  const [, go] = useLocation()
  const { hold } = view
  const { pay, paying, problem, clearProblem } = usePayment(hold, onLook)
  const bookingId = hold.status === 'CONSUMED' ? hold.booking_id : undefined
  useEffect(() => {
    if (bookingId && !paying) go(paths.booking(bookingId), { replace: true })
  }, [bookingId, paying, go])

  if (paying || bookingId) return <PaymentRunning state={paying ?? 'running'} view={view} onAskAgain={pay} />
  if (hold.status === 'PINNED') return <PaymentRunning state="elsewhere" view={view} onAskAgain={pay} />
  if (hold.status === 'ACTIVE')
    return (
      <CheckoutForm
        view={view}
        run={run}
        problem={problem}
        onEdit={clearProblem}
        onPay={pay}
        onTimeOver={onLook}
      />
    )
  return <HoldOver hold={hold} run={run} />
}

/** After these refusals, the hold's own status tells the passenger what happened. */
const toldByHold: ReadonlySet<string> = new Set([
  'payment_declined',
  'payment_timed_out',
  'hold_expired',
  'hold_released',
  'hold_consumed',
  'hold_pinned',
  'hold_not_found',
])

/** Pays for a hold once, however often the button is pressed or the page is loaded. */
function usePayment({ hold_token: token, train_run_id: runId }: HoldView['hold'], onDecided: () => void) {
  const [, go] = useLocation()
  const [paying, setPaying] = useState<PayingState | null>(null)
  const [problem, setProblem] = useState<ApiRefusal>()

  async function run(body: ConfirmBookingBody): Promise<void> {
    setPaying('running')
    setProblem(undefined)
    const reply = await confirmBooking(body, runId, (refusal) =>
      setPaying(refusal.code === 'unreachable' ? 'unreachable' : 'running'),
    )
    if (reply.ok) {
      forgetHold(token)
      return go(paths.booking(reply.value.booking_id), { replace: true, state: { isNew: true } })
    }
    if (openAttempt(paymentPurpose(token))) return setPaying('unknown')
    if (toldByHold.has(reply.refusal.code)) keepOutcome(token, reply.refusal)
    else setProblem(reply.refusal)
    onDecided()
    setPaying(null)
  }
  const pay = (body?: ConfirmBookingBody) => {
    const open = openAttempt(paymentPurpose(token))?.body as ConfirmBookingBody | undefined
    const wanted = open ?? body
    if (wanted && (paying === null || paying === 'unknown')) void run(wanted)
  }
  // A payment that was sent before this page was loaded is asked for again, by its own key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is there
  useEffect(() => pay(), [])
  return { pay, paying, problem, clearProblem: () => setProblem(undefined) }
}
