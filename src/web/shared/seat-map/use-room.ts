import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Orientation } from './orient.ts'

/** Below this width in pixels, a coach stands upright, so that its seats are big enough for a finger. */
const NARROW = 720

/** The room for a drawing. */
export interface Room {
  readonly orientation: Orientation
  /** In pixels. */
  readonly width: number
}

/**
 * How the coach lies in this element, and how wide the element is. Measured before the first paint, so
 * nothing jumps.
 */
export function useRoom(container: RefObject<HTMLElement | null>): Room {
  const [width, setWidth] = useState(NARROW)
  useLayoutEffect(() => {
    const element = container.current
    if (!element) return
    const measure = () => setWidth(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [container])
  return { orientation: width < NARROW ? 'vertical' : 'horizontal', width }
}
