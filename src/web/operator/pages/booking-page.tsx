import { Link } from 'wouter'
import type { DeskBooking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { BookingActs } from '../booking/booking-acts.tsx'
import { BookingMoney, Contact, Notes, Seats } from '../booking/booking-facts.tsx'
import { BookingState } from '../booking/booking-table.tsx'
import { useBooking } from '../booking/use-booking.ts'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { Timeline } from '../parts/timeline.tsx'
import '../styles/bookings.css'

/** One booking: what it is, what happened to it, and what can be done about it. */
export function BookingPage({ bookingId }: { readonly bookingId: string }) {
  const t = useTexts()
  const found = useBooking(bookingId)
  const { booking, history, done, settle } = found
  const refusal = refusalOf(booking.error)
  if (refusal?.code === 'booking_not_found') return <NoBooking bookingId={bookingId} />
  return (
    <Page title={t.booking.title(bookingId.toUpperCase())} screen={`booking ${bookingId}`}>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void booking.refetch()} />}
      {!booking.data && !refusal && <Skeleton rows={8} />}
      {booking.data && (
        <div className="booking-body">
          <div className="booking-main">
            <Journey booking={booking.data} />
            <Seats booking={booking.data} />
            <BookingMoney booking={booking.data} />
            <Contact booking={booking.data} />
            <Notes booking={booking.data} />
          </div>
          <div className="booking-side">
            <BookingActs booking={booking.data} onDone={settle} />
            <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
            <section className="card">
              <h2>{t.booking.timeline}</h2>
              {history.data ? (
                <Timeline entries={history.data} currency={booking.data.currency} />
              ) : (
                <Skeleton rows={3} />
              )}
            </section>
          </div>
        </div>
      )}
    </Page>
  )
}

function NoBooking({ bookingId }: { readonly bookingId: string }) {
  const t = useTexts()
  return (
    <Page title={t.booking.title(bookingId)} screen="no booking">
      <p>{t.booking.none}</p>
      <p>
        <Link className="button" href={paths.bookings}>
          {t.screens.bookings}
        </Link>
      </p>
    </Page>
  )
}

function Journey({ booking }: { readonly booking: DeskBooking }) {
  const t = useTexts()
  const { f } = useI18n()
  const { sold_departure_time: soldDeparture, sold_arrival_time: soldArrival, run_change: change } = booking
  return (
    <section className="card journey">
      <p>
        <BookingState status={booking.status} />{' '}
        <Link href={paths.run(booking.train_run_id)}>
          {booking.train_number} {booking.train_name !== booking.train_number && booking.train_name}
        </Link>
        {` · ${f.longDay(booking.journey_date)}`}
      </p>
      <p className="journey-way">
        <time dateTime={booking.departure_time}>{f.time(booking.departure_time)}</time>{' '}
        <strong>{booking.from_station_name}</strong> –{' '}
        <time dateTime={booking.arrival_time}>{f.time(booking.arrival_time)}</time>{' '}
        <strong>{booking.to_station_name}</strong>
      </p>
      {change !== null && <p className="notice">{t.booking.runChanges[change]}</p>}
      {soldDeparture !== null && soldArrival !== null && (
        <p className="quiet">{t.booking.soldAs(f.time(soldDeparture), f.time(soldArrival))}</p>
      )}
    </section>
  )
}
