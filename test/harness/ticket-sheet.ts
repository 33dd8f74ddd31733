import { drawSymbol } from '../../src/app/tickets/draw-symbol.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { TicketSheet } from '../../src/domain/tickets/ticket-sheet.ts'

/** What the code of the sheet below says. */
export const sheetCode = Uint8Array.from({ length: 130 }, (_, at) => (at * 37) % 256)

/** A ticket on paper in English. */
export function sheet(other: Partial<TicketSheet> = {}): TicketSheet {
  return {
    ...{ language: 'en', paper: 'a4', railway: 'Halvora Railways', accent: '#0b5d4e', accentInk: '#ffffff' },
    ...{ logo: null, title: 'Ticket 7K3M9QXA', at: 1_800_000_000_000 as Instant },
    ...{ day: 'Wednesday, 17 March 2027', train: 'Train IC 204' },
    from: { name: 'Aldmere Central', time: '07:14' },
    to: { name: 'Brightwater', time: '11:02' },
    symbol: { ...drawSymbol(sheetCode), says: 'Ticket code of booking 7K3M9QXA' },
    show: 'Show this code when you are asked for your ticket.',
    seats: [{ place: 'Coach 4, seat 32', who: 'Ada Lindqvist', price: '€24.00' }],
    plans: [
      {
        ...{ title: 'Your seats in coach 4', length: 3, width: 2, items: [] },
        seats: [
          { x: 0, y: 0, width: 1, height: 1, label: null },
          { x: 1, y: 0, width: 1, height: 1, label: '32' },
        ],
      },
    ],
    total: 'Price: €24.00',
    conditions: { title: 'If you cancel', lines: ['After that, you get nothing back.'] },
    foot: ['help@example.org'],
    lettersMissing: 'Some letters are missing.',
    ...other,
  }
}
