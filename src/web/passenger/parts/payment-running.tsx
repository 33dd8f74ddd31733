import { useEffect, useState } from 'react'
import type { ConfirmBookingBody } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { Page } from '../../shared/parts/page.tsx'
import type { HoldView } from '../lib/use-hold.ts'

/** `unknown`: many tries got no answer, and the passenger has to ask again. */
export type PayingState = 'running' | 'elsewhere' | 'unreachable' | 'unknown'

/** After this long, people wonder whether anything is happening. */
const slowMs = 3_000

interface PaymentRunningProps {
  readonly state: PayingState
  readonly view: HoldView
  readonly onAskAgain: (body?: ConfirmBookingBody) => void
}

/** Shown while the outcome of the payment is unknown. */
export function PaymentRunning({ state, view, onAskAgain }: PaymentRunningProps) {
  const { t, f } = useI18n()
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), slowMs)
    return () => clearTimeout(timer)
  }, [])
  const { total_cents, currency } = view.hold
  const isUnknown = state === 'unknown'
  return (
    <Page
      title={isUnknown ? t.payment.unknownTitle : t.payment.waitingTitle}
      screen={`paying ${isUnknown}`}
      className="message-page"
    >
      {!isUnknown && (
        <div className="progress" aria-hidden="true">
          <span />
        </div>
      )}
      <p className="total">
        <span>{t.common.total}</span> <strong>{f.money(total_cents, currency)}</strong>
      </p>
      <div role="status" className="paying-texts">
        {state === 'running' && <p className="lead">{t.payment.waiting}</p>}
        {state === 'running' && isSlow && <p>{t.payment.slow}</p>}
        {state === 'elsewhere' && <p className="lead">{t.payment.elsewhere}</p>}
        {state === 'unreachable' && <p className="lead">{t.payment.unreachable}</p>}
        {isUnknown && <p className="lead">{t.payment.unknown}</p>}
      </div>
      {isUnknown && (
        <div className="actions">
          <button type="button" className="button primary" onClick={() => onAskAgain()}>
            {t.payment.askAgain}
          </button>
        </div>
      )}
    </Page>
  )
}
