import { memo } from 'react'
import { BicycleIcon, WheelchairIcon } from './icons.tsx'
import { type Box, COACH_WIDTH, type SeatBox } from './layout.ts'
import { edgeOf, extended, inset, type Orientation, place, type Side, sideOf } from './orient.ts'
import { isChosenLook, isTakenLook, type SeatLook } from './state.ts'

interface SeatShapeProps {
  readonly box: SeatBox
  readonly look: SeatLook
  /**
   * The passenger's position in the party, from 0; null for a party of one and for a seat that is not chosen.
   */
  readonly passenger: string | null
  readonly name: string
  /** What is around the seat; undefined: left out. */
  readonly about: string | undefined
  /** Whether the seat is not what the party looks for. */
  readonly isDim: boolean
  /** Whether the tab key stops here. Only one seat of the map has this at a time. */
  readonly isTabStop: boolean
  readonly orientation: Orientation
}

/** What the styles call each look. */
const lookClasses: Readonly<Record<SeatLook, string>> = {
  FREE: 'seat-free',
  HELD: 'seat-held',
  BOOKED: 'seat-booked',
  CHOSEN: 'seat-chosen',
  OWN: 'seat-own',
  KEPT: 'seat-chosen seat-own',
}

/** How much of the knee room counts as the seat for a finger, in drawing units. */
const KNEE_ROOM = 6

/** One seat of the map as a checkbox. It is drawn again only when it changes, however many others do. */
export const SeatShape = memo(function SeatShape(props: SeatShapeProps) {
  const { box, look, name, about, isDim, isTabStop, orientation } = props
  const area = place(box, orientation)
  const ahead = box.facing ? sideOf(box.facing === 'forward' ? 'front' : 'rear', orientation) : null
  return (
    <g
      className={`seat ${lookClasses[look]} seat-kind-${box.seat.kind}${isDim ? ' seat-dim' : ''}`}
      role="checkbox"
      aria-checked={isChosenLook(look)}
      aria-disabled={isTakenLook(look)}
      aria-label={name}
      aria-description={about}
      tabIndex={isTabStop ? 0 : -1}
      data-seat={box.number}
    >
      <rect className="seat-reach" {...(ahead ? extended(area, ahead, KNEE_ROOM) : area)} />
      <SeatDrawing {...props} />
    </g>
  )
})

/** The drawing alone, for read-only maps. */
export function SeatDrawing(props: Pick<SeatShapeProps, 'box' | 'look' | 'passenger' | 'orientation'>) {
  const { box, look, passenger, orientation } = props
  const body = inset(place(box, orientation), 1.5)
  const isBed = box.seat.kind === 'berth' || box.seat.kind === 'couchette'
  return (
    <>
      <rect className="seat-ring" {...inset(body, -2.2)} rx="6.5" />
      <rect className="seat-body" {...body} rx="4.5" />
      {box.facing && (
        <rect className="seat-back" {...edgeOf(body, backSide(box, orientation), 3.8, 1.3)} rx="1.8" />
      )}
      {isBed && <Bed box={box} body={body} orientation={orientation} />}
      <Mark box={box} look={look} body={body} orientation={orientation} />
      {passenger !== null && <Badge body={body} text={passenger} />}
    </>
  )
}

function backSide(box: SeatBox, orientation: Orientation): Side {
  return sideOf(box.facing === 'forward' ? 'rear' : 'front', orientation)
}

interface PartProps {
  readonly box: SeatBox
  readonly body: Box
  readonly orientation: Orientation
}

/** A pillow at the wall, and a mark that tells stacked berths apart. */
function Bed({ box, body, orientation }: PartProps) {
  const isAtStart = box.y + box.height / 2 < COACH_WIDTH / 2
  const wallSide: Side =
    orientation === 'horizontal' ? (isAtStart ? 'top' : 'bottom') : isAtStart ? 'right' : 'left'
  const aisleSide = ({ top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const)[wallSide]
  const marks = inset(edgeOf(body, aisleSide, 15), 3)
  const levels = ['upper', 'middle_berth', 'lower']
  const levelY = (index: number) => marks.y + marks.height / 2 + (index - 1) * 3.4
  return (
    <>
      <rect className="seat-pillow" {...inset(edgeOf(body, wallSide, 13), 2.5)} rx="3" />
      {levels.map((level, index) => (
        <path
          key={level}
          className={box.seat.features.includes(level) ? 'seat-level seat-level-own' : 'seat-level'}
          d={`M${marks.x + marks.width / 2 - 4.5} ${levelY(index)}h9`}
        />
      ))}
    </>
  )
}

/** The mark on the seat: its label, a cross if it is taken, an hourglass if somebody holds it. */
function Mark({ box, look, body, orientation }: PartProps & { readonly look: SeatLook }) {
  const center = middleOf(body, box, orientation)
  if (look === 'BOOKED')
    return <path className="seat-cross" d={`M${center.x - 3} ${center.y - 3}l6 6m0 -6l-6 6`} />
  if (look === 'HELD')
    return <path className="seat-hourglass" d={`M${center.x - 3} ${center.y - 4}h6l-6 8h6z`} />
  if (box.seat.kind === 'wheelchair_space' || box.seat.kind === 'bicycle_hook')
    return box.seat.kind === 'bicycle_hook' ? <BicycleIcon {...center} /> : <WheelchairIcon {...center} />
  const { seat_label } = box.seat
  return (
    <text className={seat_label.length > 2 ? 'seat-label seat-label-long' : 'seat-label'} {...center}>
      {seat_label}
    </text>
  )
}

/** The middle of the cushion, without the backrest. */
function middleOf(body: Box, box: SeatBox, orientation: Orientation): { x: number; y: number } {
  const shift = box.facing ? 1.6 : 0
  const back = box.facing ? backSide(box, orientation) : null
  const x = body.x + body.width / 2 + (back === 'left' ? shift : back === 'right' ? -shift : 0)
  const y = body.y + body.height / 2 + (back === 'top' ? shift : back === 'bottom' ? -shift : 0)
  return { x, y }
}

function Badge({ body, text }: { readonly body: Box; readonly text: string }) {
  const x = body.x + body.width - 1.5
  const y = body.y + 1.5
  return (
    <>
      <circle className="seat-badge" cx={x} cy={y} r="5.2" />
      <text className="seat-badge-text" x={x} y={y}>
        {text}
      </text>
    </>
  )
}
