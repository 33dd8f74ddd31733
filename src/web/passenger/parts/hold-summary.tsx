import type { HeldSeat, Hold, Run } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import { Name } from '../../shared/parts/name.tsx'
import { RideTimes } from '../../shared/parts/ride-times.tsx'
import { TrainTitle } from '../../shared/parts/train-title.tsx'
import { placeName } from '../lib/place-name.ts'
import { rideOf } from '../lib/ride.ts'

interface HoldSummaryProps {
  readonly hold: Hold
  readonly run: Run | undefined
  readonly seats: readonly HeldSeat[]
}

/** The journey and its seats with their prices. */
export function HoldSummary({ hold, run, seats }: HoldSummaryProps) {
  const { t, f } = useI18n()
  const ride = run && rideOf(run, { from: hold.from_station_code, to: hold.to_station_code })
  return (
    <div className="hold-summary">
      <h2>{t.checkout.summary}</h2>
      {run && ride && (
        <>
          <p className="run-train">
            <TrainTitle train={run} headsign={ride.from.headsign} headsigns={ride.from.headsigns} />
            <span>{f.longDay(ride.departure.slice(0, 10))}</span>
          </p>
          <RideTimes
            departure={ride.departure}
            arrival={ride.arrival}
            from={<Name of={ride.from} />}
            to={<Name of={ride.to} />}
          />
        </>
      )}
      <ul className="seat-prices">
        {seats.map((seat) => (
          <li key={seat.seat_number}>
            <span>
              {placeName(t, seat)}
              <span className="quiet">{className(t.seatMap, seat.travel_class)}</span>
            </span>
            <span>{f.money(seat.price_cents, hold.currency)}</span>
          </li>
        ))}
      </ul>
      <p className="total">
        <span>{t.common.total}</span> <strong>{f.money(hold.total_cents, hold.currency)}</strong>
      </p>
    </div>
  )
}
