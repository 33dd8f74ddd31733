import { memo, type ReactNode, useId } from 'react'
import { ItemShape } from './item-shape.tsx'
import { COACH_WIDTH, type DeckPlan, type ItemBox } from './layout.ts'
import { drawingSize, type Orientation, outline } from './orient.ts'
import type { Words } from './words.ts'

interface DeckDrawingProps {
  readonly deck: DeckPlan
  readonly orientation: Orientation
  readonly words: Words
  /** Pixels per drawing unit; undefined fills the available width. */
  readonly scale: number | undefined
  readonly children: ReactNode
  /** A read-only drawing is one image with this name. */
  readonly imageName?: string
}

/** One deck of a coach without its seats, which are its children. */
export function DeckDrawing({ deck, orientation, words, scale, children, imageName }: DeckDrawingProps) {
  const { width, height } = drawingSize(deck.length, orientation)
  const size =
    scale === undefined ? {} : { width: Math.round(width * scale), height: Math.round(height * scale) }
  const role = imageName === undefined ? { role: 'presentation' } : { role: 'img', 'aria-label': imageName }
  return (
    <svg className="deck" viewBox={`0 0 ${width} ${height}`} {...size} {...role}>
      <Furniture deck={deck} orientation={orientation} words={words} />
      {children}
    </svg>
  )
}

/** Does not change when seats do. */
const Furniture = memo(function Furniture(props: Pick<DeckDrawingProps, 'deck' | 'orientation' | 'words'>) {
  const { deck, orientation, words } = props
  // Draws rooms first (a cab ends with the nose), then what stands in them, then walls with their windows and
  // doors.
  const layers = ['compartment', 'bar', 'toilet', 'luggage', 'stairs', 'table', 'wall', 'window', 'door']
  const items = deck.items.toSorted((a, b) => layers.indexOf(a.kind) - layers.indexOf(b.kind))
  const rooms = items.filter((item) => item.kind === 'compartment')
  const others = items.filter((item) => item.kind !== 'compartment')
  const drawn = (item: ItemBox) => (
    <ItemShape
      key={`${item.kind} ${item.x} ${item.y} ${item.width} ${item.height}`}
      {...{ item, deck, orientation, words }}
    />
  )
  const hull = outline(deck.length, nosesOf(deck), orientation)
  const hullId = useId()
  return (
    <g aria-hidden="true">
      <clipPath id={hullId}>
        <path d={hull} />
      </clipPath>
      <path className="coach-floor" d={hull} />
      <g clipPath={`url(#${hullId})`}>{rooms.map(drawn)}</g>
      <path className="coach-hull" d={hull} />
      {others.map(drawn)}
    </g>
  )
})

/** A compartment across the whole coach at one of its ends is a cab, because the train ends there. */
function nosesOf(deck: DeckPlan): { front: boolean; rear: boolean } {
  const cabs = deck.items.filter(
    (item) => item.kind === 'compartment' && item.y === 0 && Math.abs(item.height - COACH_WIDTH) < 0.01,
  )
  return {
    front: cabs.some((cab) => cab.x === 0),
    rear: cabs.some((cab) => Math.abs(cab.x + cab.width - deck.length) < 0.01),
  }
}
