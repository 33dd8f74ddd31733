import type { CancellationId, PaymentId, RefundId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Change } from '../records/changes.ts'
import { newRefund, ofPrice, type Payment, paidAction, type Refund } from '../records/payment.ts'
import { accept, refuse } from '../result.ts'
import { loadAttempt, noteOf } from '../sale/attempt.ts'

/** The outcome of a step; `changed` is false if an earlier decision had settled it. */
export interface Settled {
  readonly changed: boolean
  readonly payment: Payment
}

/**
 * The provider has captured. If a cancellation has asked for a void meanwhile, the money has come in after
 * all and goes back as a refund under `refundId`.
 */
export function recordCapture(
  inventory: Inventory,
  command: { readonly paymentId: PaymentId; readonly refundId: RefundId },
  now: Instant,
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (!awaitsCapture(payment)) return unchanged(payment)
  const { reply, changes } = capture(payment)
  if (payment.dueStep !== 'VOID') return { reply, changes }
  return { reply, changes: [...changes, ...giveBack(inventory, payment, command.refundId, now)] }
}

/**
 * The same when nothing has to be refunded; refuses when something has, since that needs the booking and an
 * id.
 */
export function recordPlainCapture(
  inventory: Inventory,
  command: { readonly paymentId: PaymentId },
): Decision<Settled, { readonly code: 'void_asked_for' }> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (!awaitsCapture(payment)) return unchanged(payment)
  if (payment.dueStep === 'VOID') return { reply: refuse({ code: 'void_asked_for' }), changes: [] }
  return capture(payment)
}

function awaitsCapture(payment: Payment): boolean {
  return payment.status === 'AUTHORIZED' || payment.dueStep === 'CAPTURE'
}

function capture(payment: Payment): Decision<Settled, never> {
  const captured: Payment = { ...payment, status: 'CAPTURED', dueStep: null, dueAt: null, tryCount: 0 }
  return {
    reply: accept({ changed: true, payment: captured }),
    changes: [
      { kind: 'payment_changed', payment: captured },
      { kind: 'noted', note: noteOf(payment, 'payment_captured', { amount_cents: payment.amountCents }) },
    ],
  }
}

/** A void always covers everything, so everything goes back. */
function giveBack(inventory: Inventory, payment: Payment, id: RefundId, now: Instant): Change[] {
  const booking = payment.bookingId === null ? undefined : inventory.booking(payment.bookingId)
  const cancellationId = booking?.seats[0]?.cancellationId ?? null
  return queueRefund(payment, id, cancellationId, payment.amountCents, now)
}

/** A refund that is due now, and its audit entry. */
export function queueRefund(
  payment: Payment,
  id: RefundId,
  cancellationId: CancellationId | null,
  amountCents: number,
  now: Instant,
): Change[] {
  const refund = newRefund(payment, { id, cancellationId, amountCents, ...ofPrice }, now)
  return [
    { kind: 'refund_added', refund },
    {
      kind: 'noted',
      note: noteOf(payment, 'refund_requested', { refund_id: id, amount_cents: amountCents }),
    },
  ]
}

/** The provider has given up the authorization, or never had one (`absent`). */
export function recordVoid(
  inventory: Inventory,
  command: { readonly paymentId: PaymentId; readonly outcome: 'voided' | 'absent' },
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (payment.dueStep !== 'VOID') return unchanged(payment)
  const voided: Payment = {
    ...payment,
    // A declined payment stays declined, even if the provider had authorized it all the same.
    status: payment.status === 'DECLINED' ? 'DECLINED' : 'VOIDED',
    dueStep: null,
    dueAt: null,
    tryCount: 0,
  }
  const note = noteOf(payment, 'payment_voided', { outcome: command.outcome })
  return {
    reply: accept({ changed: true, payment: voided }),
    changes: [
      { kind: 'payment_changed', payment: voided },
      { kind: 'noted', note },
    ],
  }
}

/** The provider has paid a refund, or a compensation, out. */
export function recordRefund(
  inventory: Inventory,
  command: { readonly paymentId: PaymentId; readonly refundId: RefundId },
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  const refund = inventory.refund(command.refundId)
  if (!refund) throw new Error(`refund ${command.refundId} is not on run ${inventory.run.id}`)
  if (refund.status !== 'QUEUED') return unchanged(payment)
  const done: Refund = { ...refund, status: 'DONE', dueAt: null, tryCount: 0, refusedAt: null }
  const facts = { refund_id: refund.id, amount_cents: refund.amountCents }
  return {
    reply: accept({ changed: true, payment }),
    changes: [
      { kind: 'refund_changed', refund: done },
      { kind: 'noted', note: noteOf(payment, paidAction[refund.kind], facts) },
    ],
  }
}

/** The step had no answer: it is retried after `backoffMs`. There is no last try for money. */
export function postponeStep(
  inventory: Inventory,
  command: { readonly paymentId: PaymentId; readonly refundId: RefundId | null; readonly backoffMs: number },
  now: Instant,
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  const dueAt = after(now, command.backoffMs)
  if (command.refundId !== null) {
    const refund = inventory.refund(command.refundId)
    if (refund?.status !== 'QUEUED') return unchanged(payment)
    const later: Refund = { ...refund, dueAt, tryCount: refund.tryCount + 1 }
    return { reply: accept({ changed: true, payment }), changes: [{ kind: 'refund_changed', refund: later }] }
  }
  if (payment.dueStep === null) return unchanged(payment)
  const later: Payment = { ...payment, dueAt, tryCount: payment.tryCount + 1 }
  const changes: Change[] = [{ kind: 'payment_changed', payment: later }]
  return { reply: accept({ changed: true, payment: later }), changes }
}

/** Nothing to do: an earlier decision has settled it. */
export function unchanged(payment: Payment): Decision<Settled, never> {
  return { reply: accept({ changed: false, payment }), changes: [] }
}
