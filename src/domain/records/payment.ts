import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  RefundId,
  SeatId,
  TrainRunId,
  UserId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import type { AuditNote } from './audit.ts'
import { isDeskMethod } from './payment-method.ts'

/**
 * `REQUESTED -> AUTHORIZED -> CAPTURED`, `AUTHORIZED -> VOIDED`, `REQUESTED
 * -> DECLINED`, `REQUESTED -> TIMED_OUT -> VOIDED`; an attempt that never
 * reached the provider stays `TIMED_OUT`. States only move forward.
 */
export type PaymentStatus = 'REQUESTED' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'DECLINED' | 'TIMED_OUT'

/** What a payment was when its booking was confirmed: a provider still has to capture it. */
export function statusWhenSold({ method }: Pick<Payment, 'method'>): PaymentStatus {
  return isDeskMethod(method) ? 'CAPTURED' : 'AUTHORIZED'
}

/** The step that is still due at the provider. */
type PaymentStep = 'CAPTURE' | 'VOID'

export type Gender = 'F' | 'M' | 'X'

export const longestPassengerName = 100

export interface Passenger {
  readonly seatId: SeatId
  readonly name: string
  readonly age: number
  readonly gender: Gender
}

/** Of a payment or a booking: each text sealed, unless an older version wrote it. */
export interface Contact {
  readonly email: string | null
  readonly phone: string | null
}

export const noContact: Contact = { email: null, phone: null }

/** One attempt to pay for one hold. Its row is its own outbox: due work is a state with a time. */
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
  /** Only while the attempt is open: afterward the booking has them, or nobody does. */
  readonly passengers: readonly Passenger[]
  readonly contact: Contact
  /** In which the passenger buys. Null if an older version began it. */
  readonly language: Language | null
  readonly dueStep: PaymentStep | null
  readonly dueAt: Instant | null
  /** How often the due step has been tried. */
  readonly tryCount: number
  /** The amount that the provider gave back beyond all our refunds, as of the last reconciliation. */
  readonly byHandCents: number
  readonly idempotencyKey: string
  readonly fingerprint: string
  readonly createdAt: Instant
}

/**
 * `REFUND`: a part of the price goes back to where it came from. `COMPENSATION`: the railway pays something
 * beyond the price, out of its own money.
 */
type RefundKind = 'REFUND' | 'COMPENSATION'

/**
 * One entry of a payment's append-only ledger of what goes to the passenger. A refund is paid out once the
 * payment is captured.
 */
export interface Refund {
  readonly id: RefundId
  readonly paymentId: PaymentId
  /** Null if money came in without a booking and goes back whole. */
  readonly cancellationId: CancellationId | null
  readonly trainRunId: TrainRunId
  readonly amountCents: number
  /** `LAPSED`: it was never paid out and never will be, because its payment was not captured. */
  readonly status: 'QUEUED' | 'DONE' | 'LAPSED'
  readonly dueAt: Instant | null
  readonly tryCount: number
  /** When the provider began to refuse to pay it out; null if it does not. It is owed all the same. */
  readonly refusedAt: Instant | null
  readonly kind: RefundKind
  /** Of the request that gave a compensation; null for a refund, which its cancellation has. */
  readonly idempotencyKey: string | null
  readonly fingerprint: string | null
  /** Who gave a compensation. */
  readonly userId: UserId | null
}

/** What a refund of the price has in the members of a compensation. */
export const ofPrice = { kind: 'REFUND', idempotencyKey: null, fingerprint: null, userId: null } as const

/** What says for what an entry is, and whose. */
type RefundOf = Pick<
  Refund,
  'id' | 'cancellationId' | 'amountCents' | 'kind' | 'idempotencyKey' | 'fingerprint' | 'userId'
>

/**
 * An entry as it begins: due at the provider, or credited at once on an account that the railway itself
 * keeps, where it lowers what is owed.
 */
export function newRefund(payment: Payment, of: RefundOf, now: Instant): Refund {
  const { id: paymentId, trainRunId, method } = payment
  const state = isDeskMethod(method)
    ? ({ status: 'DONE', dueAt: null } as const)
    : ({ status: 'QUEUED', dueAt: now } as const)
  return { ...of, ...state, paymentId, trainRunId, tryCount: 0, refusedAt: null }
}

/** The entry of the audit that says that a refund is done, if it is done as it begins. */
export function creditedNote(
  { id: paymentId, holdId, userId, bookingId }: Payment,
  { id, amountCents, status, kind }: Refund,
): readonly { readonly kind: 'noted'; readonly note: AuditNote }[] {
  if (status !== 'DONE') return []
  const facts = { refund_id: id, amount_cents: amountCents }
  return [{ kind: 'noted', note: { action: paidAction[kind], userId, holdId, paymentId, bookingId, facts } }]
}

/** What the audit calls it when an entry was paid out. */
export const paidAction = { REFUND: 'refund_done', COMPENSATION: 'compensation_paid' } as const

/** The entries that give back what was paid. */
export function refundsOfPrice(entries: readonly Refund[]): readonly Refund[] {
  return entries.filter(({ kind }) => kind === 'REFUND')
}

/**
 * Placeholder in the row of an attempt that gave its key back to the caller: keys on the wire have no leading
 * space.
 */
export function neverSentKey({ id }: Pick<Payment, 'id'>): string {
  return ` never sent ${id}`
}
