import type { DayRun } from '../../shared/api-types.ts'
import { stepsPath } from '../lib/day-runs.ts'

const [width, height] = [120, 24]

/** How full a run is from leg to leg. The row beside it says the same in numbers. */
export function LoadCurve({ run }: { readonly run: DayRun }) {
  const { taken_by_leg: taken, blocked_by_leg: blocked, seats_total: total } = run
  const both = (taken.length > 0 ? taken : blocked).map((_, leg) => (taken[leg] ?? 0) + (blocked[leg] ?? 0))
  return (
    <svg
      className="load-curve"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="load-blocked" d={stepsPath(both, total, width, height)} />
      <path className="load-taken" d={stepsPath(taken, total, width, height)} />
    </svg>
  )
}
