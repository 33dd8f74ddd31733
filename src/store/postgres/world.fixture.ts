import type { PaymentId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { accept } from '../../domain/result.ts'
import type { EngineStore } from '../engine-store.ts'
import { anna, hold } from '../store.fixture.ts'
import type { DueWork } from '../store.ts'

/** A payment that has a capture due, with a hold of its own. Only what a lease looks at matters in it. */
export async function addDuePayment(
  store: EngineStore,
  trainRunId: TrainRunId,
  seatNumber: string,
  more: Partial<Payment> = {},
): Promise<Payment> {
  const placed = await hold(store, trainRunId, 'A-C', [seatNumber])
  if (!placed.ok) throw new Error(placed.refusal.code)
  const id = (await store.nextId('payment')) as PaymentId
  const payment: Payment = {
    id,
    trainRunId,
    holdId: placed.value.hold.id,
    userId: anna,
    bookingId: null,
    method: 'mock',
    amountCents: 100,
    currency: 'EUR',
    status: 'AUTHORIZED',
    declineCode: null,
    deadlineAt: 0 as Instant,
    passengers: [],
    contact: { email: null, phone: null },
    dueStep: 'CAPTURE',
    dueAt: 0 as Instant,
    tryCount: 0,
    byHandCents: 0,
    language: null,
    idempotencyKey: `pay-${id}`,
    fingerprint: 'print',
    createdAt: 0 as Instant,
    ...more,
  }
  await store.decide({ trainRunId }, () => ({
    reply: accept(null),
    changes: [{ kind: 'payment_added', payment }],
  }))
  return payment
}

/** The same, due by a change of a payment that was requested before, as a sale makes it. */
export async function addSale(
  store: EngineStore,
  trainRunId: TrainRunId,
  seatNumber: string,
): Promise<Payment> {
  const payment = await addDuePayment(store, trainRunId, seatNumber, { dueStep: null, dueAt: null })
  const due: Payment = { ...payment, dueStep: 'CAPTURE', dueAt: 0 as Instant }
  await store.decide({ trainRunId, paymentId: payment.id }, () => ({
    reply: accept(null),
    changes: [{ kind: 'payment_changed', payment: due }],
  }))
  return due
}

/**
 * Counts one try of a leased payment. It is a plain act, so that only the lease decides whether it is
 * allowed.
 */
export async function recordTry(store: EngineStore, work: DueWork, isFenced: boolean): Promise<void> {
  const { trainRunId, id: paymentId } = work.payment
  await store.decide({ trainRunId, paymentId, ...(isFenced ? { lease: work } : {}) }, (inventory) => {
    const payment = inventory.payment(paymentId)
    if (!payment) throw new Error(`there is no payment ${paymentId}`)
    return {
      reply: accept(null),
      changes: [{ kind: 'payment_changed', payment: { ...payment, tryCount: payment.tryCount + 1 } }],
    }
  })
}
