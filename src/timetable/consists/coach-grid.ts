import type { CoachLayout, LayoutItem, SeatKind } from '../../domain/railway/consist.ts'

/** A rectangle of cells on one deck. Lines (walls, windows, doors) have no width or no height. */
export interface Area {
  readonly deck: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The grid of a coach, for the checks and the seat positions. */
type Grid = Pick<CoachLayout, 'decks' | 'length' | 'width' | 'sizes'>

/** The cells that a seat of this kind occupies, starting at its place. */
export function seatArea(grid: Grid, seat: { kind: SeatKind; deck: number; x: number; y: number }): Area {
  const { width, height } = grid.sizes?.[seat.kind] ?? { width: 1, height: 1 }
  return { deck: seat.deck, x: seat.x, y: seat.y, width, height }
}

export function isInside(grid: Grid, area: Area): boolean {
  return area.deck < grid.decks && area.x + area.width <= grid.length && area.y + area.height <= grid.width
}

/** Half-open in both directions, so that neighbors do not meet; a line meets nothing. */
export function meets(a: Area, b: Area): boolean {
  return (
    a.deck === b.deck &&
    Math.min(a.x + a.width, b.x + b.width) > Math.max(a.x, b.x) &&
    Math.min(a.y + a.height, b.y + b.height) > Math.max(a.y, b.y)
  )
}

/** Whether a window is in the outer wall that the area touches. */
export function hasWindow(grid: Grid, items: readonly LayoutItem[], area: Area): boolean {
  const walls: number[] = []
  if (area.y === 0) walls.push(0)
  if (area.y + area.height === grid.width) walls.push(grid.width)
  return items.some(
    (item) =>
      item.kind === 'window' &&
      item.deck === area.deck &&
      walls.includes(item.y) &&
      Math.min(item.x + item.width, area.x + area.width) > Math.max(item.x, area.x),
  )
}

/** What is wrong with the place or shape of a drawn thing; undefined if nothing is. */
export function itemProblem(grid: Grid, item: LayoutItem): string | undefined {
  if (!isInside(grid, item)) return outside(grid)
  if (item.kind === 'window') {
    if (item.height !== 0 || item.width === 0)
      return 'a window is a line along the coach: height 0, width above 0'
    if (item.y !== 0 && item.y !== grid.width) return `a window is in an outer wall: y is 0 or ${grid.width}`
    return undefined
  }
  const isLine = (item.width === 0) !== (item.height === 0)
  if (item.kind === 'wall' || item.kind === 'door')
    return isLine ? undefined : `a ${item.kind} is a line: one of width and height is 0, the other is not`
  return item.width > 0 && item.height > 0 ? undefined : `${item.kind} needs a width and a height above 0`
}

export function outside(grid: Grid): string {
  return `lies outside the coach: ${grid.decks} deck(s) of ${grid.length} by ${grid.width} cells`
}
