import { type Answer, type Authorize, failed, type Operation, type PayOut } from '../operations.ts'
import type { Ledger, LedgerPayment } from './ledger.ts'

/**
 * Carries out and answers every operation except an authorization, which may take time. Call it inside a
 * transaction of the ledger.
 */
export function answerTo(ledger: Ledger, operation: Exclude<Operation, Authorize>): Answer {
  const payment = ledger.find(operation.key)
  if (operation.op === 'pay_out') return payOut(ledger, payment, operation)
  if (!payment) return failed(404, 'payment_not_found', `there is no payment ${operation.key}`)
  switch (operation.op) {
    case 'find':
      return shown(ledger, payment)
    case 'capture':
      return capture(ledger, payment, operation.amount_cents)
    case 'void':
      return giveUp(ledger, payment)
    case 'refund':
      return refund(ledger, payment, operation.refund_key, operation.amount_cents)
  }
}

function capture(ledger: Ledger, payment: LedgerPayment, amountCents: number): Answer {
  if (payment.status === 'captured' && payment.capturedCents === amountCents) return shown(ledger, payment)
  if (payment.status !== 'authorized') return notAuthorized(payment)
  if (amountCents > payment.amountCents)
    return failed(409, 'amount_too_large', `only ${payment.amountCents} are authorized`)
  return change(ledger, { ...payment, status: 'captured', capturedCents: amountCents })
}

function giveUp(ledger: Ledger, payment: LedgerPayment): Answer {
  if (payment.status === 'voided') return shown(ledger, payment)
  if (payment.status !== 'authorized') return notAuthorized(payment)
  return change(ledger, { ...payment, status: 'voided' })
}

function refund(ledger: Ledger, payment: LedgerPayment, refundKey: string, amountCents: number): Answer {
  const known = ledger.findRefund(payment.key, refundKey)
  if (known !== undefined) return known === amountCents ? shown(ledger, payment) : keyReused(refundKey)
  if (payment.status !== 'captured')
    return failed(409, 'not_captured', `payment ${payment.key} is ${payment.status}`)
  const refundedCents = payment.refundedCents + amountCents
  if (refundedCents > payment.capturedCents)
    return failed(409, 'amount_too_large', `only ${payment.capturedCents - payment.refundedCents} are left`)
  ledger.addRefund(payment.key, refundKey, amountCents)
  return change(ledger, { ...payment, refundedCents })
}

function payOut(ledger: Ledger, known: LedgerPayment | undefined, request: PayOut): Answer {
  const { key, amount_cents: amountCents, currency } = request
  if (known) {
    const isSame =
      known.status === 'paid_out' && known.refundedCents === amountCents && known.currency === currency
    return isSame ? shown(ledger, known) : keyReused(key)
  }
  const sums = { capturedCents: 0, refundedCents: amountCents, declineCode: null }
  const payment = { key, status: 'paid_out', amountCents, currency, ...sums } as const
  ledger.add(payment)
  return change(ledger, payment)
}

function change(ledger: Ledger, payment: LedgerPayment): Answer {
  ledger.change(payment)
  return shown(ledger, payment)
}

function shown(ledger: Ledger, payment: LedgerPayment): Answer {
  const refundKeys = payment.refundedCents > 0 ? ledger.refundKeys(payment.key) : []
  return { status: 200, body: paymentBody(payment, refundKeys) }
}

function notAuthorized(payment: LedgerPayment): Answer {
  return failed(409, 'not_authorized', `payment ${payment.key} is ${payment.status}`)
}

/** A payment as shown on the wire. */
export function paymentBody(payment: LedgerPayment, refundKeys: readonly string[]): object {
  return {
    key: payment.key,
    status: payment.status,
    amount_cents: payment.amountCents,
    currency: payment.currency,
    captured_cents: payment.capturedCents,
    refunded_cents: payment.refundedCents,
    refund_keys: refundKeys,
    decline_code: payment.declineCode,
  }
}

/** The decision about the authorization, even if the payment has moved on since. */
export function authorizeAnswer(payment: LedgerPayment): Answer {
  const { key, amountCents: amount_cents, currency, declineCode } = payment
  if (payment.status === 'declined')
    return { status: 200, body: { key, status: 'declined', code: declineCode } }
  if (payment.status === 'voided') return failed(409, 'voided', `payment ${key} was voided`)
  return { status: 200, body: { key, status: 'authorized', amount_cents, currency } }
}

/** True if a repeated authorization matches the decided one. */
export function isSame(payment: LedgerPayment, request: Authorize): boolean {
  return payment.amountCents === request.amount_cents && payment.currency === request.currency
}

export function keyReused(key: string): Answer {
  return failed(409, 'key_reused', `the key ${key} is already in use for something else`)
}
