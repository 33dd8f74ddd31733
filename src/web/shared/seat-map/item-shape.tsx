import { CupIcon, LuggageIcon, ToiletIcon } from './icons.tsx'
import { type Box, COACH_WIDTH, type DeckPlan, type ItemBox } from './layout.ts'
import { inset, type Orientation, place } from './orient.ts'
import type { Words } from './words.ts'

interface ItemShapeProps {
  readonly item: ItemBox
  readonly deck: DeckPlan
  readonly orientation: Orientation
  readonly words: Words
}

/**
 * Things drawn in a coach that cannot be reserved. An unknown kind is left out, since only the seats matter.
 */
export function ItemShape({ item, deck, orientation, words }: ItemShapeProps) {
  const area = place(item, orientation)
  const text = item.label === null ? undefined : (words.messages.items[item.label] ?? item.label)
  switch (item.kind) {
    case 'window':
      return <path className="item-window" d={lineOf(area)} />
    case 'wall':
      return <path className="item-wall" d={lineOf(area)} />
    case 'door':
      return <Door area={area} isOuter={isOnHull(item, deck)} />
    case 'table':
      return <rect className="item-table" {...inset(area, 2.5)} rx="3" />
    case 'stairs':
      return <Stairs area={area} orientation={orientation} />
    case 'compartment':
      return <Room area={area} className="item-compartment" text={text} />
    case 'toilet':
      return <Room area={area} className="item-room" text={undefined} icon={ToiletIcon} />
    case 'luggage':
      return <Room area={area} className="item-luggage" text={undefined} icon={LuggageIcon} />
    case 'bar':
      return <Room area={area} className="item-bar" text={text} icon={CupIcon} />
    default:
      return null
  }
}

/** Windows and walls are lines: one of their sides is 0. */
function lineOf({ x, y, width, height }: Box): string {
  return `M${x} ${y}l${width} ${height}`
}

/** Whether a line is part of the coach's outline. */
function isOnHull({ x, y, width, height }: ItemBox, deck: DeckPlan): boolean {
  const isSide = height === 0 && (y === 0 || y === COACH_WIDTH)
  return isSide || (width === 0 && (x === 0 || x === deck.length))
}

function Door({ area, isOuter }: { readonly area: Box; readonly isOuter: boolean }) {
  if (!isOuter) return <path className="item-door-inner" d={lineOf(area)} />
  return (
    <>
      <path className="item-door-gap" d={lineOf(area)} />
      <path className="item-door" d={lineOf(area)} />
    </>
  )
}

function Stairs({ area, orientation }: { readonly area: Box; readonly orientation: Orientation }) {
  const { x, y, width, height } = inset(area, 1.5)
  const steps = Array.from({ length: 7 }, (_, step) => (step + 1) / 8)
  const d = steps
    .map((part) =>
      orientation === 'horizontal'
        ? `M${x + part * width} ${y}v${height}`
        : `M${x} ${y + part * height}h${width}`,
    )
    .join('')
  return (
    <>
      <rect className="item-stairs" x={x} y={y} width={width} height={height} rx="2" />
      <path className="item-steps" d={d} />
    </>
  )
}

interface RoomProps {
  readonly area: Box
  readonly className: string
  readonly text: string | undefined
  readonly icon?: (props: { x: number; y: number }) => React.ReactNode
}

/** The text runs along the longer side, and is left out where it does not fit. */
function Room({ area, className, text, icon: Icon }: RoomProps) {
  const box = inset(area, className === 'item-compartment' ? 0.5 : 1.5)
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  const isTall = box.height > box.width
  const isRoomy = Math.max(box.width, box.height) > (text?.length ?? 0) * 5 + (Icon ? 20 : 0)
  const fits = text !== undefined && isRoomy && Math.min(box.width, box.height) > 14
  const iconY = fits && isTall ? y - text.length * 3 - 6 : y
  const iconX = fits && !isTall ? x - text.length * 3 - 6 : x
  return (
    <>
      <rect className={className} {...box} rx="3" />
      {Icon && <Icon x={iconX} y={iconY} />}
      {fits && (
        <text
          className="item-text"
          x={x}
          y={y}
          {...(isTall ? { transform: `rotate(-90 ${x} ${y})` } : {})}
          dx={Icon ? 4 : 0}
        >
          {text}
        </text>
      )}
    </>
  )
}
