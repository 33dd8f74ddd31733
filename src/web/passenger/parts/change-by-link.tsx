import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { grantBooking, sendCodeByLink, showBooking } from '../../shared/api/operations.ts'
import type { Booking, CodeSent } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { paths } from '../lib/paths.ts'
import { useOpenBooking } from '../lib/use-open-booking.ts'
import { CodeEntry } from './code-entry.tsx'

/** Whoever has only the private link of a booking shows with a code that the booking is theirs to change. */
export function ChangeByLink({ booking }: { readonly booking: Booking }) {
  const { t, language } = useI18n()
  const [, navigate] = useLocation()
  const open = useOpenBooking()
  const [sent, setSent] = useState<CodeSent>()
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const send = () => sendCodeByLink(booking.link_token, language)
  const begin = async () => {
    setIsBusy(true)
    setRefusal(undefined)
    // This browser may have made the booking, or opened it before.
    const own = await showBooking(booking.booking_id)
    if (own.ok) return navigate(paths.booking(booking.booking_id))
    const reply = await send()
    setIsBusy(false)
    if (reply.ok) setSent(reply.value)
    else setRefusal(reply.refusal)
  }
  return (
    <section className="card cancel-panel no-print">
      <h2>{t.booking.cancelHeading}</h2>
      {sent ? (
        <CodeEntry
          label={t.find.open}
          enter={(code) => grantBooking(booking.booking_id, code)}
          lead={t.find.sentToContact}
          sent={sent}
          onResend={send}
          onFound={open}
        />
      ) : (
        <div className="cancel-step">
          <p>{t.booking.byLinkChange}</p>
          <button type="button" className="button" disabled={isBusy} onClick={() => void begin()}>
            {t.booking.byLinkSend}
          </button>
        </div>
      )}
      {refusal &&
        (refusal.code === 'no_email_address' ? (
          <p className="notice notice-problem" role="alert">
            {t.booking.byLinkNoEmail}
          </p>
        ) : (
          <ProblemNotice refusal={refusal} />
        ))}
    </section>
  )
}
