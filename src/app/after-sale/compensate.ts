import { type CompensateRefusal, compensate as rule } from '../../domain/after-sale/compensate.ts'
import type { RefundId } from '../../domain/ids.ts'
import { mayCompensate } from '../../domain/people/compensation-limit.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { Refund } from '../../domain/records/payment.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { findAnyRecord } from './find-booking.ts'

interface Compensation {
  readonly compensation: Refund
  readonly givenCents: number
  readonly currency: string
  readonly replayed: boolean
}

interface CompensationRequest {
  readonly locator: string
  readonly amountCents: number
  readonly by: ActedBy
  readonly idempotencyKey: string
}

/** A refusal by a limit names the right that is missing, and what may still be given without it. */
export type CompensationRefusal =
  | CompensateRefusal
  | Extract<ReturnType<typeof mayCompensate>, { readonly ok: false }>['refusal']

/** Gives the passenger of a booking money beyond its price; the payment follows. */
export async function compensate(
  deps: Pick<Deps, 'store' | 'settings' | 'onPaymentDue'>,
  { userId, rights = new Set() }: Caller,
  { locator, amountCents, by, idempotencyKey }: CompensationRequest,
): Promise<Reply<Compensation, CompensationRefusal>> {
  const record = await findAnyRecord(deps, locator)
  if (!record) return refuse({ code: 'booking_not_found' })
  const limitCents = deps.settings.compensationLimitCents
  const { trainRunId, id: bookingId, paymentId, currency } = record.booking
  const command = {
    refundId: (await deps.store.nextId('refund')) as RefundId,
    allows: (givenCents: number) => mayCompensate(rights, { amountCents, givenCents, limitCents }),
    ...{ bookingId, userId, amountCents, by, idempotencyKey },
    fingerprint: fingerprint([record.booking.locator, String(amountCents), by.reason ?? '']),
  }
  const scope = { trainRunId, bookingId, paymentId }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (!reply.ok) return reply
  deps.onPaymentDue?.()
  return accept({ ...reply.value, currency })
}
