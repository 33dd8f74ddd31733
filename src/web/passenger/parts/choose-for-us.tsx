import { useState } from 'react'
import type { PlaceHoldBody, SeatMap } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'

type Wish = Pick<PlaceHoldBody, 'travel_class' | 'seat_count' | 'preferences'>

const positions = ['any', 'window', 'aisle'] as const
const berths = ['any', 'upper', 'middle', 'lower'] as const
const checks = ['table', 'quiet', 'forward', 'accessible', 'family'] as const

/** The party's preferences, whether or not the class can meet them. */
interface Likes extends Readonly<Record<(typeof checks)[number], boolean>> {
  readonly position: (typeof positions)[number]
  readonly berth: (typeof berths)[number]
}

const noWish: Likes = {
  position: 'any',
  berth: 'any',
  table: false,
  quiet: false,
  forward: false,
  accessible: false,
  family: false,
}

interface ChooseForUsProps {
  readonly map: SeatMap
  readonly party: number
  /** The class that was searched for; empty: any. */
  readonly travelClass: string
  readonly isBusy: boolean
  readonly onHold: (wish: Wish) => void
}

/** Lets the system choose seats by the party's preferences. */
export function ChooseForUs({ map, party, travelClass, isBusy, onHold }: ChooseForUsProps) {
  const { t } = useI18n()
  const classes = [...new Set(map.coaches.flatMap((coach) => coach.travel_class ?? []))]
  const [chosenClass, setChosenClass] = useState(
    classes.includes(travelClass) ? travelClass : (classes[0] ?? ''),
  )
  const [wish, setWish] = useState(noWish)
  const features = featuresOf(map, chosenClass)
  const preferences = preferencesOf(wish, features)
  return (
    <details className="card choose-for-us">
      <summary>{t.seatPage.chooseForUs}</summary>
      <p className="quiet">{t.seatPage.chooseForUsLead}</p>
      <div className="wishes">
        <WishSelect
          label={t.seatPage.travelClass}
          value={chosenClass}
          options={classes}
          nameOf={(one) => className(t.seatMap, one)}
          onChange={setChosenClass}
        />
        {(features.has('window') || features.has('aisle')) && (
          <WishSelect
            label={t.seatPage.position}
            value={wish.position}
            options={positions}
            nameOf={(one) => t.seatPage.positions[one]}
            onChange={(position) => setWish({ ...wish, position })}
          />
        )}
        {hasBerths(features) && (
          <WishSelect
            label={t.seatPage.berth}
            value={wish.berth}
            options={berths}
            nameOf={(one) => t.seatPage.berths[one]}
            onChange={(berth) => setWish({ ...wish, berth })}
          />
        )}
        <div className="wish-checks">
          {checks
            .filter((one) => features.has(one))
            .map((one) => (
              <label key={one} className="check">
                <input
                  type="checkbox"
                  checked={wish[one]}
                  onChange={(event) => setWish({ ...wish, [one]: event.target.checked })}
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

interface WishSelectProps<Option extends string> {
  readonly label: string
  readonly value: Option
  readonly options: readonly Option[]
  readonly nameOf: (option: Option) => string
  readonly onChange: (option: Option) => void
}

function WishSelect<Option extends string>(props: WishSelectProps<Option>) {
  const { label, value, options, nameOf, onChange } = props
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as Option)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The preferences that a seat of the class can meet. */
function preferencesOf(likes: Likes, features: ReadonlySet<string>): NonNullable<Wish['preferences']> {
  const { position, berth, table, quiet, forward, accessible, family } = likes
  return {
    ...(position !== 'any' && features.has(position) ? { position } : {}),
    ...(berth !== 'any' && hasBerths(features) ? { berth } : {}),
    ...(table && features.has('table') ? { table } : {}),
    ...(quiet && features.has('quiet') ? { quiet } : {}),
    ...(forward && features.has('forward') ? { facing: 'forward' } : {}),
    ...(accessible && features.has('accessible') ? { step_free: true } : {}),
    ...(family && features.has('family') ? { family } : {}),
  }
}

/** What seats of this class can have. Other preferences make no sense. */
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
