import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { coachOf } from '../../shared/lib/seat-number.ts'
import { holdMs } from '../../shared/lib/server-facts.ts'
import { assignPassenger, chosenSeats, dropChosen, type SeatMapState } from '../../shared/seat-map/state.ts'
import type { OpenHold } from '../lib/open-holds.ts'
import { paths } from '../lib/paths.ts'
import { rememberedPassengers } from '../lib/seating.ts'

interface ChosenPanelProps {
  readonly state: SeatMapState
  readonly currency: string
  /** The outcome of the last request, shown beside the button that made it. */
  readonly notice: ReactNode
  /** The hold that already keeps exactly these seats. */
  readonly held: OpenHold | undefined
  readonly isBusy: boolean
  readonly change: (by: (state: SeatMapState) => SeatMapState) => void
  readonly onHold: (seatNumbers: readonly string[]) => void
}

/** The chosen seats, their passengers, their prices, and the button that holds them. */
export function ChosenPanel({ state, currency, notice, held, isBusy, change, onHold }: ChosenPanelProps) {
  const { t, f } = useI18n()
  const chosen = chosenSeats(state)
  const totalCents = chosen.reduce((sum, { seat }) => sum + seat.price_cents, 0)
  const missing = state.partySize - chosen.length
  const names = usePassengerNames(state.partySize)
  const panel = useRef<HTMLElement>(null)
  useFoot(panel)
  return (
    <section ref={panel} className="card chosen-panel" aria-label={t.seatPage.yourSeats}>
      <h2>{t.seatPage.yourSeats}</h2>
      {chosen.length === 0 ? (
        <p className="quiet">{t.seatPage.pickFirst}</p>
      ) : (
        <ul className="chosen-list">
          {chosen.map(({ seat, passenger }) => {
            const coach = coachOf(seat.seat_number)
            const label = t.common.seatInCoach(coach, seat.seat_label)
            return (
              <li key={seat.seat_number}>
                {state.partySize > 1 ? (
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
      )}
      {chosen.length > 0 && missing > 0 && <p className="quiet">{t.seatPage.pickMore(missing)}</p>}
      {held && <p className="quiet">{t.hold.still}</p>}
      {notice}
      <div className="chosen-foot">
        <p className="total">
          <span>{t.common.total}</span> <strong>{f.money(totalCents, currency)}</strong>
        </p>
        <HoldButton {...{ state, held, isBusy, onHold }} />
      </div>
    </section>
  )
}

/** Holds the chosen seats, or goes on with the hold that keeps them. */
function HoldButton({
  state,
  held,
  isBusy,
  onHold,
}: Pick<ChosenPanelProps, 'state' | 'held' | 'isBusy' | 'onHold'>) {
  const { t, f } = useI18n()
  const keptMs = holdMs()
  const seatNumbers = chosenSeats(state).map(({ seat }) => seat.seat_number)
  if (held && !isBusy)
    return (
      <Link className="button primary" href={paths.checkout(held.token)}>
        {t.hold.goOn}
      </Link>
    )
  return (
    <button
      type="button"
      className="button primary"
      disabled={isBusy || seatNumbers.length === 0}
      onClick={() => onHold(seatNumbers)}
    >
      {isBusy
        ? t.seatPage.holding
        : t.seatPage.hold(
            seatNumbers.length || state.partySize,
            keptMs === undefined ? undefined : f.span(keptMs),
          )}
    </button>
  )
}

/**
 * Tells the styles how much of a small screen the panel covers, so that the focused seat is never under it.
 */
function useFoot(panel: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--foot', `${panel.current?.offsetHeight ?? 0}px`)
  })
  useLayoutEffect(() => () => void document.documentElement.style.removeProperty('--foot'), [])
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
