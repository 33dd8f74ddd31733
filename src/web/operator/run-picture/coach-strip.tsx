import { memo, type PointerEvent } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import type { Area, Cell, PictureCoach } from './state.ts'

/** What the pointer does, on which cell. */
export type OnPoint = (cell: Cell, act: 'over' | 'down' | 'up') => void

interface CoachStripProps {
  readonly coach: PictureCoach
  /** The position of its first seat among all. */
  readonly firstSeat: number
  readonly legs: number
  readonly booked: string
  readonly held: string
  readonly blocked: string
  /** The selected rectangle, as far as it is in this coach; undefined if it is not. */
  readonly selected: Area | undefined
  readonly cursor: Cell | undefined
  readonly onPoint: OnPoint
}

/** The seats of a coach down and the legs across, each claim a bar. */
export const CoachStrip = memo(function CoachStrip(props: CoachStripProps) {
  const { coach, firstSeat, legs, booked, held, blocked, selected, cursor, onPoint } = props
  const t = useTexts()
  const rows = coach.seats.length
  const cellOf = ({ currentTarget, clientX, clientY }: PointerEvent): Cell => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(value * most)))
    return {
      seat: firstSeat + within((clientY - top) / height, rows),
      leg: within((clientX - left) / width, legs),
    }
  }
  return (
    <div
      className="strip"
      data-coach={coach.coach_number}
      style={{ containIntrinsicBlockSize: `calc(2rem + ${rows} * var(--row))` }}
    >
      <p className="strip-name">
        <strong> {t.run.coach(coach.coach_number)}</strong> <span className="quiet">{coach.title}</span>
      </p>
      <div className="strip-row">
        <pre className="strip-labels" aria-hidden="true">
          {coach.seats.map((seat) => seat.seat_label).join('\n')}
        </pre>
        <svg
          className="strip-bars"
          style={{ blockSize: `calc(${rows} * var(--row))` }}
          viewBox={`0 0 ${legs} ${rows}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          onPointerMove={(event) => onPoint(cellOf(event), 'over')}
          onPointerDown={(event) => event.button === 0 && onPoint(cellOf(event), 'down')}
          onPointerUp={(event) => onPoint(cellOf(event), 'up')}
        >
          <path className="strip-lines" d={linesOf(legs, rows)} />
          <path className="bar-booked" d={booked} />
          <path className="bar-held" d={held} />
          <path className="bar-blocked" d={blocked} />
          {selected && <path className="strip-selected" d={boxOf(selected, firstSeat)} />}
          {cursor && (
            <rect className="strip-cursor" x={cursor.leg} y={cursor.seat - firstSeat} width="1" height="1" />
          )}
        </svg>
      </div>
    </div>
  )
})

function linesOf(legs: number, rows: number): string {
  return Array.from({ length: legs + 1 }, (_, leg) => `M${leg} 0v${rows}`).join('')
}

function boxOf({ fromSeat, toSeat, fromLeg, toLeg }: Area, firstSeat: number): string {
  return `M${fromLeg} ${fromSeat - firstSeat}H${toLeg}V${toSeat - firstSeat}H${fromLeg}z`
}
