import type { Cancellation, Quote } from '../../domain/records/booking.ts'
import { integer, json, text } from './column.ts'
import { table } from './table.ts'

export const quoteTable = table<Quote>('cancellation_quotes', {
  key: 'train_run_id id',
  columns: {
    id: integer('id'),
    quote_id: text('token'),
    user_id: integer('userId'),
    train_run_id: integer('trainRunId'),
    booking_id: integer('bookingId'),
    seat_ids: json('seatIds'),
    refund_cents: integer('refundCents'),
    fee_cents: integer('feeCents'),
    currency: text('currency'),
    valid_until: integer('validUntil'),
  },
})

export const cancellationTable = table<Cancellation>('cancellations', {
  key: 'train_run_id id',
  columns: {
    id: integer('id'),
    quote_id: integer('quoteId'),
    user_id: integer('userId'),
    train_run_id: integer('trainRunId'),
    booking_id: integer('bookingId'),
    refund_cents: integer('refundCents'),
    fee_cents: integer('feeCents'),
    cancelled_at: integer('cancelledAt'),
    idempotency_key: text('idempotencyKey'),
    fingerprint: text('fingerprint'),
    payment_status: text('paymentStatus'),
    commit_seq: integer('commitSeq'),
  },
})
