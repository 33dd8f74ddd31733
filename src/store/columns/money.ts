import type { Instant } from '../../domain/instant.ts'
import type { DeskEntry } from '../../domain/records/desk-ledger.ts'
import type { Payment, Refund } from '../../domain/records/payment.ts'
import type { ProviderEvent } from '../store.ts'
import { integer, json, ofOwner, text } from './column.ts'
import { table } from './table.ts'

export const paymentTable = table<Payment>('payments', {
  key: 'train_run_id id',
  changing:
    'booking_id status decline_code passengers contact due_step due_at try_count by_hand_cents ' +
    'idempotency_key fingerprint',
  columns: {
    id: integer('id'),
    train_run_id: integer('trainRunId'),
    hold_id: integer('holdId'),
    user_id: integer('userId'),
    booking_id: integer('bookingId'),
    method: text('method'),
    amount_cents: integer('amountCents'),
    currency: text('currency'),
    status: text('status'),
    decline_code: text('declineCode'),
    deadline_at: integer('deadlineAt'),
    passengers: json('passengers'),
    contact: json('contact'),
    language: text('language'),
    due_step: text('dueStep'),
    due_at: integer('dueAt'),
    try_count: integer('tryCount'),
    idempotency_key: text('idempotencyKey'),
    fingerprint: text('fingerprint'),
    created_at: integer('createdAt'),
    by_hand_cents: integer('byHandCents'),
  },
})

/** What a list of bookings shows of their payments: not the passengers, whom the bookings have too. */
export const listedPaymentTable = table<Pick<Payment, 'id' | 'method' | 'status'>>('payments', {
  key: 'id',
  columns: { id: integer('id'), method: text('method'), status: text('status') },
})

export const refundTable = table<Refund>('refunds', {
  key: 'train_run_id id',
  changing: 'status due_at try_count refused_at',
  columns: {
    id: integer('id'),
    payment_id: integer('paymentId'),
    cancellation_id: integer('cancellationId'),
    train_run_id: integer('trainRunId'),
    amount_cents: integer('amountCents'),
    status: text('status'),
    due_at: integer('dueAt'),
    try_count: integer('tryCount'),
    refused_at: integer('refusedAt'),
    kind: text('kind'),
    idempotency_key: text('idempotencyKey'),
    fingerprint: text('fingerprint'),
    user_id: integer('userId'),
  },
})

export const deskEntryTable = table<DeskEntry>('desk_entries', {
  key: 'train_run_id id',
  columns: {
    id: integer('id'),
    train_run_id: integer('trainRunId'),
    payment_id: integer('paymentId'),
    amount_cents: integer('amountCents'),
    means: text('means'),
    till: text('till'),
    at: integer('at'),
    staff_id: integer('staffId'),
    key_id: integer('keyId'),
    user_id: integer('userId'),
    idempotency_key: text('idempotencyKey'),
    fingerprint: text('fingerprint'),
  },
})

export const eventTable = table<ProviderEvent, { readonly at: Instant }>('provider_events', {
  key: 'provider event_id',
  columns: {
    provider: text('provider'),
    event_id: text('eventId'),
    body: text('body'),
    signature: text('signature'),
    received_at: ofOwner('at'),
  },
})
