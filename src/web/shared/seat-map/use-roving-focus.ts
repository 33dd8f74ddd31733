import { type RefObject, useEffect, useRef, useState } from 'react'
import type { CoachPlan, TrainPlan } from './layout.ts'
import { isChosenLook, isTakenLook, lookOf, type SeatMapState } from './state.ts'

/**
 * One seat of the map takes the tab key: the last one that had the focus, if it is drawn; else the first
 * chosen or the first free one of the coach.
 */
export function useRovingFocus(
  container: RefObject<HTMLDivElement | null>,
  state: SeatMapState,
  train: TrainPlan,
  coach: CoachPlan | undefined,
  isDrawn: (coachIndex: number) => boolean,
): {
  readonly tabStop: string | undefined
  readonly moveTo: (seatNumber: string, how: 'by_key' | 'by_pointer') => void
} {
  const [last, setLast] = useState<string>()
  const isMoving = useRef<'by_key' | 'by_pointer' | false>(false)
  useEffect(() => {
    if (!isMoving.current || last === undefined) return
    const seat = container.current?.querySelector<SVGGElement>(`[data-seat="${CSS.escape(last)}"]`)
    if (!seat) return
    // The seat under a pointer must not move away.
    if (isMoving.current === 'by_key') seat.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    seat.focus({ preventScroll: true })
    isMoving.current = false
  })
  // Seats that were chosen by a button are brought into view, and the focus stays with the button.
  const newest = state.choices.at(-1)?.seatNumber
  const shown = useRef(newest)
  useEffect(() => {
    if (newest === shown.current) return
    if (newest === undefined || newest === last) {
      shown.current = newest
      return
    }
    const seat = container.current?.querySelector(`[data-seat="${CSS.escape(newest)}"]`)
    if (!seat) return
    seat.scrollIntoView({ block: 'nearest', inline: 'center' })
    shown.current = newest
  })
  const moveTo = (seatNumber: string, how: 'by_key' | 'by_pointer') => {
    isMoving.current = how
    setLast(seatNumber)
  }
  const lastBox = last === undefined ? undefined : train.seats.get(last)
  const seats = coach?.seats ?? []
  const stop =
    (lastBox && isDrawn(lastBox.coachIndex) ? lastBox : undefined) ??
    seats.find((box) => isChosenLook(lookOf(state, box.number))) ??
    seats.find((box) => !isTakenLook(lookOf(state, box.number))) ??
    seats[0]
  return { tabStop: stop?.number, moveTo }
}
