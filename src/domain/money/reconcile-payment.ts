import type { PaymentId, RefundId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Change } from '../records/changes.ts'
import { type Payment, refundsOfPrice } from '../records/payment.ts'
import { accept } from '../result.ts'
import { loadAttempt, noteOf } from '../sale/attempt.ts'
import { recordRefundsByHand } from './refund-by-hand.ts'
import { queueRefund, recordCapture, recordVoid } from './settle-payment.ts'

/** A payment as its provider has it, in our terms. */
export interface ProviderState {
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined' | 'paid_out'
  readonly amountCents: number
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
}

/**
 * How our payment and the provider's differ. `open`: the attempt is not decided yet and is resolved as an
 * open attempt. `amount_differs` and `over_refunded` change nothing: they are alarms.
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
  | 'refunded_by_hand'

/** The difference as the payment alone shows it; `none` if it is due work that is on its way. */
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

/** The provider keeps the money, except for what has been refunded. */
function ofCaptured(payment: Payment, provider: ProviderState): Finding {
  if (payment.status === 'AUTHORIZED') return 'unrecorded_capture'
  if (payment.status === 'CAPTURED') return 'none'
  if (provider.refundedCents < provider.capturedCents) return 'orphan_capture'
  return payment.dueStep === 'VOID' ? 'unrecorded_void' : 'none'
}

/** The provider keeps an authorization: it is captured if there is a booking, else given up. */
function ofAuthorized(payment: Payment): Finding {
  if (payment.dueStep !== null) return 'none'
  if (payment.status === 'AUTHORIZED' || payment.status === 'CAPTURED') return 'missing_capture'
  return 'orphan_authorization'
}

interface ReconcilePayment {
  readonly paymentId: PaymentId
  readonly provider: ProviderState
  /**
   * The difference found when the provider was asked; if it is a different one now, the row has moved on and
   * nothing is done.
   */
  readonly expected: Finding
  /** Used if money has to go back. */
  readonly refundId: RefundId
}

/** Makes due whatever is missing between our payment and the provider's ledger. */
export function reconcilePayment(
  inventory: Inventory,
  command: ReconcilePayment,
  now: Instant,
): Decision<{ readonly finding: Finding }, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  const finding = findDifference(payment, command.provider)
  if (finding !== command.expected) return { reply: accept({ finding: 'none' }), changes: [] }
  if (finding === 'none') return compareRefunds(inventory, payment, command.provider)
  return { reply: accept({ finding }), changes: remedy(inventory, payment, finding, command, now) }
}

/** Whether refunds may differ, which the payment alone cannot tell. */
export function mayDifferInRefunds(payment: Payment, provider: ProviderState): boolean {
  return payment.status === 'CAPTURED' && (provider.refundedCents > 0 || payment.byHandCents > 0)
}

function compareRefunds(
  inventory: Inventory,
  payment: Payment,
  provider: ProviderState,
): Decision<{ readonly finding: Finding }, never> {
  if (!mayDifferInRefunds(payment, provider)) return { reply: accept({ finding: 'none' }), changes: [] }
  const changes = recordRefundsByHand(inventory, payment, provider.refundedCents)
  return { reply: accept({ finding: changes.length > 0 ? 'refunded_by_hand' : 'none' }), changes }
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

/** Refunds everything that the provider still keeps, once: refunds that are already queued count. */
function refundOrphan(
  inventory: Inventory,
  payment: Payment,
  command: ReconcilePayment,
  now: Instant,
): readonly Change[] {
  const { capturedCents, refundedCents } = command.provider
  const queuedCents = refundsOfPrice(inventory.refundsOf(payment.id))
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
