import { Link } from 'wouter'
import { useI18n } from '../i18n/i18n.tsx'
import { paths } from '../lib/paths.ts'
import { Page } from '../parts/page.tsx'

interface LostPageProps {
  readonly what?: 'page' | 'booking' | 'run' | 'hold'
}

/** What one looked for is not there; says what to do instead. */
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
        <Link className="button" href={paths.bookings}>
          {t.nav.bookings}
        </Link>
      </div>
    </Page>
  )
}
