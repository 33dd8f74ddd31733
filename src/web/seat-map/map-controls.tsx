import type { Orientation } from './orient.ts'
import type { Words } from './words.ts'

/** An arrow toward the front of the train, as the coach below it lies. */
export function DirectionOfTravel({
  orientation,
  words,
}: {
  readonly orientation: Orientation
  readonly words: Words
}) {
  return (
    <p className="direction">
      <svg className="direction-arrow" viewBox="0 0 16 16" aria-hidden="true">
        <path d={orientation === 'horizontal' ? 'M15 8H2M7 3L2 8l5 5' : 'M8 15V2M3 7l5-5l5 5'} />
      </svg>
      <span>{words.messages.direction}</span>
    </p>
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
