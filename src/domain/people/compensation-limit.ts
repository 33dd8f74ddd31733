import { accept, type Reply, refuse } from '../result.ts'
import type { Right } from './rights.ts'

/** Amounts are in minor units; `leftCents` may still be given with the right that the caller has. */
type CompensationRefused =
  | { readonly code: 'forbidden'; readonly right: 'money.compensate' }
  | {
      readonly code: 'forbidden'
      readonly right: 'money.compensate_more'
      readonly limitCents: number
      readonly leftCents: number
    }

interface Compensation {
  /** What is to be given now, in minor units of the currency of the booking. */
  readonly amountCents: number
  /** What the same booking has been given before, by anybody. */
  readonly givenCents: number
  /** `COMPENSATION_LIMIT`: what a booking may get in total without `money.compensate_more`. */
  readonly limitCents: number
}

/**
 * Whether somebody with these rights may give a booking this compensation. The limit counts everything that
 * the booking has got, so that it cannot be passed in small steps. A refusal names the right that is missing.
 */
export function mayCompensate(
  rights: ReadonlySet<Right>,
  { amountCents, givenCents, limitCents }: Compensation,
): Reply<null, CompensationRefused> {
  if (rights.has('money.compensate_more')) return accept(null)
  if (!rights.has('money.compensate')) return refuse({ code: 'forbidden', right: 'money.compensate' })
  const leftCents = Math.max(0, limitCents - givenCents)
  if (amountCents <= leftCents) return accept(null)
  return refuse({ code: 'forbidden', right: 'money.compensate_more', limitCents, leftCents })
}
