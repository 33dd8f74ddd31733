import { useId, useState } from 'react'
import type { Booking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { paths } from '../lib/paths.ts'

/** The link that shows the booking to anyone who has it, to keep or to send. */
export function PrivateLink({ booking }: { readonly booking: Booking }) {
  const { t } = useI18n()
  const id = useId()
  const [isCopied, setIsCopied] = useState(false)
  const address = new URL(paths.ticket(booking.link_token), location.href).href
  const subject = t.booking.mailSubject(booking.booking_id)
  const mail = `mailto:?${new URLSearchParams({ subject, body: address }).toString().replaceAll('+', '%20')}`
  const copy = async (field: HTMLInputElement | null) => {
    field?.select()
    // The clipboard exists only in secure contexts. The selected text can be copied by hand everywhere.
    await navigator.clipboard?.writeText(address)
    setIsCopied(navigator.clipboard !== undefined)
  }
  return (
    <section className="card private-link no-print">
      <h2>{t.booking.linkHeading}</h2>
      <p className="quiet" id={`${id}-note`}>
        {t.booking.linkNote}
      </p>
      <div className="private-link-row">
        <input
          id={id}
          readOnly
          dir="ltr"
          value={address}
          aria-label={t.booking.linkHeading}
          aria-describedby={`${id}-note`}
          onFocus={(event) => event.target.select()}
        />
        <button
          type="button"
          className="button"
          onClick={() => {
            const field = document.getElementById(id)
            void copy(field instanceof HTMLInputElement ? field : null)
          }}
        >
          {isCopied ? t.booking.copied : t.booking.copy}
        </button>
        <a className="button" href={mail}>
          {t.booking.mail}
        </a>
        {typeof navigator.share === 'function' && (
          <button
            type="button"
            className="button"
            onClick={() => void navigator.share({ title: subject, url: address }).catch(() => undefined)}
          >
            {t.booking.share}
          </button>
        )}
      </div>
    </section>
  )
}
