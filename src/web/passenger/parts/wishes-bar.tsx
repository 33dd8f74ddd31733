import type { ReactNode } from 'react'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import type { TrainPlan } from '../../shared/seat-map/layout.ts'
import type { Light } from '../../shared/seat-map/light.ts'
import type { SeatMapState } from '../../shared/seat-map/state.ts'
import { hasWishes, likingsOf, roomIn, toggled, type Wishes } from '../../shared/seat-map/wishes.ts'

interface WishesBarProps {
  readonly train: TrainPlan
  readonly state: SeatMapState
  readonly light: Light
  readonly wishes: Wishes
  readonly onWishes: (wishes: Wishes) => void
  /** Whether the last proposal is still what is chosen. */
  readonly isProposed: boolean
  readonly isBusy: boolean
  readonly onPropose: () => void
  readonly children: ReactNode
}

/** What the party looks for: it lights the map, and the choice for the party follows it. */
export function WishesBar(props: WishesBarProps) {
  const { train, state, light, wishes, onWishes, isProposed, isBusy, onPropose, children } = props
  const { t, f } = useI18n()
  const classes = [...new Set(train.coaches.flatMap((coach) => coach.travelClasses))]
  const likings = likingsOf(train.seats.values(), wishes.travelClass)
  const found = roomIn([...train.seats.values()], state, light.isFit)
  return (
    <fieldset className="wishes" aria-label={t.wishes.label}>
      <button type="button" className="button primary" disabled={isBusy} onClick={onPropose}>
        {isProposed ? t.wishes.another : t.wishes.chooseForUs}
      </button>
      <select
        className="wish-class"
        aria-label={t.seatPage.travelClass}
        value={wishes.travelClass}
        onChange={(event) => onWishes({ ...wishes, travelClass: event.target.value, liked: new Set() })}
      >
        {classes.map((one) => (
          <option key={one} value={one}>
            {className(t.seatMap, one)}
          </option>
        ))}
      </select>
      {state.partySize > 1 && (
        <Chip
          label={t.wishes.together}
          isOn={wishes.isTogether}
          onChange={() => onWishes({ ...wishes, isTogether: !wishes.isTogether })}
        />
      )}
      {likings.map((one) => (
        <Chip
          key={one}
          label={t.wishes.likings[one]}
          isOn={wishes.liked.has(one)}
          onChange={() => onWishes({ ...wishes, liked: toggled(wishes.liked, one) })}
        />
      ))}
      <p className="wishes-found" role="status">
        {hasWishes(wishes) && t.wishes.fitting(found, f.number(found))}
      </p>
      {children}
    </fieldset>
  )
}

interface ChipProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: () => void
}

function Chip({ label, isOn, onChange }: ChipProps) {
  return (
    <label className="chip">
      <input type="checkbox" checked={isOn} onChange={onChange} />
      <span>{label}</span>
    </label>
  )
}
