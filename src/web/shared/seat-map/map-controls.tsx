import type { TrainPlan } from './layout.ts'
import type { Orientation } from './orient.ts'
import type { Words } from './words.ts'

/** An arrow toward the front of the train, in the direction of the coach below it. */
export function DirectionOfTravel({
  orientation,
  words,
}: {
  readonly orientation: Orientation
  readonly words: Words
}) {
  return (
    <p className="direction">
      <ForwardArrow orientation={orientation} />
      <span>{words.messages.direction}</span>
    </p>
  )
}

/** The arrow without its text. */
export function ForwardArrow({ orientation }: { readonly orientation: Orientation }) {
  return (
    <svg className="direction-arrow" viewBox="0 0 16 16" aria-hidden="true">
      <path d={orientation === 'horizontal' ? 'M15 8H2M7 3L2 8l5 5' : 'M8 15V2M3 7l5-5l5 5'} />
    </svg>
  )
}

interface ZoomProps {
  readonly zoom: number
  readonly count: number
  readonly onZoom: (zoom: number) => void
  readonly words: Words
}

export function ZoomButtons({ zoom, count, onZoom, words: { messages } }: ZoomProps) {
  return (
    <div className="zoom">
      <button
        type="button"
        aria-label={messages.smaller}
        disabled={zoom === 0}
        onClick={() => onZoom(zoom - 1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <button
        type="button"
        aria-label={messages.larger}
        disabled={zoom === count - 1}
        onClick={() => onZoom(zoom + 1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10M8 3v10" />
        </svg>
      </button>
    </div>
  )
}

interface CoachStepsProps {
  readonly train: TrainPlan
  readonly coachIndex: number
  readonly onCoach: (coachIndex: number) => void
  readonly orientation: Orientation
  readonly words: Words
}

/** Leads to the coaches before and behind, for passengers who have reached the end of this one. */
export function CoachSteps({ train, coachIndex, onCoach, orientation, words }: CoachStepsProps) {
  const { messages } = words
  const before = train.coaches[coachIndex - 1]
  const behind = train.coaches[coachIndex + 1]
  const isLying = orientation === 'horizontal'
  return (
    <div className="coach-steps">
      {before && (
        <button
          type="button"
          className="coach-step"
          onClick={() => onCoach(before.index)}
          aria-label={`${messages.coach(before.number)}${messages.comma}${messages.previousCoach}`}
        >
          <StepArrow d={isLying ? 'M10 3L5 8l5 5' : 'M3 10l5-5l5 5'} />
          <span>{messages.coach(before.number)}</span>
        </button>
      )}
      {behind && (
        <button
          type="button"
          className="coach-step coach-step-behind"
          onClick={() => onCoach(behind.index)}
          aria-label={`${messages.coach(behind.number)}${messages.comma}${messages.nextCoach}`}
        >
          <span>{messages.coach(behind.number)}</span>
          <StepArrow d={isLying ? 'M6 3l5 5l-5 5' : 'M3 6l5 5l5-5'} />
        </button>
      )}
    </div>
  )
}

function StepArrow({ d }: { readonly d: string }) {
  return (
    <svg className="direction-arrow" viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} />
    </svg>
  )
}
