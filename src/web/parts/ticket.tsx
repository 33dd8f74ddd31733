import type { BookedSeat, Booking, Run } from '../api-types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { bookingState } from '../lib/booking-state.ts'
import { className } from '../lib/class-name.ts'
import { RideTimes } from './ride-times.tsx'

interface TicketProps {
  readonly booking: Booking
  /** Gives the stations their names; until it is there their codes stand in. */
  readonly run: Run | undefined
}

/** The booking as a ticket, on the screen and on paper. */
export function Ticket({ booking, run }: TicketProps) {
  const { t, f } = useI18n()
  const state = bookingState(booking)
  return (
    <article className={`ticket ticket-${state.toLowerCase()}`} aria-label={t.booking.ticket}>
      <header className="ticket-head">
        <div>
          <p className="ticket-word">{t.booking.reference}</p>
          <p className="ticket-id">{booking.booking_id}</p>
        </div>
        <p className={`badge badge-${state.toLowerCase()}`}>{t.booking.status[state]}</p>
      </header>
      <div className="ticket-ride">
        <p className="ticket-date">{f.longDay(booking.journey_date)}</p>
        <p className="run-train">
          <strong>{booking.train_number}</strong> <span>{booking.train_name}</span>
        </p>
        <RideTimes
          departure={booking.departure_time}
          arrival={booking.arrival_time}
          from={nameOf(run, booking.from_station_code)}
          to={nameOf(run, booking.to_station_code)}
        />
      </div>
      <div className="ticket-seats">
        <h2>{t.booking.passengersHeading}</h2>
        <ul>
          {booking.seats.map((seat) => (
            <TicketSeat key={seat.seat_number} seat={seat} currency={booking.currency} />
          ))}
        </ul>
      </div>
      <TicketFacts booking={booking} />
    </article>
  )
}

function nameOf(run: Run | undefined, code: string): string {
  return run?.stops.find((stop) => stop.station_code === code)?.name ?? code
}

function TicketSeat({ seat, currency }: { readonly seat: BookedSeat; readonly currency: string }) {
  const { t, f } = useI18n()
  const isCancelled = seat.status === 'CANCELLED'
  return (
    <li className={isCancelled ? 'ticket-seat ticket-seat-cancelled' : 'ticket-seat'}>
      <span className="ticket-passenger">
        <strong>{seat.passenger_name}</strong>
        <span className="quiet">
          {t.booking.age(seat.passenger_age)} · {t.checkout.genders[seat.passenger_gender]}
        </span>
      </span>
      <span className="ticket-place">
        <strong>{t.common.seatInCoach(seat.coach_number, seat.seat_label)}</strong>
        <span className="quiet">{className(t, seat.travel_class)}</span>
      </span>
      <span className="ticket-price">
        {f.money(seat.price_cents, currency)}
        {isCancelled && <span className="badge badge-cancelled">{t.booking.status.CANCELLED}</span>}
      </span>
    </li>
  )
}

function TicketFacts({ booking }: { readonly booking: Booking }) {
  const { t, f } = useI18n()
  const facts: readonly (readonly [string, string])[] = [
    [t.booking.paid, f.money(booking.total_cents, booking.currency)],
    [t.booking.payment, t.booking.payments[booking.payment.status]],
    [t.booking.bookedAt, f.moment(booking.booking_time)],
    ...(booking.refunded_cents > 0
      ? [[t.booking.refunded, f.money(booking.refunded_cents, booking.currency)] as const]
      : []),
    ...(booking.cancellation_time
      ? [[t.booking.cancelledAt, f.moment(booking.cancellation_time)] as const]
      : []),
  ]
  return (
    <dl className="ticket-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
