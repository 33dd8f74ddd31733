import { type ReactNode, type RefObject, useId, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { holdMs } from '../../shared/lib/server-facts.ts'
import { chosenSeats, type SeatMapState, seatedCount } from '../../shared/seat-map/state.ts'
import type { OpenHold } from '../lib/open-holds.ts'
import { paths } from '../lib/paths.ts'
import { placeName } from '../lib/place-name.ts'
import { ChosenList } from './chosen-list.tsx'
import { EarlyDetails } from './early-details.tsx'
import { PartyField } from './party-field.tsx'

interface SeatDockProps {
  readonly state: SeatMapState
  readonly currency: string
  /** The hold that already keeps exactly these seats. */
  readonly held: OpenHold | undefined
  readonly isBusy: boolean
  readonly change: (by: (state: SeatMapState) => SeatMapState) => void
  readonly onParty: (party: number) => void
  readonly onHold: (seatNumbers: readonly string[]) => void
  /** What happened to the seats, above the bar, so that nothing of it moves the map. */
  readonly children: ReactNode
}

/**
 * The bar at the bottom: how many seats are chosen, what they cost, and the button that holds them. It opens
 * to show the seats, their passengers, and the size of the party.
 */
export function SeatDock(props: SeatDockProps) {
  const { state, currency, held, isBusy, change, onParty, onHold, children } = props
  const { t, f } = useI18n()
  const [isOpen, setIsOpen] = useState(false)
  // The list of seats reads the names where they are remembered.
  const [, showNames] = useReducer((count: number) => count + 1, 0)
  const detailsId = useId()
  const dock = useRef<HTMLElement>(null)
  useFoot(dock)
  const chosen = chosenSeats(state)
  const seated = seatedCount(state)
  const hooks = chosen.length - seated
  const totalCents = chosen.reduce((sum, { seat }) => sum + seat.price_cents, 0)
  const places = chosen.map(({ seat }) => placeName(t, seat))
  return (
    <section ref={dock} className="seat-dock" aria-label={t.seatPage.yourSeats}>
      <div className="dock-told">{children}</div>
      {isOpen && (
        <div className="dock-details" id={detailsId}>
          <h2>{t.seatPage.yourSeats}</h2>
          <PartyField value={state.partySize} onChange={onParty} />
          <ChosenList {...{ state, currency, change }} />
          {held && <p className="quiet">{t.hold.still}</p>}
          <EarlyDetails party={state.partySize} onRemembered={showNames} />
        </div>
      )}
      <div className="dock-bar">
        <button
          type="button"
          className="dock-open"
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className="sr-only">{`${t.wishes.details}: `}</span>
          <span className="dock-count">{t.wishes.bar(f.number(seated), state.partySize)}</span>
          {hooks > 0 && <span className="dock-count">{t.additions.plus(hooks)}</span>}
          {places.length > 0 && <span className="dock-places">{f.list(places)}</span>}
          <span className="total">
            <span className="sr-only">{`${t.seatMap.comma}${t.common.total} `}</span>
            <strong>{f.money(totalCents, currency)}</strong>
          </span>
        </button>
        <HoldButton {...{ state, held, isBusy, onHold }} />
      </div>
    </section>
  )
}

/** Holds the chosen seats, or goes on with the hold that keeps them. */
function HoldButton(props: Pick<SeatDockProps, 'state' | 'held' | 'isBusy' | 'onHold'>) {
  const { state, held, isBusy, onHold } = props
  const { t, f } = useI18n()
  const keptMs = holdMs()
  const seatNumbers = chosenSeats(state).map(({ seat }) => seat.seat_number)
  const seated = seatedCount(state)
  const hooks = seatNumbers.length - seated
  const kept = keptMs === undefined ? undefined : f.span(keptMs)
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
        : hooks > 0
          ? t.additions.hold(seated, hooks, kept)
          : t.seatPage.hold(seated || state.partySize, kept)}
    </button>
  )
}

/** Tells the styles how much of the screen the bar covers, so that the focused seat is never under it. */
function useFoot(dock: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--foot', `${dock.current?.offsetHeight ?? 0}px`)
  })
  useLayoutEffect(() => () => void document.documentElement.style.removeProperty('--foot'), [])
}
