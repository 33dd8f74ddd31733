import type { HeldSeat, Hold, Run } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { hasPassenger } from '../../shared/lib/has-passenger.ts'
import { serverNow } from '../../shared/lib/today.ts'
import { placeName } from '../lib/place-name.ts'
import { refundSteps } from '../lib/refund-terms.ts'
import { rideOf } from '../lib/ride.ts'
import type { PassengerDetails } from '../lib/seating.ts'

interface ConditionsProps {
  readonly hold: Hold
  readonly run: Run | undefined
  /** Those of the passengers first, in their order. */
  readonly seats: readonly HeldSeat[]
  readonly passengers: readonly PassengerDetails[]
}

/** What is paid for whom, and what a cancellation gives back: read before the button that pays. */
export function Conditions({ hold, run, seats, passengers }: ConditionsProps) {
  const { t, f } = useI18n()
  const forWhom = (seat: HeldSeat, index: number) =>
    hasPassenger(seat)
      ? passengers[index]?.name.trim() || t.seatPage.passenger(index + 1)
      : t.additions.bicycle
  return (
    <div className="conditions">
      <h3>{t.conditions.price}</h3>
      <dl className="price-lines">
        {seats.map((seat, index) => (
          <div key={seat.seat_number}>
            <dt>
              <bdi>{forWhom(seat, index)}</bdi>
              <span className="quiet">{placeName(t, seat)}</span>
            </dt>
            <dd>{f.money(seat.price_cents, hold.currency)}</dd>
          </div>
        ))}
        <div>
          <dt>{t.conditions.fee}</dt>
          <dd>{f.money(0, hold.currency)}</dd>
        </div>
        <div className="price-total">
          <dt>{t.common.total}</dt>
          <dd>{f.money(hold.total_cents, hold.currency)}</dd>
        </div>
      </dl>
      {run && <RefundTable hold={hold} run={run} />}
    </div>
  )
}

function RefundTable({ hold, run }: { readonly hold: Hold; readonly run: Run }) {
  const { t, f } = useI18n()
  const { refund_terms: terms } = run
  const ride = rideOf(run, { from: hold.from_station_code, to: hold.to_station_code })
  if (!ride) return null
  const steps = refundSteps(terms, Date.parse(ride.departure), serverNow())
  const now = steps[0]?.percent ?? 0
  const hasFee = now > 0 && terms.fee_cents > 0
  return (
    <>
      <h3>{t.conditions.refund}</h3>
      <p>
        {now > 0 ? t.conditions.now(f.percent(now)) : t.conditions.nothing}
        {hasFee && ` ${t.conditions.kept(f.money(terms.fee_cents, terms.currency))}`}
      </p>
      <table className="refund-steps">
        <thead>
          <tr>
            <th scope="col">{t.conditions.when}</th>
            <th scope="col">{t.conditions.share}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ hoursBefore, percent }) => (
            <tr key={hoursBefore}>
              <th scope="row">
                {hoursBefore === null
                  ? t.conditions.later
                  : hoursBefore === 0
                    ? t.conditions.untilDeparture
                    : t.conditions.until(hoursBefore)}
              </th>
              <td>{f.percent(percent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
