import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  RefundId,
  SeatId,
  TrainRunId,
  UserId,
} from './ids.ts'
import type { Instant } from './instant.ts'

/**
 * `REQUESTED -> AUTHORIZED -> CAPTURED`, `AUTHORIZED -> VOIDED`, `REQUESTED -> DECLINED`, `REQUESTED -> TIMED_OUT -> VOIDED`.
 * States only move forward.
 */
export type PaymentStatus = 'REQUESTED' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'DECLINED' | 'TIMED_OUT'

/** What the provider still has to be told. */
export type PaymentStep = 'CAPTURE' | 'VOID'

export type Gender = 'F' | 'M' | 'X'

export interface Passenger {
  readonly seatId: SeatId
  readonly name: string
  readonly age: number
  readonly gender: Gender
}

export interface Contact {
  readonly email: string | null
  readonly phone: string | null
}

/** One attempt to pay for one hold. Its row is its own outbox: what is due is a state with a time. */
export interface Payment {
  readonly id: PaymentId
  readonly trainRunId: TrainRunId
  readonly holdId: HoldId
  readonly userId: UserId
  readonly bookingId: BookingId | null
  readonly method: string
  readonly amountCents: number
  readonly currency: string
  readonly status: PaymentStatus
  /** Why the provider declined, in its own stable code, or why the attempt was closed; null otherwise. */
  readonly declineCode: string | null
  /** An attempt that is still `REQUESTED` at this moment is closed. */
  readonly deadlineAt: Instant
  readonly passengers: readonly Passenger[]
  readonly contact: Contact
  readonly dueStep: PaymentStep | null
  readonly dueAt: Instant | null
  /** How often the due step was tried. */
  readonly tryCount: number
  readonly idempotencyKey: string
  readonly fingerprint: string
  readonly createdAt: Instant
}

/** One entry of the append-only refund ledger of a payment; given back once the payment is captured. */
export interface Refund {
  readonly id: RefundId
  readonly paymentId: PaymentId
  /** Null where money came in without a booking and goes back whole. */
  readonly cancellationId: CancellationId | null
  readonly trainRunId: TrainRunId
  readonly amountCents: number
  /** `LAPSED`: it was never paid out and never will be, since its payment was not captured. */
  readonly status: 'QUEUED' | 'DONE' | 'LAPSED'
  readonly dueAt: Instant | null
  readonly tryCount: number
  /** Since when the provider refuses to pay it out; null where it does not. It is owed all the same. */
  readonly refusedAt: Instant | null
}

/** The idempotency key of a payment at its provider; it carries the run, so that any node finds the row with one look-up. */
export function providerKey(payment: Pick<Payment, 'trainRunId' | 'id'>): string {
  return `hf-${payment.trainRunId}-${payment.id}`
}
