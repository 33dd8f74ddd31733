import { takeOrders } from '../side-thread-orders.ts'
import { drawSymbol } from './draw-symbol.ts'
import type { DrawingOrder } from './drawings.ts'

// Draws tickets. Fonts and what writes a PDF are loaded for the first one that somebody wants on paper.
takeOrders(async (order: DrawingOrder) => {
  if (order.kind === 'symbol') return drawSymbol(order.code)
  const { drawSheet } = await import('./pdf/draw-sheet.ts')
  return drawSheet(order.sheet)
})
