import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { className } from '../lib/class-name.ts'
import { deckTitle } from './coach-drawing.tsx'
import { CoachName } from './coach-name.tsx'
import type { CoachPlan, SeatBox, TrainPlan } from './layout.ts'
import type { Light } from './light.ts'
import { isChosenLook, isTakenLook, lookOf, passengerOn, type SeatLook, type SeatMapState } from './state.ts'
import { featureWords, fullName, lookWord, seatWord, surroundings, type Words } from './words.ts'

interface SeatListProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly coach: CoachPlan
  readonly light: Light
  readonly words: Words
  readonly onChoose: (seatNumber: string) => void
}

/** The seats of a coach as a list: the same seats, words, and choice as on the map. */
export function SeatList({ state, train, coach, light, words, ...props }: SeatListProps) {
  const [isOnlyFree, setIsOnlyFree] = useState(false)
  const onChoose = useSteady(props.onChoose)
  const { messages } = words
  const isShown = (box: SeatBox) => !isOnlyFree || !isTakenLook(lookOf(state, box.number))
  const shown = coach.seats.filter(isShown)
  return (
    <div className="seat-list">
      <CoachName coach={coach} words={words} />
      {coach.seats.length === 0 && <p className="coach-empty">{messages.noSeats}</p>}
      <label className="seat-list-filter" hidden={coach.seats.length === 0}>
        <input
          type="checkbox"
          checked={isOnlyFree}
          onChange={(event) => setIsOnlyFree(event.target.checked)}
        />
        <span>{messages.onlyFree}</span>
      </label>
      {shown.length === 0 && coach.seats.length > 0 && <p className="coach-empty">{messages.noneFree}</p>}
      {coach.decks.map((deck) => (
        <DeckList
          key={deck.deck}
          title={deckTitle(deck, coach, words)}
          seats={shown.filter((box) => box.deck === deck.deck)}
          hasClasses={coach.travelClasses.length > 1}
          {...{ state, train, light, words, onChoose }}
        />
      ))}
    </div>
  )
}

interface DeckListProps extends Pick<SeatListProps, 'state' | 'train' | 'light' | 'words' | 'onChoose'> {
  readonly title: string | undefined
  readonly seats: readonly SeatBox[]
  readonly hasClasses: boolean
}

function DeckList(props: DeckListProps) {
  const { title, seats, hasClasses, state, train, light, words, onChoose } = props
  if (seats.length === 0) return null
  return (
    <>
      {title !== undefined && <p className="deck-title">{title}</p>}
      <ul className="seat-rows">
        {seats.map((box) => (
          <SeatRow
            key={box.number}
            box={box}
            look={lookOf(state, box.number)}
            isLit={light.isOn && light.isFit(box) && !isTakenLook(lookOf(state, box.number))}
            isDim={!light.isFit(box)}
            around={surroundings(box, state, train, words).join(' · ')}
            passenger={state.partySize > 1 ? passengerOn(state, box.number) : null}
            {...{ hasClasses, words, onChoose }}
          />
        ))}
      </ul>
    </>
  )
}

interface SeatRowProps extends Pick<SeatListProps, 'words' | 'onChoose'> {
  readonly box: SeatBox
  readonly look: SeatLook
  readonly isLit: boolean
  readonly isDim: boolean
  /** What is around the seat. */
  readonly around: string
  readonly passenger: number | null
  readonly hasClasses: boolean
}

const SeatRow = memo(function SeatRow(props: SeatRowProps) {
  const { box, look, isLit, isDim, around, passenger, hasClasses, words, onChoose } = props
  const features = [
    ...(hasClasses && box.seat.kind === 'seat' ? [className(words.messages, box.travelClass)] : []),
    ...featureWords(box, words),
  ]
  return (
    <li className={`seat-row seat-row-${look.toLowerCase()}${isDim ? ' seat-row-dim' : ''}`}>
      <label>
        <input
          type="checkbox"
          aria-label={fullName(box, look, passenger, words, isLit)}
          aria-description={around}
          checked={isChosenLook(look)}
          aria-disabled={isTakenLook(look)}
          data-seat-row={box.number}
          onChange={() => onChoose(box.number)}
        />
        <span className="seat-row-name">{seatWord(box, words)}</span>
        <span className="seat-row-features">
          {features.join(' · ')}
          <small className="seat-row-around">{around}</small>
        </span>
        <span className="seat-row-look">{lookWord(look, passenger, words)}</span>
        <span className="seat-row-price">{words.money(box.seat.price_cents)}</span>
      </label>
    </li>
  )
})

/** The same function at every render, so that unchanged rows are not drawn again. */
function useSteady(act: (seatNumber: string) => void): (seatNumber: string) => void {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  return useCallback((seatNumber) => latest.current(seatNumber), [])
}
