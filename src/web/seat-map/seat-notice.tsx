import { useState } from 'react'
import type { TrainPlan } from './layout.ts'
import type { SeatMapState } from './state.ts'
import { noticeText, type Words } from './words.ts'

interface SeatNoticeProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly words: Words
}

/**
 * Says what happened that one did not do oneself, also to those who do not see it: the region is always there, so that it is heard.
 * It stays in sight however far down the coach one is, until it is closed or the next choice is made.
 */
export function SeatNotice({ state, train, words }: SeatNoticeProps) {
  const [closedCount, setClosedCount] = useState(0)
  const text = closedCount === state.noticeCount ? undefined : noticeText(state, train, words)
  const look = state.notice?.kind === 'seats_taken' ? 'seat-notice seat-notice-loss' : 'seat-notice'
  return (
    <div className={text === undefined ? 'seat-notice-none' : look}>
      <div role="status">{text !== undefined && <p key={state.noticeCount}>{text}</p>}</div>
      {text !== undefined && (
        <button
          type="button"
          className="seat-notice-close"
          aria-label={words.messages.close}
          onClick={() => setClosedCount(state.noticeCount)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      )}
    </div>
  )
}
