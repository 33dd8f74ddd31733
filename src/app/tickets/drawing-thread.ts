import { takeOrders } from '../side-thread-orders.ts'
import { drawSymbol } from './draw-symbol.ts'
import type { DrawingOrder } from './drawings.ts'

// Draws tickets.
takeOrders(({ code }: DrawingOrder) => drawSymbol(code))
