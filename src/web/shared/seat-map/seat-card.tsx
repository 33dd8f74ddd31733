import { type RefObject, useLayoutEffect, useState } from 'react'
import type { SeatBox, TrainPlan } from './layout.ts'
import { lookOf, passengerOn, type SeatMapState } from './state.ts'
import { featureWords, lookWord, shortName, surroundings, type Words } from './words.ts'

interface SeatCardProps {
  readonly box: SeatBox
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly words: Words
  /** The map that shows the seat, and whether the card floats beside it there. */
  readonly map: RefObject<HTMLDivElement | null>
  readonly isFloating: boolean
}

/**
 * Everything about one seat, in the words that a screen reader gets from the seat itself. On a wide screen it
 * floats beside the seat; on a phone it is above the bar at the bottom.
 */
export function SeatCard({ box, state, train, words, map, isFloating }: SeatCardProps) {
  const look = lookOf(state, box.number)
  const passenger = state.partySize > 1 ? passengerOn(state, box.number) : null
  const place = usePlace(map, box.number, isFloating)
  return (
    <div
      className={isFloating ? 'seat-card seat-card-floating' : 'seat-card'}
      style={place}
      aria-hidden="true"
    >
      <p className="seat-card-name">
        <strong>{shortName(box, words)}</strong>
        <span>{words.money(box.seat.price_cents)}</span>
      </p>
      <p>{[lookWord(look, passenger, words), ...featureWords(box, words)].join(' · ')}</p>
      <p className="seat-card-around">{surroundings(box, state, train, words).join(' · ')}</p>
    </div>
  )
}

/** Below the seat, or above it where there is more room; never beyond the sides of the window. */
function usePlace(
  map: RefObject<HTMLDivElement | null>,
  seatNumber: string,
  isFloating: boolean,
): { left?: number; top?: number; bottom?: number; visibility?: 'hidden' } {
  const [place, setPlace] = useState<{ left?: number; top?: number; bottom?: number }>()
  useLayoutEffect(() => {
    if (!isFloating) return
    const seat = map.current?.querySelector(`[data-seat="${CSS.escape(seatNumber)}"] .seat-body`)
    const area = seat?.getBoundingClientRect()
    if (!area) return
    const left = Math.min(Math.max(area.left - 24, 8), innerWidth - CARD_WIDTH - 8)
    const isLow = area.top > innerHeight / 2
    setPlace(isLow ? { left, bottom: innerHeight - area.top + 2 } : { left, top: area.bottom + 2 })
  }, [map, seatNumber, isFloating])
  if (!isFloating) return {}
  return place ?? { visibility: 'hidden' }
}

/** As in the styles. */
const CARD_WIDTH = 304
