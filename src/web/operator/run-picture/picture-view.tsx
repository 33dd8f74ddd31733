import { useMemo } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import { CoachStrip } from './coach-strip.tsx'
import { LegsHead } from './legs-head.tsx'
import { type Area, allSeats, barsPath, type Cell, legCount, type PictureState } from './state.ts'
import type { useSelection } from './use-selection.ts'

interface PictureViewProps
  extends Pick<ReturnType<typeof useSelection>, 'cursor' | 'area' | 'onPoint' | 'onKeyDown'> {
  readonly state: PictureState
}

/** The whole train: seats by coach down, legs across. */
export function PictureView({ state, cursor, area, onPoint, onKeyDown }: PictureViewProps) {
  const t = useTexts()
  const { picture } = state
  const coaches = useMemo(() => withFirstSeats(picture), [picture])
  const legs = legCount(picture)
  return (
    <div
      className="run-picture"
      role="application"
      aria-label={t.run.picture}
      aria-describedby="picture-keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its own keys move the cursor over the cells
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <LegsHead state={state} />
      {coaches.map(({ coach, firstSeat }) => (
        <CoachStrip
          key={coach.coach_number}
          coach={coach}
          firstSeat={firstSeat}
          legs={legs}
          booked={barsPath(coach.seats, state, 'BOOKED')}
          held={barsPath(coach.seats, state, 'HELD')}
          blocked={barsPath(coach.seats, state, 'BLOCKED')}
          selected={partIn(area, firstSeat, coach.seats.length)}
          cursor={isIn(cursor, firstSeat, coach.seats.length) ? cursor : undefined}
          onPoint={onPoint}
        />
      ))}
    </div>
  )
}

function withFirstSeats(picture: PictureState['picture']) {
  let firstSeat = 0
  return picture.coaches.map((coach) => {
    const one = { coach, firstSeat }
    firstSeat += coach.seats.length
    return one
  })
}

function isIn(cursor: Cell | undefined, firstSeat: number, count: number): boolean {
  return cursor !== undefined && firstSeat <= cursor.seat && cursor.seat < firstSeat + count
}

function partIn(area: Area | undefined, firstSeat: number, count: number): Area | undefined {
  if (!area) return undefined
  const [fromSeat, toSeat] = [Math.max(area.fromSeat, firstSeat), Math.min(area.toSeat, firstSeat + count)]
  return fromSeat < toSeat ? { ...area, fromSeat, toSeat } : undefined
}

/** How many seats the train has; for the keys. */
export function sizeOf({ picture }: PictureState): readonly [seats: number, legs: number] {
  return [allSeats(picture).length, legCount(picture)]
}
