import type { TicketSheet } from '../../../domain/tickets/ticket-sheet.ts'
import type { Weight } from './fonts.ts'
import { type Direction, type Line, setLine, setLines } from './line.ts'

/** Where a block is drawn: what it draws within a tag of the structure, or as decoration. */
export interface Pen {
  /** A text in one line, its letters standing on `y`. */
  line(line: Line, at: Spot, size: number, color: string): void
  box(box: Place, color: string, radius?: number): void
  /** A path of SVG, in units of its own. */
  path(path: string, at: Spot, unit: number): void
  picture(png: Uint8Array, place: Place): void
  /** What `draw` draws is one element of the structure. */
  tag(element: Element, draw: () => void): void
  /** What `draw` draws says nothing. */
  decoration(draw: () => void): void
}

interface Element {
  readonly tag: 'H1' | 'H2' | 'P' | 'Figure'
  /** What it says, to who cannot see it. */
  readonly says: string
  readonly place: Place
}

interface Spot {
  readonly x: number
  readonly y: number
}

interface Place extends Spot {
  readonly width: number
  readonly height: number
}

/** A part of a ticket that is never cut at the end of a page. */
export interface Block {
  readonly height: number
  /** False if a letter of it is in no font. */
  readonly isWhole: boolean
  draw(pen: Pen, at: Spot): void
}

/** How wide blocks are, and which way they are written. */
export interface Room {
  readonly width: number
  readonly direction: Direction
}

const ink = '#1b2422'
const quiet = '#54615d'
const lineHeight = 1.4
/** From the top of a line to where its letters stand, as a share of its size. */
const ascent = 1.07

interface Style {
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
  readonly tag?: 'H1' | 'H2' | 'P'
  /** Free room above. */
  readonly above?: number
}

/** A paragraph in as many lines as it needs. */
export function paragraph(text: string, { width, direction }: Room, style: Style): Block {
  const { size, weight = 400, color = ink, tag = 'P', above = 0 } = style
  const lines = setLines(text, weight, direction, width / size)
  const height = above + lines.length * size * lineHeight
  return {
    height,
    isWhole: lines.every(({ isWhole }) => isWhole),
    draw(pen, { x, y }) {
      pen.tag({ tag, says: text, place: { x, y, width, height } }, () => {
        for (const [index, line] of lines.entries()) {
          const top = y + above + index * size * lineHeight
          pen.line(line, { x: startOf(line, x, width, size, direction), y: top + size * ascent }, size, color)
        }
      })
    },
  }
}

interface Column {
  /** Of the width of the row. */
  readonly share: number
  readonly make: (room: Room) => Block
}

/** Between columns. */
const columnGap = 12

/** Blocks beside each other; the first where reading begins. */
export function row(room: Room, columns: readonly Column[]): Block {
  let passed = 0
  const placed = columns.map(({ share, make }) => {
    const outer = share * room.width
    const width = passed + outer < room.width - 1 ? outer - columnGap : outer
    const left = room.direction === 'ltr' ? passed : room.width - passed - width
    passed += outer
    return { left, block: make({ ...room, width }) }
  })
  const blocks = placed.map(({ block }) => block)
  return {
    height: Math.max(...blocks.map(({ height }) => height)),
    isWhole: blocks.every(({ isWhole }) => isWhole),
    draw(pen, { x, y }) {
      for (const { left, block } of placed) block.draw(pen, { x: x + left, y })
    },
  }
}

/** Blocks below each other that stay on one page. */
export function stack(blocks: readonly Block[]): Block {
  return {
    height: blocks.reduce((sum, { height }) => sum + height, 0),
    isWhole: blocks.every(({ isWhole }) => isWhole),
    draw(pen, { x, y }) {
      let top = y
      for (const block of blocks) {
        block.draw(pen, { x, y: top })
        top += block.height
      }
    },
  }
}

/** The name of the railway on its color, with its logo. */
export function head({ railway, accent, accentInk, logo }: TicketSheet, room: Room): Block {
  const [size, margin, height] = [18, 14, 52]
  const name = setLine(railway, 700, room.direction)
  const side = logo ? 28 : 0
  const fits = Math.min(size, (room.width - 2 * margin - side) / Math.max(name.width, 0.1))
  return {
    height: height + 10,
    isWhole: name.isWhole,
    draw(pen, { x, y }) {
      const place = { x, y, width: room.width, height }
      pen.decoration(() => pen.box(place, accent, 6))
      const start = x + margin + (room.direction === 'ltr' ? side + (side && 8) : 0)
      const width = room.width - 2 * margin - side - (side && 8)
      if (logo) {
        const left = room.direction === 'ltr' ? x + margin : x + room.width - margin - side
        const spot = { x: left, y: y + 12, width: side, height: side }
        pen.decoration(() => {
          pen.box({ x: left - 3, y: y + 9, width: side + 6, height: side + 6 }, '#ffffff', 4)
          pen.picture(logo, spot)
        })
      }
      pen.tag({ tag: 'P', says: railway, place }, () => {
        const left = startOf(name, start, width, fits, room.direction)
        pen.line(name, { x: left, y: y + height / 2 + fits * 0.36 }, fits, accentInk)
      })
    },
  }
}

/** The code, dark on white with free room around it, in the middle. */
export function code({ symbol }: TicketSheet, room: Room): Block {
  const size = Math.min(room.width, 180)
  const gap = 8
  return {
    height: size + 2 * gap,
    isWhole: true,
    draw(pen, { x, y }) {
      const spot = { x: x + (room.width - size) / 2, y: y + gap }
      const place = { ...spot, width: size, height: size }
      pen.tag({ tag: 'Figure', says: symbol.says, place }, () =>
        pen.path(symbol.path, spot, size / symbol.modules),
      )
    },
  }
}

/** A deck of a coach with the seats of the booking in the color of the railway. */
export function plan(
  { length, width, items, seats, title }: TicketSheet['plans'][number],
  { accent, accentInk }: TicketSheet,
  room: Room,
): Block {
  const cell = Math.min(room.width / length, 18)
  const height = width * cell
  const own = seats.flatMap(({ label }) => label ?? [])
  const labels = new Map(own.map((label) => [label, setLine(label, 700, 'ltr')]))
  return {
    height: height + 14,
    isWhole: true,
    draw(pen, { x, y }) {
      const left = room.direction === 'ltr' ? x : x + room.width - length * cell
      const scaled = (box: Place, inset: number) => ({
        x: left + box.x * cell + inset,
        y: y + 6 + box.y * cell + inset,
        width: box.width * cell - 2 * inset,
        height: box.height * cell - 2 * inset,
      })
      const coach = { x: left, y: y + 6, width: length * cell, height }
      pen.tag({ tag: 'Figure', says: `${title}: ${own.join(', ')}`, place: coach }, () => {
        pen.box(coach, '#f4f2ec', 4)
        for (const item of items) pen.box(scaled(item, cell * 0.1), '#e2ded2')
        for (const seat of seats) {
          const place = scaled(seat, cell * 0.08)
          pen.box(place, seat.label === null ? '#c9c4b6' : accent, 2)
          const label = labels.get(seat.label ?? '')
          if (!label) continue
          const size = Math.min(cell * 0.6, (place.width * 0.9) / label.width)
          const middle = place.x + (place.width - label.width * size) / 2
          pen.line(label, { x: middle, y: place.y + place.height / 2 + size * 0.36 }, size, accentInk)
        }
      })
    },
  }
}

/** A thin line between what does not belong together. */
export function rule({ width }: Room): Block {
  return {
    height: 17,
    isWhole: true,
    draw: (pen, { x, y }) => pen.decoration(() => pen.box({ x, y: y + 8, width, height: 0.75 }, '#c9c4b6')),
  }
}

/** Where a line begins: at the side where reading does. */
function startOf({ width }: Line, x: number, room: number, size: number, direction: Direction): number {
  return direction === 'ltr' ? x : x + room - width * size
}

export const styles = {
  title: { size: 15, weight: 700, tag: 'H1' },
  heading: { size: 12, weight: 700, tag: 'H2', above: 4 },
  large: { size: 18, weight: 700 },
  text: { size: 11 },
  strong: { size: 12, weight: 700 },
  small: { size: 9, color: quiet },
} as const satisfies Record<string, Style>
