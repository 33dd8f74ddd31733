import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { listBookings } from '../../shared/api/operations.ts'
import type { Booking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { Name } from '../../shared/parts/name.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { RideTimes } from '../../shared/parts/ride-times.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { bookingState } from '../lib/booking-state.ts'
import { paths } from '../lib/paths.ts'

/** The bookings made with this browser, newest first. */
export function BookingsPage() {
  const { t } = useI18n()
  return (
    <Page title={t.bookings.title} screen="bookings" className="bookings-page">
      <Bookings after={null} />
      <p className="quiet">
        {t.bookings.note} <Link href={paths.find}>{t.bookings.findOther}</Link>
      </p>
    </Page>
  )
}

/** One page of bookings, with a button for the next one. */
function Bookings({ after }: { readonly after: string | null }) {
  const { t } = useI18n()
  const [wantsMore, setWantsMore] = useState(false)
  const found = useQuery({ queryKey: ['bookings', after], queryFn: () => unwrap(listBookings(after)) })
  const refusal = refusalOf(found.error)
  if (!found.data)
    return refusal ? (
      <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={4} className="skeleton-cards" />
    )
  const { bookings, next } = found.data
  if (bookings.length === 0 && after === null) return <NoBookings />
  return (
    <>
      <ol className="run-list">
        {bookings.map((booking) => (
          <li key={booking.booking_id}>
            <BookingCard booking={booking} />
          </li>
        ))}
      </ol>
      {next !== null && wantsMore && <Bookings after={next} />}
      {next !== null && !wantsMore && (
        <button type="button" className="button" onClick={() => setWantsMore(true)}>
          {t.bookings.more}
        </button>
      )}
    </>
  )
}

function NoBookings() {
  const { t } = useI18n()
  return (
    <div className="card empty">
      <h2>{t.bookings.empty}</h2>
      <p>{t.bookings.emptyLead}</p>
      <div className="actions">
        <Link className="button primary" href={paths.search}>
          {t.lost.home}
        </Link>
        <Link className="button" href={paths.find}>
          {t.nav.find}
        </Link>
      </div>
    </div>
  )
}

function BookingCard({ booking }: { readonly booking: Booking }) {
  const { t, f } = useI18n()
  const state = bookingState(booking)
  return (
    <Link
      className={`card booking-card booking-${state.toLowerCase()}`}
      href={paths.booking(booking.booking_id)}
    >
      <span className="booking-card-head">
        <strong className="ticket-id">{booking.booking_id}</strong>
        <span className={`badge badge-${state.toLowerCase()}`}>{t.booking.status[state]}</span>
      </span>
      <span className="run-train">
        <span>{f.longDay(booking.journey_date)}</span>
        <span>{booking.train_number}</span>
        <span>{t.common.passengers(booking.num_passengers)}</span>
        <span>{f.money(booking.total_cents, booking.currency)}</span>
      </span>
      <RideTimes
        departure={booking.departure_time}
        arrival={booking.arrival_time}
        from={<Name of={{ name: booking.from_station_name, names: booking.from_station_names }} />}
        to={<Name of={{ name: booking.to_station_name, names: booking.to_station_names }} />}
      />
    </Link>
  )
}
