import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react'
import { CoachName } from './coach-name.tsx'
import { DeckDrawing } from './deck-drawing.tsx'
import { seatByKey } from './keys.ts'
import type { CoachPlan, DeckPlan, TrainPlan } from './layout.ts'
import { CoachSteps, DirectionOfTravel, ZoomButtons } from './map-controls.tsx'
import { drawingSize, type Orientation } from './orient.ts'
import { SeatShape } from './seat-shape.tsx'
import { isChosenLook, isTakenLook, lookOf, passengerOn, type SeatMapState } from './state.ts'
import { type Room, useRoom } from './use-room.ts'
import { fullName, type Words } from './words.ts'

interface SeatMapProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly words: Words
  /** Position of the coach shown. */
  readonly coachIndex: number
  /** The keyboard has moved to another coach. */
  readonly onCoach: (coachIndex: number) => void
  readonly onChoose: (seatNumber: string) => void
}

/** Zoom, relative to the size that fits. */
const zooms = [1, 1.35, 1.8, 2.4]

/** One coach at a time, drawn as it is built. Every seat is a checkbox, and arrow keys move between them. */
export function SeatMap({ state, train, words, coachIndex, onCoach, onChoose }: SeatMapProps) {
  const container = useRef<HTMLDivElement>(null)
  const room = useRoom(container)
  const { orientation } = room
  const { scales, first } = scalesFor(train, room)
  const [steps, setSteps] = useState(0)
  const zoom = Math.min(Math.max(first + steps, 0), scales.length - 1)
  const keysId = useId()
  const coach = train.coaches[coachIndex]
  const hasSeats = coach !== undefined && coach.seats.length > 0
  const { tabStop, moveTo } = useRovingFocus(container, state, coach)

  const press = (event: KeyboardEvent) => {
    const number = seatAt(event.target)
    const from = number === undefined ? undefined : train.seats.get(number)
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return
    const isChoice = event.key === ' ' || event.key === 'Enter'
    const next = isChoice ? from : seatByKey(train, from, event.key, orientation)
    if (!next) return
    event.preventDefault()
    moveTo(next.number, 'by_key')
    if (isChoice) return onChoose(from.number)
    if (next.coachIndex !== coachIndex) onCoach(next.coachIndex)
  }
  const click = (event: MouseEvent) => {
    const number = seatAt(event.target)
    if (number === undefined) return
    moveTo(number, 'by_pointer')
    onChoose(number)
  }
  return (
    <div className={`seat-map seat-map-${orientation}`} ref={container}>
      {coach && <CoachName coach={coach} words={words} />}
      {coach && !hasSeats && <p className="coach-note">{words.messages.noSeats}</p>}
      {coach && (
        <div className="map-controls">
          <DirectionOfTravel orientation={orientation} words={words} />
          <ZoomButtons
            zoom={zoom}
            count={scales.length}
            onZoom={(next) => setSteps(next - first)}
            words={words}
          />
        </div>
      )}
      {coach && (
        <div
          className="coach"
          role="group"
          aria-label={mapName(coach, words)}
          aria-describedby={hasSeats ? keysId : undefined}
          onKeyDown={press}
          onClick={click}
        >
          {coach.decks.toReversed().map((deck) => (
            <Deck
              key={`${coach.number} ${deck.deck}`}
              {...{ deck, coach, state, words, orientation, tabStop }}
              scale={scales[zoom] ?? SMALLEST}
            />
          ))}
        </div>
      )}
      <CoachSteps
        {...{ train, coachIndex, orientation, words }}
        onCoach={(index) => {
          onCoach(index)
          container.current?.scrollIntoView({ block: 'start' })
        }}
      />
      {hasSeats && (
        <p id={keysId} className="seat-map-keys">
          {words.messages.keys}
        </p>
      )}
    </div>
  )
}

function mapName({ number, seats }: CoachPlan, { messages }: Words): string {
  const name = messages.coach(number)
  return seats.length > 0 ? messages.mapOf(name) : name
}

interface DeckProps extends Pick<SeatMapProps, 'state' | 'words'> {
  readonly deck: DeckPlan
  readonly coach: CoachPlan
  readonly orientation: Orientation
  readonly tabStop: string | undefined
  readonly scale: number
}

function Deck({ deck, coach, state, words, orientation, tabStop, scale }: DeckProps) {
  const title = deckTitle(deck, coach, words)
  return (
    <div className="deck-frame">
      {title !== undefined && <p className="deck-title">{title}</p>}
      <DeckDrawing {...{ deck, orientation, words, scale }}>
        {deck.seats.map((box) => {
          const look = lookOf(state, box.number)
          const passenger = state.partySize > 1 ? passengerOn(state, box.number) : null
          return (
            <SeatShape
              key={box.number}
              box={box}
              look={look}
              passenger={passenger === null ? null : words.number(passenger + 1)}
              name={fullName(box, look, passenger, words)}
              isTabStop={box.number === tabStop}
              orientation={orientation}
            />
          )
        })}
      </DeckDrawing>
    </div>
  )
}

/** Only a coach with two decks names its decks. */
export function deckTitle(deck: DeckPlan, coach: CoachPlan, { messages }: Words): string | undefined {
  if (coach.decks.length < 2) return undefined
  return deck.deck === 0 ? messages.lowerDeck : messages.upperDeck
}

/**
 * Pixels per drawing unit; a seat is 20 units long. That gives more than 24 pixels for a pointer (WCAG 2.5.8)
 * and 44 for a finger.
 */
const SMALLEST = 1.4
const LARGEST_LYING = 1.6
const LARGEST_UPRIGHT = 2.2

/**
 * The scales to choose from, the smallest first, and the one to begin with. That is the scale at which the
 * longest coach of the train fits, so that all coaches are equally wide, provided its seats are big enough to
 * hit. Otherwise the map begins with seats that are, and the passenger can zoom out to the whole coach.
 */
function scalesFor(
  train: TrainPlan,
  { orientation, width }: Room,
): { readonly scales: readonly number[]; readonly first: number } {
  const length = Math.max(...train.coaches.map((coach) => coach.length))
  const whole = width / drawingSize(length, orientation).width
  const usual = Math.min(
    Math.max(whole, SMALLEST),
    orientation === 'horizontal' ? LARGEST_LYING : LARGEST_UPRIGHT,
  )
  const larger = zooms.map((zoom) => zoom * usual)
  return whole < SMALLEST ? { scales: [whole, ...larger], first: 1 } : { scales: larger, first: 0 }
}

/**
 * One seat of the coach takes the tab key: the last one that had the focus, else the first chosen or the
 * first free one.
 */
function useRovingFocus(
  container: React.RefObject<HTMLDivElement | null>,
  state: SeatMapState,
  coach: CoachPlan | undefined,
): {
  readonly tabStop: string | undefined
  readonly moveTo: (seatNumber: string, how: 'by_key' | 'by_pointer') => void
} {
  const [last, setLast] = useState<string>()
  const isMoving = useRef<'by_key' | 'by_pointer' | false>(false)
  useEffect(() => {
    if (!isMoving.current || last === undefined) return
    const seat = container.current?.querySelector<SVGGElement>(`[data-seat="${CSS.escape(last)}"]`)
    if (!seat) return
    // The seat under a pointer must not move away.
    if (isMoving.current === 'by_key') seat.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    seat.focus({ preventScroll: true })
    isMoving.current = false
  })
  const moveTo = (seatNumber: string, how: 'by_key' | 'by_pointer') => {
    isMoving.current = how
    setLast(seatNumber)
  }
  const seats = coach?.seats ?? []
  const stop =
    seats.find((box) => box.number === last) ??
    seats.find((box) => isChosenLook(lookOf(state, box.number))) ??
    seats.find((box) => !isTakenLook(lookOf(state, box.number))) ??
    seats[0]
  return { tabStop: stop?.number, moveTo }
}

function seatAt(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<SVGGElement>('[data-seat]')?.dataset.seat : undefined
}
