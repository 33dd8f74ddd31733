import { useEffect, useId, useState } from 'react'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import type { TrainPlan } from '../../shared/seat-map/layout.ts'
import { Legend } from '../../shared/seat-map/legend.tsx'
import type { Light } from '../../shared/seat-map/light.ts'
import { SeatList } from '../../shared/seat-map/seat-list.tsx'
import { SeatMap } from '../../shared/seat-map/seat-map.tsx'
import type { SeatMapState } from '../../shared/seat-map/state.ts'
import { TrainStrip } from '../../shared/seat-map/train-strip.tsx'
import { isOfClass, roomIn } from '../../shared/seat-map/wishes.ts'
import type { Words } from '../../shared/seat-map/words.ts'

interface SeatViewProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly light: Light
  readonly words: Words
  readonly travelClass: string
  readonly isList: boolean
  readonly onChoose: (seatNumber: string) => void
}

/** The train as a drawing, or coach by coach as a list of the same seats. */
export function SeatView(props: SeatViewProps) {
  const { state, train, light, words, travelClass, isList, onChoose } = props
  const { t } = useI18n()
  const [coachNumber, setCoachNumber] = useState(() => firstCoach(train, state, travelClass))
  const panelId = useId()
  const coachIndex = Math.max(
    0,
    train.coaches.findIndex((coach) => coach.number === coachNumber),
  )
  const coach = train.coaches[coachIndex]
  // Shows the coach of seats that were chosen elsewhere, by a button.
  const newest = state.choices.at(-1)?.seatNumber
  useEffect(() => {
    const box = newest === undefined ? undefined : train.seats.get(newest)
    if (box) setCoachNumber(box.coachNumber)
  }, [newest, train])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another class leads to another coach
  useEffect(() => {
    if (!coach?.seats.some((box) => isOfClass(box, travelClass)))
      setCoachNumber(firstCoach(train, { ...state, choices: [] }, travelClass))
  }, [travelClass])
  const onCoach = (index: number) => setCoachNumber(train.coaches[index]?.number ?? '')
  return (
    <div className="seat-view">
      <TrainStrip {...{ state, train, light, words, coachIndex, onCoach, panelId }} />
      <div
        id={panelId}
        role="tabpanel"
        aria-label={coach ? t.common.coach(coach.number) : undefined}
        className="seat-panel"
      >
        {isList && coach ? (
          <SeatList {...{ state, train, coach, light, words, onChoose }} />
        ) : (
          <SeatMap {...{ state, train, light, words, coachIndex, onCoach, onChoose }} />
        )}
      </div>
      <Legend {...{ train, words }} />
    </div>
  )
}

/** The coach to begin with: that of the chosen seats, else the one with the most room in the class. */
function firstCoach(train: TrainPlan, state: SeatMapState, travelClass: string): string {
  const chosen = state.choices.at(-1)
  const ofChosen = chosen && train.seats.get(chosen.seatNumber)?.coachNumber
  if (ofChosen) return ofChosen
  const room = (seats: TrainPlan['coaches'][number]['seats']) =>
    roomIn(seats, state, (box) => isOfClass(box, travelClass))
  const [best] = train.coaches.toSorted((a, b) => room(b.seats) - room(a.seats))
  return best?.number ?? ''
}
