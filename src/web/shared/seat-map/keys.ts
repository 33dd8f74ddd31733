import type { SeatBox, TrainPlan } from './layout.ts'
import { endOfRow, inNextCoach, neighborOf, type Step } from './navigation.ts'
import type { Orientation } from './orient.ts'

const steps: Readonly<Record<Orientation, Readonly<Record<string, Step>>>> = {
  horizontal: {
    ArrowLeft: 'front',
    ArrowRight: 'rear',
    ArrowUp: 'toward_start',
    ArrowDown: 'toward_end',
  },
  // An upright coach is turned by a quarter: its side y = 0 is on the right.
  vertical: {
    ArrowUp: 'front',
    ArrowDown: 'rear',
    ArrowRight: 'toward_start',
    ArrowLeft: 'toward_end',
  },
}

/**
 * The seat that a key leads to. Null for a key without a meaning here. At the end of the way it is the same
 * seat, so that the page does not scroll instead.
 */
export function seatByKey(
  train: TrainPlan,
  from: SeatBox,
  key: string,
  orientation: Orientation,
): SeatBox | null {
  const coach = train.coaches[from.coachIndex]
  if (!coach) return null
  const step = steps[orientation][key]
  if (step) return neighborOf(coach, from, step) ?? from
  if (key === 'Home') return endOfRow(coach, from, 'front')
  if (key === 'End') return endOfRow(coach, from, 'rear')
  if (key === 'PageUp') return inNextCoach(train, from, -1) ?? from
  if (key === 'PageDown') return inNextCoach(train, from, 1) ?? from
  return null
}
