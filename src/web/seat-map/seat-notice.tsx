import type { TrainPlan } from './layout.ts'
import type { SeatMapState } from './state.ts'
import { noticeText, type Words } from './words.ts'

interface SeatNoticeProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly words: Words
}

/** Says what happened that one did not do oneself, also to those who do not see it. Always there, so that it is heard. */
export function SeatNotice({ state, train, words }: SeatNoticeProps) {
  const text = noticeText(state, train, words)
  const isLoss = state.notice?.kind === 'seats_taken'
  return (
    <div className="seat-notice" role="status">
      {text !== undefined && (
        <p
          key={state.noticeCount}
          className={isLoss ? 'seat-notice-text seat-notice-loss' : 'seat-notice-text'}
        >
          {text}
        </p>
      )}
    </div>
  )
}
