import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { TrainPlan } from './layout.ts'
import { drawingSize } from './orient.ts'

/** Pixels between two coupled coaches, as in the styles. */
const COUPLING = 12

interface Track {
  /** Whether the coach is near enough to be drawn; the others only keep their room. */
  readonly isDrawn: (coachIndex: number) => boolean
  readonly onScroll: () => void
  /** A seat of this coach was chosen: it becomes the one shown, and nothing moves. */
  readonly stayAt: (coachIndex: number) => void
}

/**
 * The coupled train as one long picture to scroll along. Scrolling makes the coach in the middle the one
 * shown; another coach shown from elsewhere is scrolled to. `scale` undefined: one coach at a time.
 */
export function useTrack(
  track: RefObject<HTMLDivElement | null>,
  train: TrainPlan,
  scale: number | undefined,
  width: number,
  coachIndex: number,
  onCoach: (coachIndex: number) => void,
): Track {
  const [near, setNear] = useState({ first: coachIndex, last: coachIndex })
  const shown = useRef<{ index: number; scale: number | undefined }>({ index: -1, scale: undefined })
  const ownScroll = useRef<number>(undefined)
  const look = () => {
    const { current } = track
    if (!current || scale === undefined) return
    const from = current.scrollLeft
    const first = coachAt(train, scale, from)
    const last = coachAt(train, scale, from + current.clientWidth)
    setNear((now) => (now.first === first && now.last === last ? now : { first, last }))
  }
  useLayoutEffect(() => {
    const { current } = track
    if (!current || scale === undefined) return
    if (shown.current.index !== coachIndex || shown.current.scale !== scale) {
      const { start, length } = spanOf(train, scale, coachIndex)
      current.scrollLeft = start - Math.max(0, (current.clientWidth - length) / 2)
      ownScroll.current = current.scrollLeft
    }
    shown.current = { index: coachIndex, scale }
    look()
  })
  return {
    isDrawn: (index) =>
      scale === undefined ? index === coachIndex : index >= near.first - 1 && index <= near.last + 1,
    onScroll: () => {
      const { current } = track
      if (!current || scale === undefined) return
      look()
      // The end of the train may not come to the middle when its coach is asked for.
      if (ownScroll.current !== undefined && Math.abs(current.scrollLeft - ownScroll.current) < 2) return
      ownScroll.current = undefined
      const middle = coachAt(train, scale, current.scrollLeft + width / 2)
      if (middle === shown.current.index) return
      shown.current = { index: middle, scale }
      onCoach(middle)
    },
    stayAt: (index) => {
      shown.current = { index, scale }
      ownScroll.current = track.current?.scrollLeft
    },
  }
}

/** Where a coach begins on the track, and how long it is, in pixels. */
function spanOf({ coaches }: TrainPlan, scale: number, index: number): { start: number; length: number } {
  const lengths = coaches.map((coach) => Math.round(drawingSize(coach.length, 'horizontal').width * scale))
  const start = lengths.slice(0, index).reduce((sum, length) => sum + length + COUPLING, 0)
  return { start, length: lengths[index] ?? 0 }
}

function coachAt(train: TrainPlan, scale: number, x: number): number {
  const index = train.coaches.findIndex((_, at) => {
    const { start, length } = spanOf(train, scale, at)
    return x < start + length + COUPLING
  })
  return index < 0 ? train.coaches.length - 1 : index
}
