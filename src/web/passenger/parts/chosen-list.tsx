import { useI18n } from '../../shared/i18n/i18n.tsx'
import {
  assignPassenger,
  chosenSeats,
  dropChosen,
  type SeatMapState,
  seatedCount,
} from '../../shared/seat-map/state.ts'
import { placeName } from '../lib/place-name.ts'
import { rememberedPassengers } from '../lib/seating.ts'

interface ChosenListProps {
  readonly state: SeatMapState
  readonly currency: string
  readonly change: (by: (state: SeatMapState) => SeatMapState) => void
}

/** The chosen seats, their passengers, and their prices. */
export function ChosenList({ state, currency, change }: ChosenListProps) {
  const { t, f } = useI18n()
  const chosen = chosenSeats(state)
  const missing = state.partySize - seatedCount(state)
  const names = usePassengerNames(state.partySize)
  if (chosen.length === 0) return <p className="quiet">{t.seatPage.pickFirst}</p>
  return (
    <>
      <ul className="chosen-list">
        {chosen.map(({ seat, passenger }) => {
          const label = placeName(t, seat)
          return (
            <li key={seat.seat_number}>
              {state.partySize > 1 && passenger !== null ? (
                <label className="chosen-who">
                  <span>{label}</span>
                  <select
                    value={passenger}
                    onChange={(event) =>
                      change((now) => assignPassenger(now, seat.seat_number, Number(event.target.value)))
                    }
                  >
                    {names.map((name, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a passenger is their position
                      <option key={index} value={index}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              ) : (
                <span className="chosen-label">{label}</span>
              )}
              <span className="chosen-price">{f.money(seat.price_cents, currency)}</span>
              <button
                type="button"
                className="icon-button"
                aria-label={t.seatPage.remove(label)}
                onClick={() => change((now) => dropChosen(now, seat.seat_number))}
              >
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d="M6 6l12 12M18 6L6 18" />
                </svg>
              </button>
            </li>
          )
        })}
      </ul>
      {missing > 0 && <p className="quiet">{t.seatPage.pickMore(missing)}</p>}
    </>
  )
}

/** The names of the party where they are known, else numbers. */
function usePassengerNames(partySize: number): readonly string[] {
  const { t } = useI18n()
  const known = rememberedPassengers()
  return Array.from(
    { length: partySize },
    (_, index) => known[index]?.name.trim() || t.seatPage.passenger(index + 1),
  )
}
