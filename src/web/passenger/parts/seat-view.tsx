import { useEffect, useId, useMemo, useState } from 'react'
import type { SeatMap as SeatMapAnswer } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { layOutTrain, type TrainPlan } from '../../shared/seat-map/layout.ts'
import { Legend } from '../../shared/seat-map/legend.tsx'
import { SeatList } from '../../shared/seat-map/seat-list.tsx'
import { SeatMap } from '../../shared/seat-map/seat-map.tsx'
import { SeatNotice } from '../../shared/seat-map/seat-notice.tsx'
import { lookOf, type SeatMapState } from '../../shared/seat-map/state.ts'
import { TrainStrip } from '../../shared/seat-map/train-strip.tsx'
import { makeWords } from '../../shared/seat-map/words.ts'

interface SeatViewProps {
  readonly map: SeatMapAnswer
  readonly state: SeatMapState
  /** The class that was searched for; empty: any. */
  readonly travelClass: string
  /** Whether the page itself says what happened to the seats. */
  readonly isTold: boolean
  readonly onChoose: (seatNumber: string) => void
}

/** The train, coach by coach, as a drawing or as a list of the same seats. */
export function SeatView({ map, state, travelClass, isTold, onChoose }: SeatViewProps) {
  const { t, locale } = useI18n()
  const train = useMemo(() => layOutTrain(map), [map])
  const words = useMemo(() => makeWords(t.seatMap, locale, map.currency), [t, locale, map.currency])
  const [coachNumber, setCoachNumber] = useState(() => firstCoach(train, state, travelClass))
  const [isList, setIsList] = useState(false)
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
  const onCoach = (index: number) => setCoachNumber(train.coaches[index]?.number ?? '')
  return (
    <div className="seat-view">
      <TrainStrip {...{ state, train, words, coachIndex, onCoach, panelId }} />
      <SeatNotice
        {...{ state, train, words }}
        isHidden={isTold}
        onTake={(seatNumbers) => seatNumbers.forEach(onChoose)}
      />
      <div className="view-switch segments" role="radiogroup" aria-label={t.seatPage.view}>
        {[false, true].map((list) => (
          <label key={String(list)}>
            <input type="radio" name="view" checked={isList === list} onChange={() => setIsList(list)} />
            <span>{list ? t.seatPage.list : t.seatPage.map}</span>
          </label>
        ))}
      </div>
      <div
        id={panelId}
        role="tabpanel"
        aria-label={coach ? t.common.coach(coach.number) : undefined}
        className="seat-panel"
      >
        {isList && coach ? (
          <SeatList {...{ state, coach, words, onChoose }} />
        ) : (
          <SeatMap {...{ state, train, words, coachIndex, onCoach, onChoose }} />
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
  const room = (coach: TrainPlan['coaches'][number]) =>
    coach.seats.filter(
      (box) =>
        (travelClass === '' || box.travelClass === travelClass) && lookOf(state, box.number) === 'FREE',
    ).length
  const [best] = train.coaches.toSorted((a, b) => room(b) - room(a))
  return best?.number ?? ''
}
