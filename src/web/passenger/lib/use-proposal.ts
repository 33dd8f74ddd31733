import { useState } from 'react'
import type { TrainPlan } from '../../shared/seat-map/layout.ts'
import { type Proposal, propose } from '../../shared/seat-map/propose.ts'
import { chooseInstead, type SeatMapState, seatedCount, withoutSeats } from '../../shared/seat-map/state.ts'
import { othersOfGroup } from '../../shared/seat-map/surroundings.ts'
import type { Wishes } from '../../shared/seat-map/wishes.ts'

/** What was proposed; null: the class has too few free seats. */
type Answer = Proposal | null

/**
 * Proposes seats on the map, where they are chosen and nothing is held yet. Each further proposal leaves out
 * the seats and bays of those before it, and when there is nothing else, the first one comes again.
 */
export function useProposal(
  state: SeatMapState,
  train: TrainPlan,
  wishes: Wishes,
  change: (by: (state: SeatMapState) => SeatMapState) => void,
) {
  const [answer, setAnswer] = useState<Answer>()
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const isShown =
    !!answer &&
    answer.boxes.length === seatedCount(state) &&
    answer.boxes.every(({ number }) => state.choices.some(({ seatNumber }) => seatNumber === number))
  const ask = () => {
    const tried = isShown ? seen : new Set<string>()
    const unchosen = withoutSeats(state)
    const next = propose(unchosen, train, wishes, tried)
    const found = next ?? propose(unchosen, train, wishes, new Set())
    setAnswer(found ?? null)
    if (!found) return
    const numbers = found.boxes.map(({ number }) => number)
    const around = found.boxes.flatMap((box) => {
      const coach = train.coaches[box.coachIndex]
      return coach ? othersOfGroup(coach, box).map(({ number }) => number) : []
    })
    setSeen(new Set([...(next ? tried : []), ...numbers, ...around]))
    change((now) => chooseInstead(now, numbers))
  }
  return { proposal: isShown ? answer : undefined, isRefused: answer === null, ask }
}
