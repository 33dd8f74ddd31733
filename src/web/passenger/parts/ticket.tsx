import type { ReactNode } from 'react'
import type { BookedSeat, Booking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import { Name } from '../../shared/parts/name.tsx'
import { RideTimes } from '../../shared/parts/ride-times.tsx'
import { TrainTitle } from '../../shared/parts/train-title.tsx'
import { bookingState } from '../lib/booking-state.ts'
import { placeName, whoHas } from '../lib/place-name.ts'

interface TicketProps {
  readonly booking: Booking
}

/** The booking as a ticket, on the screen and on paper, with its code between the journey and the seats. */
export function Ticket({ booking, children }: TicketProps & { readonly children: ReactNode }) {
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
          <TrainTitle train={booking} headsign={booking.headsign} headsigns={booking.headsigns} />
        </p>
        <RideTimes
          departure={booking.departure_time}
          arrival={booking.arrival_time}
          from={<Name of={{ name: booking.from_station_name, names: booking.from_station_names }} />}
          to={<Name of={{ name: booking.to_station_name, names: booking.to_station_names }} />}
        />
      </div>
      <TicketChange booking={booking} />
      {children}
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

/** Says that the train no longer runs as it was sold: when it was to run, and where the seats are now. */
function TicketChange({ booking }: TicketProps) {
  const { t, f } = useI18n()
  const { run_change: change, sold_departure_time: departure, sold_arrival_time: arrival } = booking
  if (change === null || booking.status === 'CANCELLED') return null
  const { MOVED, RECOACHED, ELSEWHERE, ...sentences } = t.booking.changes
  const isOffSale = change === 'WAITING' || change === 'WITHDRAWN'
  const elsewhere = booking.seats
    .filter((seat) => seat.is_elsewhere && seat.status === 'CONFIRMED')
    .map((seat) => placeName(t, seat))
  return (
    <div className="notice" role="status">
      {isOffSale && <p>{sentences[change]}</p>}
      {!isOffSale && departure !== null && arrival !== null && (
        <p>{MOVED(f.time(departure), f.time(arrival))}</p>
      )}
      {!isOffSale && booking.coaches_changed && (
        <p>{elsewhere.length === 0 ? RECOACHED : ELSEWHERE(f.list(elsewhere))}</p>
      )}
    </div>
  )
}

function TicketSeat({ seat, currency }: { readonly seat: BookedSeat; readonly currency: string }) {
  const { t, f } = useI18n()
  const isCancelled = seat.status === 'CANCELLED'
  return (
    <li className={isCancelled ? 'ticket-seat ticket-seat-cancelled' : 'ticket-seat'}>
      <span className="ticket-passenger">
        <strong>{whoHas(t, seat)}</strong>
        {seat.passenger_age !== null && seat.passenger_gender !== null && (
          <span className="quiet">
            {t.booking.age(seat.passenger_age)} · {t.checkout.genders[seat.passenger_gender]}
          </span>
        )}
      </span>
      <span className="ticket-place">
        <strong>{placeName(t, seat)}</strong>
        <span className="quiet">{className(t.seatMap, seat.travel_class)}</span>
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
