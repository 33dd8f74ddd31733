import { useRef, useState } from 'react'
import type { SeatBox, TrainPlan } from './layout.ts'
import { nearestFree } from './nearest.ts'
import { type SeatMapState, seatedCount } from './state.ts'
import { noticeText, shortName, type Words } from './words.ts'

interface SeatNoticeProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly words: Words
  /** True while another message says the same. */
  readonly isHidden?: boolean
  /** Takes the nearest free seats in place of the lost ones. Without it, none are offered. */
  readonly onTake?: (seatNumbers: readonly string[]) => void
}

/**
 * Tells the passenger what happened without their doing. The region is always there, so that screen readers
 * announce it. It stays in view anywhere along the coach until it is closed or the next choice is made.
 */
export function SeatNotice({ state, train, words, isHidden = false, onTake }: SeatNoticeProps) {
  const region = useRef<HTMLDivElement>(null)
  const [closedCount, setClosedCount] = useState(0)
  const text = isHidden || closedCount === state.noticeCount ? undefined : noticeText(state, train, words)
  const look = state.notice?.kind === 'seats_taken' ? 'seat-notice seat-notice-loss' : 'seat-notice'
  // A button that disappears must not take the focus with it.
  const keepFocus = () => region.current?.focus({ preventScroll: true })
  const take = (seatNumbers: readonly string[]) => {
    keepFocus()
    onTake?.(seatNumbers)
  }
  return (
    <div className={text === undefined ? 'seat-notice-none' : look} ref={region} tabIndex={-1}>
      <div role="status">{text !== undefined && <p key={state.noticeCount}>{text}</p>}</div>
      {text !== undefined && onTake && <NearestButton {...{ state, train, words }} onTake={take} />}
      {text !== undefined && (
        <button
          type="button"
          className="seat-notice-close"
          aria-label={words.messages.close}
          onClick={() => {
            keepFocus()
            setClosedCount(state.noticeCount)
          }}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      )}
    </div>
  )
}

function NearestButton({ state, train, words, onTake }: Required<Omit<SeatNoticeProps, 'isHidden'>>) {
  if (state.notice?.kind !== 'seats_taken') return null
  const isHook = ({ seat }: SeatBox) => seat.kind === 'bicycle_hook'
  const found = nearestFree(state, train, state.notice.seatNumbers)
  const seats = found.filter((box) => !isHook(box)).slice(0, state.partySize - seatedCount(state))
  const near = [...seats, ...found.filter(isHook)]
  if (near.length === 0) return null
  return (
    <button type="button" className="seat-notice-take" onClick={() => onTake(near.map((box) => box.number))}>
      {words.messages.takeNear(words.list(near.map((box) => shortName(box, words))))}
    </button>
  )
}
