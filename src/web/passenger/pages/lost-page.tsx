import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { paths } from '../lib/paths.ts'

interface LostPageProps {
  readonly what?: 'page' | 'booking' | 'run' | 'hold'
}

/** Says that something was not found, and what to do instead. */
export function LostPage({ what = 'page' }: LostPageProps) {
  const { t } = useI18n()
  const [title, lead] = {
    page: [t.lost.title, t.lost.lead],
    booking: [t.lost.booking, t.lost.bookingLead],
    run: [t.lost.run, t.lost.runLead],
    hold: [t.hold.gone, t.lost.lead],
  }[what]
  return (
    <Page title={title ?? ''} screen="lost" className="message-page">
      <p className="lead">{lead}</p>
      <div className="actions">
        <Link className="button primary" href={paths.search}>
          {t.lost.home}
        </Link>
        {what === 'booking' && (
          <Link className="button" href={paths.find}>
            {t.nav.find}
          </Link>
        )}
        <Link className="button" href={paths.bookings}>
          {t.nav.bookings}
        </Link>
      </div>
    </Page>
  )
}
