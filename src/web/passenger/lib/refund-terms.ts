import type { Run } from '../../shared/api-types.ts'

type RefundTerms = Run['refund_terms']

/** One line of the conditions: the share that is given back until so many hours before departure. */
interface RefundStep {
  /** Null for what comes after the last step. */
  readonly hoursBefore: number | null
  readonly percent: number
}

const hourMs = 3_600_000

/**
 * The steps that can still come, earliest first: the first one counts now. What follows the last one is a
 * line of its own, unless that is the departure itself.
 */
export function refundSteps(
  { steps }: RefundTerms,
  departureMs: number,
  nowMs: number,
): readonly RefundStep[] {
  const ahead = steps
    .filter((step) => nowMs < departureMs - step.hours_before * hourMs)
    .map((step) => ({ hoursBefore: step.hours_before, percent: step.percent }))
  const last = ahead.at(-1)
  return last?.hoursBefore === 0 ? ahead : [...ahead, { hoursBefore: null, percent: 0 }]
}
