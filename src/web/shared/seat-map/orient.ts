import { type Box, COACH_WIDTH } from './layout.ts'

/** How the train lies on the screen: its front is at the left, or at the top of a narrow screen. */
export type Orientation = 'horizontal' | 'vertical'

/**
 * Drawing units of a cell along and across the coach. A real coach is a little wider than its cells are long.
 */
const ALONG = 20
const ACROSS = 24
/** Room for the wall and for what is drawn on it. */
const MARGIN = 8

export type Side = 'left' | 'right' | 'top' | 'bottom'

/** Turns and does not mirror: what is on the right when looking ahead stays on the right. */
export function place(box: Box, orientation: Orientation): Box {
  if (orientation === 'horizontal')
    return {
      x: MARGIN + box.x * ALONG,
      y: MARGIN + box.y * ACROSS,
      width: box.width * ALONG,
      height: box.height * ACROSS,
    }
  return {
    x: MARGIN + (COACH_WIDTH - box.y - box.height) * ACROSS,
    y: MARGIN + box.x * ALONG,
    width: box.height * ACROSS,
    height: box.width * ALONG,
  }
}

export function drawingSize(length: number, orientation: Orientation): { width: number; height: number } {
  const along = length * ALONG + 2 * MARGIN
  const across = COACH_WIDTH * ACROSS + 2 * MARGIN
  return orientation === 'horizontal' ? { width: along, height: across } : { width: across, height: along }
}

/** The side of a box that points to the front or the rear of the train. */
export function sideOf(end: 'front' | 'rear', orientation: Orientation): Side {
  if (orientation === 'horizontal') return end === 'front' ? 'left' : 'right'
  return end === 'front' ? 'top' : 'bottom'
}

/** A strip along one side of a box, inside it. `shorter` is what it lacks at each end. */
export function edgeOf(whole: Box, side: Side, thickness: number, shorter = 0): Box {
  const isUpright = side === 'left' || side === 'right'
  const x = whole.x + (isUpright ? 0 : shorter)
  const y = whole.y + (isUpright ? shorter : 0)
  const width = whole.width - (isUpright ? 0 : 2 * shorter)
  const height = whole.height - (isUpright ? 2 * shorter : 0)
  if (side === 'left') return { x, y, width: thickness, height }
  if (side === 'right') return { x: x + width - thickness, y, width: thickness, height }
  if (side === 'top') return { x, y, width, height: thickness }
  return { x, y: y + height - thickness, width, height: thickness }
}

export function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by }
}

/** A box that is longer on one side. */
export function extended(box: Box, side: Side, by: number): Box {
  const { x, y, width, height } = box
  if (side === 'left') return { x: x - by, y, width: width + by, height }
  if (side === 'right') return { x, y, width: width + by, height }
  if (side === 'top') return { x, y: y - by, width, height: height + by }
  return { x, y, width, height: height + by }
}

/** The outline of a coach. An end with a cab is drawn as a nose. */
export function outline(
  length: number,
  noses: { readonly front: boolean; readonly rear: boolean },
  orientation: Orientation,
): string {
  const at = (x: number, y: number) => {
    const point = place({ x, y, width: 0, height: 0 }, orientation)
    return `${round(point.x)} ${round(point.y)}`
  }
  const front = cornerOf(noses.front)
  const rear = cornerOf(noses.rear)
  const end = length
  const wall = COACH_WIDTH
  return [
    `M${at(front.along, 0)}L${at(end - rear.along, 0)}`,
    `Q${at(end, 0)} ${at(end, rear.across)}L${at(end, wall - rear.across)}`,
    `Q${at(end, wall)} ${at(end - rear.along, wall)}L${at(front.along, wall)}`,
    `Q${at(0, wall)} ${at(0, wall - front.across)}L${at(0, front.across)}`,
    `Q${at(0, 0)} ${at(front.along, 0)}Z`,
  ].join('')
}

function cornerOf(isNose: boolean): { readonly along: number; readonly across: number } {
  return isNose ? { along: 3.2, across: 1.7 } : { along: 0.35, across: 0.3 }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
