import { useState } from 'react'
import type { DeskBooking, Quote, QuoteForPassengerBody } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ChoiceField, ReasonField } from '../parts/act-panel.tsx'
import { type BookingActProps, type DeskReason, deskReasons, pathOfBooking } from './desk-act.ts'

type Terms = QuoteForPassengerBody['terms']

/** Cancels in two steps: first which seats, on what terms, and what that gives back; then it is done. */
export function CancelAct({ booking, onDone }: BookingActProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { isBusy, refusal, act } = useAct()
  const all = booking.seats.filter((seat) => seat.status === 'CONFIRMED').map((seat) => seat.seat_number)
  const [marked, setMarked] = useState<readonly string[]>(all)
  const [terms, setTerms] = useState<Terms>('BY_RULE')
  const [reason, setReason] = useState<DeskReason>('passenger_request')
  const [quote, setQuote] = useState<Quote>()
  const path = pathOfBooking(booking.booking_id)
  const ask = async () => {
    const body = { seat_numbers: marked, terms, reason }
    setQuote(await act<Quote>({ path: `${path}/cancellation_quotes`, body }))
  }
  const cancel = async ({ quote_id, refund_cents, currency }: Quote) => {
    const done = await act<DeskBooking>({ path: `${path}/cancellations`, body: { quote_id, reason } })
    if (done) onDone(t.booking.done.cancel(f.money(refund_cents, currency)))
  }
  const refund = quote ? f.money(quote.refund_cents, quote.currency) : ''
  return (
    <ActPanel
      title={t.booking.cancel}
      submit={quote ? t.booking.cancelNow(refund) : t.booking.quote}
      isDanger={quote !== undefined}
      isBusy={isBusy || marked.length === 0}
      refusal={refusal}
      onSubmit={() => void (quote ? cancel(quote) : ask())}
    >
      {quote ? (
        <Quoted quote={quote} onBack={() => setQuote(undefined)} />
      ) : (
        <>
          <SeatChoice booking={booking} marked={marked} onMark={setMarked} />
          <TermsField value={terms} onChange={setTerms} />
          <ReasonField value={reason} options={deskReasons} onChange={setReason} />
        </>
      )}
    </ActPanel>
  )
}

function TermsField(props: { readonly value: Terms; readonly onChange: (terms: Terms) => void }) {
  const t = useTexts()
  const { rights } = useMe()
  const options: readonly Terms[] = rights.has('money.forgive_fees') ? ['BY_RULE', 'IN_FULL'] : ['BY_RULE']
  return (
    <ChoiceField
      {...props}
      label={t.booking.terms}
      options={options}
      nameOf={(one) => t.booking.termNames[one]}
    />
  )
}

interface SeatChoiceProps {
  readonly booking: DeskBooking
  readonly marked: readonly string[]
  readonly onMark: (seatNumbers: readonly string[]) => void
}

function SeatChoice({ booking, marked, onMark }: SeatChoiceProps) {
  const t = useTexts()
  const left = booking.seats.filter((seat) => seat.status === 'CONFIRMED')
  const mark = (number: string, isMarked: boolean) =>
    onMark(isMarked ? [...marked, number] : marked.filter((one) => one !== number))
  return (
    <fieldset className="seat-choice">
      <legend>{t.booking.whichSeats}</legend>
      {left.map(({ seat_number: number, passenger_name: name }) => (
        <label key={number} className="check">
          <input
            type="checkbox"
            checked={marked.includes(number)}
            onChange={(event) => mark(number, event.target.checked)}
          />
          <span>
            <strong>{number}</strong> {name ?? t.bookings.erased}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Quoted({ quote, onBack }: { readonly quote: Quote; readonly onBack: () => void }) {
  const t = useTexts()
  const { f } = useI18n()
  const money = (cents: number) => f.money(cents, quote.currency)
  return (
    <div role="status" className="act-form">
      <p>
        <strong>{t.booking.quoted(money(quote.refund_cents), money(quote.fee_cents))}</strong>
      </p>
      <p>{t.booking.quotedWhat(quote.seat_numbers.join(', '))}</p>
      <p className="quiet">{t.booking.quotedUntil(f.clock(quote.valid_until))}</p>
      <button type="button" className="button" onClick={onBack}>
        {t.acts.back}
      </button>
    </div>
  )
}
