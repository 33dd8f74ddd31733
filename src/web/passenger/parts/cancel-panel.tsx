import { useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { cancelBooking, quoteCancellation } from '../../shared/api/operations.ts'
import type { BookedSeat, Booking, Quote } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { placeName, whoHas } from '../lib/place-name.ts'

interface CancelPanelProps {
  readonly booking: Booking
  readonly onCancelled: (booking: Booking) => void
  /** The booking has changed since it was shown. */
  readonly onStale: () => void
}

/** Cancels in two steps: first who is not traveling and the refund, then the cancellation. */
export function CancelPanel({ booking, onCancelled, onStale }: CancelPanelProps) {
  const { t } = useI18n()
  const left = booking.seats.filter((seat) => seat.status === 'CONFIRMED')
  const [marked, setMarked] = useState<readonly string[]>([])
  const [quote, setQuote] = useState<Quote>()
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const wanted = left.map((seat) => seat.seat_number).filter((number) => marked.includes(number))

  const refused = (why: ApiRefusal) => {
    setRefusal(why)
    setQuote(undefined)
    if (why.code === 'already_cancelled') onStale()
  }
  const ask = async () => {
    setIsBusy(true)
    setRefusal(undefined)
    const reply = await quoteCancellation(booking.booking_id, wanted)
    setIsBusy(false)
    if (reply.ok) setQuote(reply.value)
    else refused(reply.refusal)
  }
  const cancel = async (quoteId: string) => {
    setIsBusy(true)
    const reply = await cancelBooking(booking.booking_id, quoteId)
    setIsBusy(false)
    if (!reply.ok) return refused(reply.refusal)
    setQuote(undefined)
    setMarked([])
    onCancelled(reply.value)
  }
  return (
    <section className="card cancel-panel no-print">
      <h2>{t.booking.cancelHeading}</h2>
      {quote ? (
        <QuoteStep
          quote={quote}
          isBusy={isBusy}
          onCancel={() => void cancel(quote.quote_id)}
          onKeep={() => setQuote(undefined)}
        />
      ) : (
        <ChooseStep
          seats={left}
          marked={wanted}
          isBusy={isBusy}
          onMark={setMarked}
          onAsk={() => void ask()}
        />
      )}
      {refusal && <CancelProblem refusal={refusal} />}
    </section>
  )
}

function CancelProblem({ refusal }: { readonly refusal: ApiRefusal }) {
  const { t } = useI18n()
  const own = { quote_expired: t.booking.quoteGone, already_cancelled: t.booking.alreadyCancelled }
  const text = refusal.code in own ? own[refusal.code as keyof typeof own] : undefined
  if (!text) return <ProblemNotice refusal={refusal} />
  return (
    <p className="notice notice-problem" role="alert">
      {text}
    </p>
  )
}

interface ChooseStepProps {
  readonly seats: readonly BookedSeat[]
  readonly marked: readonly string[]
  readonly isBusy: boolean
  readonly onMark: (seatNumbers: readonly string[]) => void
  readonly onAsk: () => void
}

function ChooseStep({ seats, marked, isBusy, onMark, onAsk }: ChooseStepProps) {
  const { t } = useI18n()
  const all = seats.map((seat) => seat.seat_number)
  return (
    <fieldset className="cancel-step">
      <legend>{t.booking.cancelLead}</legend>
      {seats.length > 1 && (
        <label className="check">
          <input
            type="checkbox"
            checked={marked.length === all.length}
            onChange={(event) => onMark(event.target.checked ? all : [])}
          />
          <span>{t.booking.cancelAll}</span>
        </label>
      )}
      {seats.map((seat) => (
        <label key={seat.seat_number} className="check">
          <input
            type="checkbox"
            checked={marked.includes(seat.seat_number)}
            onChange={(event) =>
              onMark(
                event.target.checked
                  ? [...marked, ...withCompanion(seats, seat)]
                  : marked.filter((number) => number !== seat.seat_number),
              )
            }
          />
          <span>
            <bdi>{whoHas(t, seat)}</bdi> <span className="quiet">{placeName(t, seat)}</span>
          </span>
        </label>
      ))}
      <button type="button" className="button" disabled={isBusy || marked.length === 0} onClick={onAsk}>
        {t.booking.askQuote}
      </button>
    </fieldset>
  )
}

/** A place, and the seat of its companion, which can be kept all the same by unmarking it. */
function withCompanion(seats: readonly BookedSeat[], { seat_number: number }: BookedSeat): readonly string[] {
  const companions = seats.filter(({ companion_of: space }) => space === number)
  return [number, ...companions.map((seat) => seat.seat_number)]
}

interface QuoteStepProps {
  readonly quote: Quote
  readonly isBusy: boolean
  readonly onCancel: () => void
  readonly onKeep: () => void
}

function QuoteStep({ quote, isBusy, onCancel, onKeep }: QuoteStepProps) {
  const { t, f } = useI18n()
  return (
    <div className="cancel-step" role="status">
      <dl className="quote">
        <div className="quote-refund">
          <dt>{t.booking.quoteRefund}</dt>
          <dd>{f.money(quote.refund_cents, quote.currency)}</dd>
        </div>
        <div>
          <dt>{t.booking.quoteFee}</dt>
          <dd>{f.money(quote.fee_cents, quote.currency)}</dd>
        </div>
      </dl>
      <p className="quiet">{t.booking.quoteUntil(f.clock(quote.valid_until))}</p>
      <div className="actions">
        <button type="button" className="button danger" disabled={isBusy} onClick={onCancel}>
          {t.booking.confirmCancel(quote.seat_numbers.length)}
        </button>
        <button type="button" className="button" disabled={isBusy} onClick={onKeep}>
          {t.booking.keep}
        </button>
      </div>
    </div>
  )
}
