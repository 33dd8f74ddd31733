import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { OnPoint } from './coach-strip.tsx'
import { type Area, areaOf, type Cell } from './state.ts'

/** Where each key moves the cursor, in seats and legs. */
const steps: Readonly<Record<string, readonly [seats: number, legs: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [20, 0],
  PageUp: [-20, 0],
}

/**
 * The cursor and the rectangle that pointer and keys select, on a picture with so many seats and legs. A
 * click that selects no more than a cell, and Enter, open what is there.
 */
export function useSelection(seats: number, legs: number, onOpen: (cell: Cell) => void) {
  const [cursor, setCursor] = useState<Cell>()
  const [area, setArea] = useState<Area>()
  const anchor = useRef<Cell>(undefined)
  const isDragging = useRef(false)
  // The strips are drawn again only for what is new in them, so what they call stays the same.
  const open = useRef(onOpen)
  useEffect(() => {
    open.current = onOpen
  }, [onOpen])
  const onPoint = useCallback<OnPoint>((cell, act) => {
    setCursor((now) => (isSame(now, cell) ? now : cell))
    if (act === 'down') {
      anchor.current = cell
      isDragging.current = true
    }
    if (act === 'down' || isDragging.current) setArea(areaOf(anchor.current ?? cell, cell))
    if (act !== 'up') return
    if (isDragging.current && isSame(anchor.current, cell)) open.current(cell)
    isDragging.current = false
  }, [])
  const move = (event: KeyboardEvent, [seatStep, legStep]: readonly [number, number]) => {
    const from = cursor ?? { seat: 0, leg: 0 }
    const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))
    const to = cursor
      ? { seat: clamp(from.seat + seatStep, seats), leg: clamp(from.leg + legStep, legs) }
      : from
    if (!event.shiftKey) anchor.current = to
    setCursor(to)
    setArea(areaOf(anchor.current ?? to, to))
    event.preventDefault()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step) move(event, step)
    if (event.key === 'Escape') clear()
    if (event.key === 'Enter' && cursor) onOpen(cursor)
  }
  const clear = () => setArea(undefined)
  return { cursor, area, onPoint, onKeyDown, clear }
}

function isSame(one: Cell | undefined, other: Cell): boolean {
  return one?.seat === other.seat && one.leg === other.leg
}
