import type { TicketSheet } from '../../domain/tickets/ticket-sheet.ts'
import { sideThread } from '../side-thread.ts'
import type { TicketSymbol } from './draw-symbol.ts'

/** What is drawn of tickets, beside everything else. */
export interface Drawings {
  /** The Aztec code of these bytes. */
  symbol(code: Uint8Array): Promise<TicketSymbol>
  /** A ticket on paper, as a PDF. */
  sheet(sheet: TicketSheet): Promise<Uint8Array>
}

/** What the thread is asked to draw. */
export type DrawingOrder =
  | { readonly kind: 'symbol'; readonly code: Uint8Array }
  | { readonly kind: 'sheet'; readonly sheet: TicketSheet }

/** Draws in a thread of its own: a code takes longer than a sale. */
export function drawingThread(): Drawings {
  const script = new URL('./drawing-thread.ts', import.meta.url)
  const draw = sideThread<DrawingOrder, TicketSymbol | Uint8Array>(script)
  return {
    symbol: async (code) => (await draw({ kind: 'symbol', code })) as TicketSymbol,
    sheet: async (sheet) => (await draw({ kind: 'sheet', sheet })) as Uint8Array,
  }
}
