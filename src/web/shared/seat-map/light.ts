import type { SeatBox, TrainPlan } from './layout.ts'
import { togetherSeats } from './propose.ts'
import type { SeatMapState } from './state.ts'
import { fits, hasWishes, type Wishes } from './wishes.ts'

/** Which seats of the map the wishes light; all others are dimmed, and can be chosen all the same. */
export interface Light {
  /** Whether there are wishes beyond the class, so that being lit says something. */
  readonly isOn: boolean
  isFit(box: SeatBox): boolean
}

export function lightOf(state: SeatMapState, train: TrainPlan, wishes: Wishes): Light {
  const together = wishes.isTogether ? togetherSeats(state, train) : undefined
  return { isOn: hasWishes(wishes), isFit: (box) => fits(box, wishes, together) }
}
