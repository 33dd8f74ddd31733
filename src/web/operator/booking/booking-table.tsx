import { Link } from 'wouter'
import type { DeskBooking, FoundBooking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { WideTable } from '../parts/table.tsx'

/** Bookings, one a row. */
export function BookingTable({ bookings }: { readonly bookings: readonly FoundBooking[] }) {
  const t = useTexts()
  return (
    <WideTable
      caption={t.screens.bookings}
      heads={[
        t.bookings.code,
        t.bookings.passengers,
        t.bookings.train,
        t.bookings.date,
        t.bookings.way,
        t.bookings.seats,
        { number: t.bookings.price },
        t.bookings.bookedAt,
        t.bookings.state,
      ]}
    >
      {bookings.map((booking) => (
        <BookingRow key={booking.booking_id} booking={booking} />
      ))}
    </WideTable>
  )
}

function BookingRow({ booking }: { readonly booking: FoundBooking }) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <tr>
      <th scope="row">
        <Link href={paths.booking(booking.booking_id)}>{booking.booking_id}</Link>
      </th>
      <td>{booking.passenger_names.map((name) => name ?? t.bookings.erased).join(', ')}</td>
      <td>{booking.train_number}</td>
      <td>{f.day(booking.journey_date)}</td>
      <td>
        {booking.from_station_code} – {booking.to_station_code}
      </td>
      <td>{booking.seat_numbers.join(', ')}</td>
      <td className="number">{f.money(booking.total_cents, booking.currency)}</td>
      <td>{f.moment(booking.booking_time)}</td>
      <td>
        <BookingState status={booking.status} />
      </td>
    </tr>
  )
}

/** Whether a booking, or a seat of it, is still in force. */
export function BookingState({ status }: Pick<DeskBooking, 'status'>) {
  const t = useTexts()
  const look = status === 'CONFIRMED' ? 'badge-confirmed' : 'badge-cancelled'
  return <span className={`badge ${look}`}>{t.bookings.states[status]}</span>
}
