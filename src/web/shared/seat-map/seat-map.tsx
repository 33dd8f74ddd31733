import {
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useId,
  useRef,
  useState,
} from 'react'
import { CoachDrawing, CoachRoom } from './coach-drawing.tsx'
import { CoachName } from './coach-name.tsx'
import { seatByKey } from './keys.ts'
import type { CoachPlan, SeatBox, TrainPlan } from './layout.ts'
import type { Light } from './light.ts'
import { CoachSteps, DirectionOfTravel, ZoomButtons } from './map-controls.tsx'
import { scalesFor } from './scales.ts'
import { SeatCard } from './seat-card.tsx'
import type { SeatMapState } from './state.ts'
import { type Room, useRoom } from './use-room.ts'
import { useRovingFocus } from './use-roving-focus.ts'
import { useTrack } from './use-track.ts'
import { surroundings, type Words } from './words.ts'

interface SeatMapProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly light: Light
  readonly words: Words
  /** Position of the coach shown. */
  readonly coachIndex: number
  /** The passenger has moved to another coach. */
  readonly onCoach: (coachIndex: number) => void
  readonly onChoose: (seatNumber: string) => void
}

/**
 * The train, drawn as it is built: coupled, to scroll along, or on a narrow screen one coach at a time. Every
 * seat is a checkbox, and arrow keys move between them.
 */
export function SeatMap(props: SeatMapProps) {
  const { state, train, light, words, coachIndex, onCoach, onChoose } = props
  const container = useRef<HTMLDivElement>(null)
  const trackRef = useRef<HTMLDivElement>(null)
  const room = useRoom(container)
  const { orientation } = room
  const isCoupled = orientation === 'horizontal'
  const { scale, zoom } = useZoom(train, room)
  const keysId = useId()
  const coach = train.coaches[coachIndex]
  const track = useTrack(trackRef, train, isCoupled ? scale : undefined, room.width, coachIndex, onCoach)
  const { tabStop, moveTo } = useRovingFocus(container, state, train, coach, track.isDrawn)
  const [cardSeat, showCard] = useState<string>()
  const stop = tabStop === undefined ? undefined : train.seats.get(tabStop)
  const about = stop && surroundings(stop, state, train, words).join(words.messages.comma)

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') showCard(undefined)
    const from = boxAt(event.target, train)
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return
    const isChoice = event.key === ' ' || event.key === 'Enter'
    const next = isChoice ? from : seatByKey(train, from, event.key, orientation)
    if (!next) return
    event.preventDefault()
    moveTo(next.number, 'by_key')
    if (isChoice) return onChoose(from.number)
    if (next.coachIndex !== from.coachIndex) onCoach(next.coachIndex)
  }
  const click = (event: MouseEvent) => {
    const box = boxAt(event.target, train)
    if (!box) return
    track.stayAt(box.coachIndex)
    onCoach(box.coachIndex)
    moveTo(box.number, 'by_pointer')
    showCard(box.number)
    onChoose(box.number)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the card follows the pointer and the focus
    <div
      className={`seat-map seat-map-${orientation}`}
      ref={container}
      onPointerOver={(event) => {
        const box = event.pointerType === 'mouse' ? boxAt(event.target, train) : undefined
        if (box) showCard(box.number)
      }}
      onPointerLeave={(event) => event.pointerType === 'mouse' && showCard(undefined)}
      onFocus={(event) => showCard(boxAt(event.target, train)?.number)}
      onBlur={() => showCard(undefined)}
    >
      <MapHead {...{ coach, words, room, zoom }} />
      {coach?.seats.length === 0 && !isCoupled && <p className="coach-note">{words.messages.noSeats}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it acts for its checkboxes */}
      <div className="track" ref={trackRef} onKeyDown={press} onClick={click} onScroll={track.onScroll}>
        {train.coaches
          .filter(({ index }) => isCoupled || index === coachIndex)
          .map((one) =>
            track.isDrawn(one.index) ? (
              <CoachDrawing
                key={one.number}
                coach={one}
                {...{ state, light, words, orientation, scale, tabStop, about, keysId }}
              />
            ) : (
              <CoachRoom key={one.number} coach={one} scale={scale} />
            ),
          )}
      </div>
      <Card seatNumber={cardSeat} map={container} isFloating={isCoupled} {...{ state, train, words }} />
      {!isCoupled && <Steps map={container} {...{ train, coachIndex, orientation, words, onCoach }} />}
      <p id={keysId} className="seat-map-keys">
        {words.messages.keys}
      </p>
    </div>
  )
}

/** The scale of the drawing, and how the buttons change it. */
function useZoom(train: TrainPlan, room: Room) {
  const { scales, first } = scalesFor(train, room)
  const [steps, setSteps] = useState(0)
  const at = Math.min(Math.max(first + steps, 0), scales.length - 1)
  const zoom = { zoom: at, count: scales.length, onZoom: (next: number) => setSteps(next - first) }
  return { scale: scales[at] ?? 1, zoom }
}

interface MapHeadProps extends Pick<SeatMapProps, 'words'> {
  readonly coach: CoachPlan | undefined
  readonly room: Room
  readonly zoom: ReturnType<typeof useZoom>['zoom']
}

/** The coach shown, the direction of travel, and the zoom. */
function MapHead({ coach, words, room, zoom }: MapHeadProps) {
  if (!coach) return null
  return (
    <div className="map-head">
      <CoachName coach={coach} words={words} />
      <div className="map-controls">
        <DirectionOfTravel orientation={room.orientation} words={words} />
        <ZoomButtons {...zoom} words={words} />
      </div>
    </div>
  )
}

interface StepsProps extends ComponentProps<typeof CoachSteps> {
  readonly map: RefObject<HTMLDivElement | null>
}

/** Another coach begins at its front, at the top of the screen. */
function Steps({ map, onCoach, ...props }: StepsProps) {
  return (
    <CoachSteps
      {...props}
      onCoach={(index) => {
        onCoach(index)
        map.current?.scrollIntoView({ block: 'start' })
      }}
    />
  )
}

interface CardProps extends Pick<SeatMapProps, 'state' | 'train' | 'words'> {
  readonly seatNumber: string | undefined
  readonly map: RefObject<HTMLDivElement | null>
  readonly isFloating: boolean
}

function Card({ seatNumber, train, ...props }: CardProps) {
  const box = seatNumber === undefined ? undefined : train.seats.get(seatNumber)
  return box && <SeatCard box={box} train={train} {...props} />
}

function boxAt(target: EventTarget, train: TrainPlan): SeatBox | undefined {
  const seat = target instanceof Element ? target.closest<SVGGElement>('[data-seat]') : null
  return seat?.dataset.seat === undefined ? undefined : train.seats.get(seat.dataset.seat)
}
