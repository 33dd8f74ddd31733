import type { CoachLayout, LayoutItem, Seat, SeatFeature, SeatKind } from '../../domain/railway/consist.ts'
import type { CoachLayoutFile, LayoutItemLine, LayoutRow } from '../schemas/coach-layout.ts'
import { pointerTo } from '../schemas/rule-file.ts'
import { type Area, hasWindow, isInside, itemProblem, meets, outside, seatArea } from './coach-grid.ts'

/** A seat of a layout, before the layout is given a coach number. */
type LayoutSeat = Omit<Seat, 'id' | 'index' | 'number' | 'coachNumber'>

/** A coach layout with its seats in the order of the file. */
export interface LaidOutCoach {
  readonly layout: CoachLayout
  readonly seats: readonly LayoutSeat[]
}

/** A mistake in a layout; the pointer starts at the layout. */
export interface LayoutProblem {
  readonly pointer: string
  readonly reason: string
}

interface DrawnSeat {
  readonly line: Omit<LayoutSeat, 'features'>
  readonly own: readonly SeatFeature[]
  readonly facing: 'forward' | 'backward' | null
  readonly area: Area
  readonly pointer: string
}

/**
 * The seats and drawing of a layout file, and their mistakes. The coach is usable only if there are none.
 */
export function layOutCoach(file: CoachLayoutFile): { coach: LaidOutCoach; problems: LayoutProblem[] } {
  const layout: CoachLayout = {
    name: file.name,
    title: file.title,
    decks: file.decks ?? 1,
    length: file.length,
    width: file.width,
    items: file.items.flatMap(itemsOf),
    ...sizesOf(file),
  }
  const drawn = file.rows.flatMap((row, index) => seatsOf(file, layout, row, pointerTo('rows', index)))
  const seats = drawn.map((seat) => ({ ...seat.line, features: featuresOf(layout, drawn, seat) }))
  return {
    coach: { layout, seats },
    problems: [...rowProblems(file), ...seatProblems(layout, drawn), ...itemProblems(file, layout)],
  }
}

/**
 * The same coach with its other end in front: rotated by 180 degrees, so forward seats face backward.
 */
export function turnCoach({ layout, seats }: LaidOutCoach): LaidOutCoach {
  const turn = <T extends { x: number; y: number }>(
    thing: T,
    size: { width: number; height: number },
  ): T => ({
    ...thing,
    x: layout.length - thing.x - size.width,
    y: layout.width - thing.y - size.height,
  })
  return {
    layout: {
      ...layout,
      name: `${layout.name}-turned`,
      items: layout.items.map((item) => turn(item, item)),
    },
    seats: seats.map((seat) => ({
      ...turn(seat, seatArea(layout, seat)),
      features: seat.features.map((feature) => opposite[feature] ?? feature),
    })),
  }
}

const opposite: Partial<Record<SeatFeature, SeatFeature>> = { forward: 'backward', backward: 'forward' }

function sizesOf(file: CoachLayoutFile): Pick<CoachLayout, 'sizes'> {
  if (!file.sizes) return {}
  const sizes: Partial<Record<SeatKind, { width: number; height: number }>> = {}
  for (const kind of ['seat', 'berth', 'couchette', 'wheelchair_space', 'bicycle_hook'] as const) {
    const size = file.sizes[kind]
    if (size) sizes[kind] = size
  }
  return { sizes }
}

function itemsOf(line: LayoutItemLine): LayoutItem[] {
  const { count, step } = line.repeat ?? { count: 1, step: 0 }
  return Array.from({ length: count }, (_, index) => ({
    kind: line.kind,
    deck: line.deck ?? 0,
    x: line.x + index * step,
    y: line.y,
    width: line.width,
    height: line.height,
    ...(line.label === undefined ? {} : { label: line.label }),
  }))
}

function seatsOf(file: CoachLayoutFile, layout: CoachLayout, row: LayoutRow, pointer: string): DrawnSeat[] {
  const usual = file.kind ?? 'seat'
  const kind = row.kind ?? usual
  // Defaults for the seats of a coach do not apply to its bicycle hooks.
  const shared = kind === usual ? (file.features ?? []) : []
  const groups = groupsOf(row)
  return row.labels.flatMap((label, y) => {
    if (label === null) return []
    const place = { kind, deck: row.deck ?? 0, x: row.x, y }
    const travelClass = row.travel_class ?? file.travel_class ?? ''
    return {
      line: { label, travelClass, ...place, group: groups[y] ?? null },
      own: [...new Set([...shared, ...(row.features ?? [])])],
      facing: row.facing ?? null,
      area: seatArea(layout, place),
      pointer: pointer + pointerTo('labels', y),
    }
  })
}

/**
 * An aisle divides a row into groups: group `3` becomes
 * `3a` and `3b`. A row without an aisle stays `3`.
 */
function groupsOf(row: LayoutRow): (string | null)[] {
  const { group } = row
  if (group === undefined) return []
  let part = -1
  const parts = row.labels.map((label, y) => {
    if (label === null) return null
    if (y === 0 || row.labels[y - 1] === null) part++
    return part
  })
  return parts.map((at) => (at === null ? null : part === 0 ? group : group + String.fromCharCode(97 + at)))
}

function featuresOf(layout: CoachLayout, drawn: readonly DrawnSeat[], seat: DrawnSeat): SeatFeature[] {
  const sits = seat.line.kind === 'seat'
  const features: SeatFeature[] = []
  if (sits || seat.line.kind === 'wheelchair_space') features.push(...positionOf(layout, drawn, seat))
  if (sits && seat.facing) features.push(seat.facing)
  return [...features, ...seat.own]
}

function positionOf(layout: CoachLayout, drawn: readonly DrawnSeat[], seat: DrawnSeat): SeatFeature[] {
  const { area } = seat
  const beside = [
    { ...area, y: area.y - 1, height: 1 },
    { ...area, y: area.y + area.height, height: 1 },
  ]
  const besideInside = beside.filter((cell) => cell.y >= 0 && isInside(layout, cell))
  const hasNeighbor = (cell: Area) => drawn.some((other) => meets(other.area, cell))
  const isBlocked = (cell: Area) => layout.items.some((item) => isSolid(item) && meets(item, cell))
  const isWindow = hasWindow(layout, layout.items, area)
  const isAisle = besideInside.some((cell) => !hasNeighbor(cell) && !isBlocked(cell))
  const isMiddle = besideInside.length === 2 && besideInside.every(hasNeighbor)
  const ahead = { ...area, x: seat.facing === 'backward' ? area.x + area.width : area.x - 1, width: 1 }
  const hasTable = layout.items.some((item) => item.kind === 'table' && meets(item, ahead))
  return [
    ...(isWindow ? (['window'] as const) : []),
    ...(isAisle ? (['aisle'] as const) : []),
    ...(isMiddle ? (['middle'] as const) : []),
    ...(hasTable && seat.facing ? (['table'] as const) : []),
  ]
}

/** Nobody can walk or sit on one of these. */
function isSolid(item: LayoutItem): boolean {
  return ['table', 'toilet', 'stairs', 'luggage', 'bar'].includes(item.kind)
}

function rowProblems(file: CoachLayoutFile): LayoutProblem[] {
  return file.rows.flatMap((row, index) => {
    const problems: LayoutProblem[] = []
    if (row.labels.length > file.width)
      problems.push({
        pointer: pointerTo('rows', index, 'labels'),
        reason: `has ${row.labels.length} places across, and the coach is ${file.width} cells wide`,
      })
    if (!row.travel_class && !file.travel_class)
      problems.push({
        pointer: pointerTo('rows', index, 'travel_class'),
        reason: 'is missing: give one to the row or to the layout',
      })
    return problems
  })
}

function seatProblems(layout: CoachLayout, drawn: readonly DrawnSeat[]): LayoutProblem[] {
  return drawn.flatMap((seat, index) => {
    const before = drawn.slice(0, index)
    const { label } = seat.line
    const reasons = [
      isInside(layout, seat.area) ? undefined : `seat ${label} ${outside(layout)}`,
      before.some((other) => other.line.label === label) ? `seat ${label} is there twice` : undefined,
    ]
    const rival = before.find((other) => meets(other.area, seat.area))
    if (rival) reasons.push(`seats ${rival.line.label} and ${label} lie on the same cells`)
    const solid = layout.items.find((item) => isSolid(item) && meets(item, seat.area))
    if (solid) reasons.push(`seat ${label} lies on a ${solid.kind}`)
    return reasons
      .filter((reason) => reason !== undefined)
      .map((reason) => ({ pointer: seat.pointer, reason }))
  })
}

function itemProblems(file: CoachLayoutFile, layout: CoachLayout): LayoutProblem[] {
  return file.items.flatMap((line, index) => {
    const reason = itemsOf(line)
      .map((item) => itemProblem(layout, item))
      .find((problem) => problem !== undefined)
    return reason === undefined ? [] : [{ pointer: pointerTo('items', index), reason }]
  })
}
