import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Receipt } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { pathOfBooking } from '../booking/desk-act.ts'
import { SettleAct } from '../desk/settle-act.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read, useMe } from '../lib/session.tsx'
import '../styles/desk.css'

/** The receipt of a sale at the desk, made to be printed; what is open of it is settled here. */
export function ReceiptPage({ bookingId }: { readonly bookingId: string }) {
  const t = useTexts()
  const { rights } = useMe()
  const [done, setDone] = useState('')
  const found = useQuery({
    queryKey: ['receipt', bookingId],
    queryFn: () => read<Receipt>(`${pathOfBooking(bookingId)}/receipt`),
  })
  const refusal = refusalOf(found.error)
  const settle = () => {
    setDone(t.desk.settled)
    void found.refetch()
  }
  return (
    <Page title={t.desk.receiptOf(bookingId.toUpperCase())} screen={`receipt ${bookingId}`}>
      {refusal?.code === 'not_sold_at_desk' && <p className="card">{t.desk.notDesk}</p>}
      {refusal && refusal.code !== 'not_sold_at_desk' && <ProblemNotice refusal={refusal} />}
      {!found.data && !refusal && <Skeleton rows={6} />}
      {found.data && <ReceiptCard receipt={found.data} />}
      <div className="bar no-print">
        <button type="button" className="button primary" onClick={() => window.print()}>
          {t.desk.print}
        </button>
        <Link className="button" href={paths.booking(bookingId)}>
          {t.desk.booking}
        </Link>
        {rights.has('bookings.sell') && (
          <Link className="button" href={paths.sell}>
            {t.desk.title}
          </Link>
        )}
      </div>
      {found.data && found.data.balance_cents !== 0 && rights.has('bookings.sell') && (
        <section className="card acts no-print">
          <SettleAct receipt={found.data} onDone={settle} />
        </section>
      )}
      <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
    </Page>
  )
}

function ReceiptCard({ receipt }: { readonly receipt: Receipt }) {
  const t = useTexts()
  const { f } = useI18n()
  const { booking, compensation_cents: compensation, balance_cents: balance, entries } = receipt
  const money = (cents: number) => f.money(cents, booking.currency)
  const sums = [
    [t.desk.price, booking.total_cents],
    [t.desk.refunded, booking.refunded_cents],
    [t.desk.compensation, compensation],
  ] as const
  return (
    <section className="card desk-sale" aria-label={t.desk.receipt}>
      <p>
        <strong>
          {booking.train_number} · {f.longDay(booking.journey_date)}
        </strong>
      </p>
      <p>
        {`${f.time(booking.departure_time)} ${booking.from_station_name} – `}
        {`${f.time(booking.arrival_time)} ${booking.to_station_name}`}
      </p>
      <ul className="bullets">
        {booking.seats.map((seat) => (
          <li key={seat.seat_number}>
            {`${seat.seat_number} ${seat.passenger_name ?? ''} ${money(seat.price_cents)}`}
          </li>
        ))}
      </ul>
      <dl className="figures">
        {sums
          .filter(([name, cents]) => name === t.desk.price || cents !== 0)
          .map(([name, cents]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{money(cents)}</dd>
            </div>
          ))}
      </dl>
      {entries.length > 0 && <h2>{t.desk.paid}</h2>}
      <ul className="bullets">
        {entries.map((one) => (
          <li key={one.entry_id}>
            {`${f.moment(one.at)} · ${t.desk.meansNames[one.means]} · `}
            {`${one.till} · ${money(one.amount_cents)}`}
          </li>
        ))}
      </ul>
      <p>
        <strong>{balanceWords(t, balance, money)}</strong>
      </p>
    </section>
  )
}

function balanceWords(t: ReturnType<typeof useTexts>, balance: number, money: (cents: number) => string) {
  if (balance === 0) return t.desk.even
  return balance > 0 ? t.desk.owes(money(balance)) : t.desk.isOwed(money(-balance))
}
