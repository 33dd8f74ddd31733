import { useState } from 'react'
import type { PlaceHoldBody, SeatMap } from '../api-types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { className } from '../lib/class-name.ts'

type Wish = Pick<PlaceHoldBody, 'travel_class' | 'seat_count' | 'preferences'>
type Position = 'any' | 'window' | 'aisle'
type Berth = 'any' | 'upper' | 'middle' | 'lower'

interface ChooseForUsProps {
  readonly map: SeatMap
  readonly party: number
  /** The class that was looked for; empty: any. */
  readonly travelClass: string
  readonly isBusy: boolean
  readonly onHold: (wish: Wish) => void
}

/** Lets the system choose, by what the party likes. */
export function ChooseForUs({ map, party, travelClass, isBusy, onHold }: ChooseForUsProps) {
  const { t } = useI18n()
  const classes = [...new Set(map.coaches.flatMap((coach) => coach.travel_class ?? []))]
  const [chosenClass, setChosenClass] = useState(
    classes.includes(travelClass) ? travelClass : (classes[0] ?? ''),
  )
  const [position, setPosition] = useState<Position>('any')
  const [berth, setBerth] = useState<Berth>('any')
  const [wants, setWants] = useState({ table: false, quiet: false, forward: false })
  const features = featuresOf(map, chosenClass)
  const preferences = {
    ...(position !== 'any' && features.has(position) ? { position } : {}),
    ...(berth !== 'any' && hasBerths(features) ? { berth } : {}),
    ...(wants.table && features.has('table') ? { table: true } : {}),
    ...(wants.quiet && features.has('quiet') ? { quiet: true } : {}),
    ...(wants.forward && features.has('forward') ? { facing: 'forward' as const } : {}),
  }
  return (
    <details className="card choose-for-us">
      <summary>{t.seatPage.chooseForUs}</summary>
      <p className="quiet">{t.seatPage.chooseForUsLead}</p>
      <div className="wishes">
        <label>
          <span>{t.seatPage.travelClass}</span>
          <select value={chosenClass} onChange={(event) => setChosenClass(event.target.value)}>
            {classes.map((one) => (
              <option key={one} value={one}>
                {className(t, one)}
              </option>
            ))}
          </select>
        </label>
        {(features.has('window') || features.has('aisle')) && (
          <label>
            <span>{t.seatPage.position}</span>
            <select value={position} onChange={(event) => setPosition(event.target.value as Position)}>
              {(['any', 'window', 'aisle'] as const).map((one) => (
                <option key={one} value={one}>
                  {t.seatPage.positions[one]}
                </option>
              ))}
            </select>
          </label>
        )}
        {hasBerths(features) && (
          <label>
            <span>{t.seatPage.berth}</span>
            <select value={berth} onChange={(event) => setBerth(event.target.value as Berth)}>
              {(['any', 'upper', 'middle', 'lower'] as const).map((one) => (
                <option key={one} value={one}>
                  {t.seatPage.berths[one]}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="wish-checks">
          {(['table', 'quiet', 'forward'] as const)
            .filter((one) => features.has(one))
            .map((one) => (
              <label key={one} className="check">
                <input
                  type="checkbox"
                  checked={wants[one]}
                  onChange={(event) => setWants({ ...wants, [one]: event.target.checked })}
                />
                <span>{t.seatPage[one]}</span>
              </label>
            ))}
        </div>
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => onHold({ travel_class: chosenClass, seat_count: party, preferences })}
        >
          {isBusy ? t.seatPage.holding : t.seatPage.take(party)}
        </button>
      </div>
    </details>
  )
}

/** What seats of this class can have; wishes for anything else make no sense. */
function featuresOf(map: SeatMap, travelClass: string): ReadonlySet<string> {
  return new Set(
    map.coaches
      .filter((coach) => coach.travel_class === travelClass)
      .flatMap((coach) => coach.seats.flatMap((seat) => seat.features)),
  )
}

function hasBerths(features: ReadonlySet<string>): boolean {
  return features.has('upper') || features.has('lower')
}
