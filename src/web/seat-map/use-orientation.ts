import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Orientation } from './orient.ts'

/** Narrower than this, in pixels, a coach stands upright, so that its seats are big enough for a finger. */
const NARROW = 720

/** How the coach lies in this element; follows its width. Decided before the first paint, so nothing jumps. */
export function useOrientation(container: RefObject<HTMLElement | null>): Orientation {
  const [orientation, setOrientation] = useState<Orientation>('horizontal')
  useLayoutEffect(() => {
    const element = container.current
    if (!element) return
    const measure = () => setOrientation(element.clientWidth < NARROW ? 'vertical' : 'horizontal')
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [container])
  return orientation
}
