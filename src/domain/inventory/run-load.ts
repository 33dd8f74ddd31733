import type { Instant } from '../instant.ts'
import { type Claim, isLive } from '../records/claim.ts'

/** How full a run is, leg by leg. */
export interface RunLoad {
  /** Live claims of each state: a seat that two passengers have in turn counts twice. */
  readonly booked: number
  readonly held: number
  readonly blocked: number
  /** For each leg, the seats that passengers hold or have booked; empty if they have none on the run. */
  readonly takenByLeg: readonly number[]
  /** For each leg, the seats out of sale; empty if there are none on the run. */
  readonly blockedByLeg: readonly number[]
}

/** The load of a run that nobody has claimed anything on. */
export const noLoad: RunLoad = { booked: 0, held: 0, blocked: 0, takenByLeg: [], blockedByLeg: [] }

/** Adds up the claims that count now, of a run with so many legs (rule X61). */
export function loadOf(claims: Iterable<Claim>, legCount: number, now: Instant): RunLoad {
  const counts = { BOOKED: 0, HELD: 0, BLOCKED: 0 }
  const taken = new Array<number>(legCount).fill(0)
  const blocked = new Array<number>(legCount).fill(0)
  for (const claim of claims) {
    if (!isLive(claim, now)) continue
    counts[claim.state]++
    const byLeg = claim.state === 'BLOCKED' ? blocked : taken
    for (let leg = claim.fromLeg; leg < claim.toLeg; leg++) byLeg[leg] = (byLeg[leg] ?? 0) + 1
  }
  return {
    booked: counts.BOOKED,
    held: counts.HELD,
    blocked: counts.BLOCKED,
    takenByLeg: counts.BOOKED + counts.HELD > 0 ? taken : [],
    blockedByLeg: counts.BLOCKED > 0 ? blocked : [],
  }
}
