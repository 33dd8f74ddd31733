import type { DeskBooking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import { WideTable } from '../parts/table.tsx'
import { BookingState } from './booking-table.tsx'

interface OfBooking {
  readonly booking: DeskBooking
}

/** Who has which seat. */
export function Seats({ booking }: OfBooking) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <WideTable
      caption={t.bookings.seats}
      heads={[
        t.booking.seat,
        t.booking.passenger,
        { number: t.booking.age },
        t.booking.gender,
        t.booking.class,
        { number: t.bookings.price },
        t.bookings.state,
      ]}
    >
      {booking.seats.map((seat) => (
        <tr key={seat.seat_number}>
          <th scope="row">{seat.seat_number}</th>
          <td>{seat.passenger_name ?? t.bookings.erased}</td>
          <td className="number">{seat.passenger_age}</td>
          <td>{seat.passenger_gender && t.booking.genders[seat.passenger_gender]}</td>
          <td>{seat.travel_class}</td>
          <td className="number">{f.money(seat.price_cents, booking.currency)}</td>
          <td>
            <BookingState status={seat.status} />
          </td>
        </tr>
      ))}
    </WideTable>
  )
}

/** What was paid, given back and kept. */
export function BookingMoney({ booking }: OfBooking) {
  const t = useTexts()
  const { f } = useI18n()
  const money = (cents: number) => f.money(cents, booking.currency)
  const figures = [
    [t.booking.price, money(booking.total_cents)],
    [t.booking.refunded, money(booking.refunded_cents)],
    [t.booking.fees, money(booking.fees_cents)],
    [t.booking.payment, t.booking.paymentStates[booking.payment.status]],
    [t.booking.method, booking.payment.method],
  ] as const
  return (
    <dl className="figures card">
      {figures.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How the passenger is reached, for those who may know. */
export function Contact({ booking }: OfBooking) {
  const t = useTexts()
  const { rights } = useMe()
  const { email, phone } = booking.contact
  const known = [email, phone].filter((one) => one !== null)
  return (
    <section className="card">
      <h2>{t.booking.contact}</h2>
      {booking.is_erased ? (
        <p>{t.booking.erased}</p>
      ) : (
        <p>{known.length === 0 ? t.booking.noContact : known.join(' · ')}</p>
      )}
      {!rights.has('personal_data.read') && <p className="quiet">{t.booking.masked}</p>}
    </section>
  )
}

/** What colleagues wrote about it, oldest first. */
export function Notes({ booking }: OfBooking) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <section className="card">
      <h2>{t.booking.notes}</h2>
      {booking.notes.length === 0 && <p className="quiet">{t.booking.noNotes}</p>}
      <ul className="notes">
        {booking.notes.map(({ at, text, staff_id: staffId, key_id: keyId }) => (
          <li key={`${at} ${text}`}>
            <p>{text ?? <em>{t.booking.noteHidden}</em>}</p>
            <p className="quiet">
              {f.moment(at)}
              {staffId !== null && ` · ${t.acts.staff(staffId)}`}
              {keyId !== null && ` · ${t.acts.key(keyId)}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
