import type { RefundRule } from './fare.ts'
import { after, type Instant } from './instant.ts'

const hourMs = 3_600_000

/**
 * What giving up one seat gives back, in cents; the rest of its price is the fee, so that both together are the price exactly. The
 * share is rounded up, since a rounding error is never the passenger's; the fixed fee then comes off as far as it goes.
 */
export function refundCents(
  rule: RefundRule,
  priceCents: number,
  departureAt: Instant,
  now: Instant,
): number {
  const percent = stepAt(rule, departureAt, now)?.percent ?? 0
  // In thousandths of a percent, as whole numbers: a binary fraction must not add a cent.
  const share = Math.ceil(Math.round(priceCents * percent * 1000) / 100_000)
  return Math.min(priceCents, Math.max(0, share - rule.fixedFeeCents))
}

/** The moment from which another share is given back; null when nothing changes any more. */
export function refundChangesAt(rule: RefundRule, departureAt: Instant, now: Instant): Instant | null {
  const step = stepAt(rule, departureAt, now)
  return step ? stepEnd(step, departureAt) : null
}

/** Of the steps whose end is still ahead, the one that ends first. Half-open: at its end a step no longer counts. */
function stepAt(
  rule: RefundRule,
  departureAt: Instant,
  now: Instant,
): RefundRule['steps'][number] | undefined {
  return rule.steps
    .filter((step) => now < stepEnd(step, departureAt))
    .reduce<RefundRule['steps'][number] | undefined>(
      (first, step) => (first && first.hoursBefore >= step.hoursBefore ? first : step),
      undefined,
    )
}

function stepEnd(step: { readonly hoursBefore: number }, departureAt: Instant): Instant {
  return after(departureAt, -Math.round(step.hoursBefore * hourMs))
}
