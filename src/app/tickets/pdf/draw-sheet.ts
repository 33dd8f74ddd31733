import { directionOf } from '../../../domain/language.ts'
import type { Paper, TicketSheet } from '../../../domain/tickets/ticket-sheet.ts'
import { type Block, code, head, paragraph, plan, type Room, row, rule, stack, styles } from './blocks.ts'
import { openDocument } from './document.ts'

interface Format {
  readonly width: number
  /** Null if the page is as high as what is on it. */
  readonly height: number | null
  readonly margin: number
}

/** In points. A telephone shows a narrow page over its whole width. */
const formats: Readonly<Record<Paper, Format>> = {
  a4: { width: 595.28, height: 841.89, margin: 48 },
  phone: { width: 340, height: null, margin: 18 },
}

/** A ticket as a PDF with a structure that programs can read out (PDF/UA). */
export function drawSheet(sheet: TicketSheet): Promise<Uint8Array> {
  const { width, height, margin } = formats[sheet.paper]
  const room = { width: width - 2 * margin, direction: directionOf(sheet.language) }
  const blocks = blocksOf(sheet, room)
  const needed = stack(blocks).height + 2 * margin
  const document = openDocument(sheet, { width, height: height ?? needed })
  let y = margin
  for (const block of blocks) {
    if (height !== null && y > margin && y + block.height > height - margin) {
      document.nextPage()
      y = margin
    }
    block.draw(document.pen, { x: margin, y })
    y += block.height
  }
  return document.end()
}

function blocksOf(sheet: TicketSheet, room: Room): readonly Block[] {
  const blocks = [
    head(sheet, room),
    ...(sheet.paper === 'a4' ? [journeyBesideCode(sheet, room)] : [journey(sheet, room), code(sheet, room)]),
    paragraph(sheet.show, room, styles.text),
    rule(room),
    ...sheet.seats.map((seat) => seatBlock(seat, room)),
    ...sheet.plans.map((one) => stack([paragraph(one.title, room, styles.small), plan(one, sheet, room)])),
    rule(room),
    paragraph(sheet.total, room, styles.strong),
    conditions(sheet, room),
    rule(room),
    ...sheet.foot.map((line) => paragraph(line, room, styles.small)),
  ]
  if (blocks.every(({ isWhole }) => isWhole)) return blocks
  return [...blocks, paragraph(sheet.lettersMissing, room, styles.text)]
}

function journeyBesideCode(sheet: TicketSheet, room: Room): Block {
  return row(room, [
    { share: 0.6, make: (part) => journey(sheet, part) },
    { share: 0.4, make: (part) => code(sheet, part) },
  ])
}

function journey({ title, day, train, from, to }: TicketSheet, room: Room): Block {
  const stop = ({ time, name }: TicketSheet['from']) => ({
    share: 0.5,
    make: (half: Room) => stack([paragraph(time, half, styles.large), paragraph(name, half, styles.strong)]),
  })
  return stack([
    paragraph(title, room, styles.title),
    paragraph(day, room, styles.text),
    paragraph(train, room, styles.text),
    row(room, [stop(from), stop(to)]),
  ])
}

function seatBlock({ place, who, price }: TicketSheet['seats'][number], room: Room): Block {
  return stack([
    paragraph(place, room, styles.large),
    row(room, [
      { share: 0.7, make: (part) => paragraph(who, part, styles.text) },
      { share: 0.3, make: (part) => paragraph(price, part, styles.text) },
    ]),
  ])
}

function conditions({ conditions: { title, lines } }: TicketSheet, room: Room): Block {
  return stack([
    paragraph(title, room, styles.heading),
    ...lines.map((line) => paragraph(line, room, styles.small)),
  ])
}
