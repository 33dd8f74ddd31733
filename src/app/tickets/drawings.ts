import { sideThread } from '../side-thread.ts'
import type { TicketSymbol } from './draw-symbol.ts'

/** What is drawn of tickets, beside everything else. */
export interface Drawings {
  /** The Aztec code of these bytes. */
  symbol(code: Uint8Array): Promise<TicketSymbol>
}

/** What the thread is asked to draw. */
export interface DrawingOrder {
  readonly kind: 'symbol'
  readonly code: Uint8Array
}

/** Draws in a thread of its own: a code takes longer than a sale. */
export function drawingThread(): Drawings {
  const draw = sideThread<DrawingOrder, TicketSymbol>(new URL('./drawing-thread.ts', import.meta.url))
  return { symbol: (code) => draw({ kind: 'symbol', code }) }
}
