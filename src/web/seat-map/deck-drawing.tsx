import { memo, type ReactNode } from 'react'
import { ItemShape } from './item-shape.tsx'
import { COACH_WIDTH, type DeckPlan } from './layout.ts'
import { drawingSize, type Orientation, outline } from './orient.ts'
import type { Words } from './words.ts'

interface DeckDrawingProps {
  readonly deck: DeckPlan
  readonly orientation: Orientation
  readonly words: Words
  /** Pixels for a drawing unit; undefined fills the width there is. */
  readonly scale: number | undefined
  readonly children: ReactNode
  /** A drawing that only shows is one image with this name. */
  readonly imageName?: string
}

/** One deck of a coach with everything but its seats, which are its children. */
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

/** Never changes while seats do. */
const Furniture = memo(function Furniture(props: Pick<DeckDrawingProps, 'deck' | 'orientation' | 'words'>) {
  const { deck, orientation, words } = props
  // Rooms first, then what stands in them, then the lines of the walls with windows and doors over them.
  const layers = ['compartment', 'bar', 'toilet', 'luggage', 'stairs', 'table', 'wall', 'window', 'door']
  const items = deck.items.toSorted((a, b) => layers.indexOf(a.kind) - layers.indexOf(b.kind))
  return (
    <g aria-hidden="true">
      <path className="coach-hull" d={outline(deck.length, nosesOf(deck), orientation)} />
      {items.map((item) => (
        <ItemShape
          key={`${item.kind} ${item.x} ${item.y} ${item.width} ${item.height}`}
          item={item}
          deck={deck}
          orientation={orientation}
          words={words}
        />
      ))}
    </g>
  )
})

/** A compartment across the whole coach at one of its ends is a cab: the end of the train is there. */
function nosesOf(deck: DeckPlan): { front: boolean; rear: boolean } {
  const cabs = deck.items.filter(
    (item) => item.kind === 'compartment' && item.y === 0 && Math.abs(item.height - COACH_WIDTH) < 0.01,
  )
  return {
    front: cabs.some((cab) => cab.x === 0),
    rear: cabs.some((cab) => Math.abs(cab.x + cab.width - deck.length) < 0.01),
  }
}
