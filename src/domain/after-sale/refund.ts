import { after, type Instant } from '../instant.ts'
import type { RefundRule } from '../railway/fare.ts'

const hourMs = 3_600_000

/**
 * The refund for giving up one seat, in cents. The rest of its price is the fee, so both add up exactly to
 * the price. The share is rounded up, since a rounding error is never the passenger's; the fixed fee is then
 * deducted, but never more than the refund.
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

/** The moment from which a different share is refunded; null when it no longer changes. */
export function refundChangesAt(rule: RefundRule, departureAt: Instant, now: Instant): Instant | null {
  const step = stepAt(rule, departureAt, now)
  return step ? stepEnd(step, departureAt) : null
}

/**
 * The step that ends first among those whose end is still ahead. Half-open: at its end a step no longer
 * counts.
 */
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
