import { loadAttempt, noteOf } from './attempt.ts'
import type { Change } from './changes.ts'
import type { PaymentId, RefundId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Decision, Inventory } from './inventory.ts'
import type { Payment } from './payment.ts'
import { accept } from './result.ts'
import { queueRefund, recordCapture, recordVoid } from './settle-payment.ts'

/** A payment as its provider has it, in our words. */
export interface ProviderState {
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined'
  readonly amountCents: number
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
}

/**
 * How our payment and the provider's differ. `open`: the attempt is not decided yet and is resolved as such. `amount_differs` and
 * `over_refunded` change nothing: they are alarms.
 */
export type Finding =
  | 'none'
  | 'open'
  | 'orphan_authorization'
  | 'orphan_capture'
  | 'missing_capture'
  | 'unrecorded_capture'
  | 'unrecorded_void'
  | 'amount_differs'
  | 'over_refunded'

/** What differs, from the payment alone; `none` where the difference is due work that is on its way. */
export function findDifference(payment: Payment, provider: ProviderState): Finding {
  if (payment.status === 'REQUESTED') return 'open'
  const isSame = provider.amountCents === payment.amountCents && provider.currency === payment.currency
  if (!isSame && payment.bookingId !== null) return 'amount_differs'
  if (provider.refundedCents > provider.capturedCents) return 'over_refunded'
  if (provider.status === 'captured') return ofCaptured(payment, provider)
  if (provider.status === 'authorized') return ofAuthorized(payment)
  if (provider.status === 'voided') return payment.dueStep === 'VOID' ? 'unrecorded_void' : 'none'
  return 'none'
}

/** The provider keeps the money, as far as it has not gone back. */
function ofCaptured(payment: Payment, provider: ProviderState): Finding {
  if (payment.status === 'AUTHORIZED') return 'unrecorded_capture'
  if (payment.status === 'CAPTURED') return 'none'
  if (provider.refundedCents < provider.capturedCents) return 'orphan_capture'
  return payment.dueStep === 'VOID' ? 'unrecorded_void' : 'none'
}

/** The provider keeps an authorization: it is to be captured where there is a booking, else to be given up. */
function ofAuthorized(payment: Payment): Finding {
  if (payment.dueStep !== null) return 'none'
  if (payment.status === 'AUTHORIZED' || payment.status === 'CAPTURED') return 'missing_capture'
  return 'orphan_authorization'
}

export interface ReconcilePayment {
  readonly paymentId: PaymentId
  readonly provider: ProviderState
  /** What was found when the provider was asked; where something else is found now, the row has moved on and nothing is done. */
  readonly expected: Finding
  /** For the case that money has to go back. */
  readonly refundId: RefundId
}

/** Makes due what is missing between a payment of ours and the provider's ledger. */
export function reconcilePayment(
  inventory: Inventory,
  command: ReconcilePayment,
  now: Instant,
): Decision<{ readonly finding: Finding }, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  const finding = findDifference(payment, command.provider)
  if (finding !== command.expected) return { reply: accept({ finding: 'none' }), changes: [] }
  return { reply: accept({ finding }), changes: remedy(inventory, payment, finding, command, now) }
}

function remedy(
  inventory: Inventory,
  payment: Payment,
  finding: Finding,
  command: ReconcilePayment,
  now: Instant,
): readonly Change[] {
  switch (finding) {
    case 'orphan_authorization':
      return due(payment, 'VOID', now)
    case 'missing_capture':
      return due(payment, 'CAPTURE', now)
    case 'unrecorded_capture':
      return recordCapture(inventory, { paymentId: payment.id, refundId: command.refundId }, now).changes
    case 'unrecorded_void':
      return recordVoid(inventory, { paymentId: payment.id, outcome: 'voided' }).changes
    case 'orphan_capture':
      return refundOrphan(inventory, payment, command, now)
    default:
      return []
  }
}

function due(payment: Payment, step: 'VOID' | 'CAPTURE', now: Instant): readonly Change[] {
  const changes: Change[] = [
    { kind: 'payment_changed', payment: { ...payment, dueStep: step, dueAt: now, tryCount: 0 } },
  ]
  if (step === 'VOID')
    changes.push({ kind: 'noted', note: noteOf(payment, 'payment_void_requested', { reason: 'orphan' }) })
  return changes
}

/** All that the provider still keeps goes back, once: what is queued already counts. */
function refundOrphan(
  inventory: Inventory,
  payment: Payment,
  command: ReconcilePayment,
  now: Instant,
): readonly Change[] {
  const { capturedCents, refundedCents } = command.provider
  const queuedCents = inventory
    .refundsOf(payment.id)
    .filter((refund) => refund.status === 'QUEUED')
    .reduce((sum, refund) => sum + refund.amountCents, 0)
  const owedCents = capturedCents - refundedCents - queuedCents
  const changes: Change[] = []
  if (payment.dueStep === 'VOID') {
    const closed: Payment = { ...payment, status: 'VOIDED', dueStep: null, dueAt: null, tryCount: 0 }
    changes.push({ kind: 'payment_changed', payment: closed })
  }
  if (owedCents > 0) changes.push(...queueRefund(payment, command.refundId, null, owedCents, now))
  return changes
}
