import type { CoachPlan } from './layout.ts'
import { hasGoal } from './surroundings.ts'

/** What makes a passenger look for a coach, besides its class. */
export type CoachFact = 'quiet' | 'family' | 'bar' | 'beds' | 'wheelchair' | 'bicycle'

export function coachFacts(coach: CoachPlan): readonly CoachFact[] {
  const features = new Set(coach.seats.flatMap(({ seat }) => seat.features))
  const kinds = new Set(coach.seats.map(({ seat }) => seat.kind))
  const facts: readonly (readonly [CoachFact, boolean])[] = [
    ['quiet', features.has('quiet')],
    ['family', features.has('family')],
    ['bar', hasGoal(coach, 'bar')],
    ['beds', kinds.has('berth') || kinds.has('couchette')],
    ['wheelchair', kinds.has('wheelchair_space')],
    ['bicycle', kinds.has('bicycle_hook')],
  ]
  return facts.filter(([, has]) => has).map(([fact]) => fact)
}
