import { makeHoldToken, makeLinkToken, makeQuoteToken } from '../../src/app/tokens.ts'
import type { AuditAction } from '../../src/domain/audit.ts'
import type { Seat } from '../../src/domain/consist.ts'
import type { BookingId, HoldId, PaymentId, QuoteId, UserId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { locatorOf } from '../../src/domain/locator.ts'
import type { TrainRun } from '../../src/domain/train-run.ts'
import type { Random } from '../../test/harness/random.ts'

/** The tables of a sale with the columns that are filled, in the order of the values of `TableRows`. */
export const saleColumns = {
  seat_claims: 'train_run_id seat_id from_leg to_leg state hold_id booking_id expires_at updated_at',
  seat_holds: `id hold_token user_id train_run_id seat_ids created_at expires_at status from_leg to_leg from_station_code
    to_station_code price_cents total_cents currency pinned_until payment_id booking_id idempotency_key fingerprint commit_seq`,
  payments: `id train_run_id hold_id user_id booking_id method amount_cents currency status deadline_at passengers contact
    try_count idempotency_key fingerprint created_at`,
  bookings: `id booking_id user_id train_run_id from_station_code to_station_code journey_date total_cents num_passengers status
    booking_time cancellation_time link_token from_leg to_leg currency refunded_cents hold_id payment_id contact commit_seq`,
  booking_seats:
    'booking_id seat_id train_run_id passenger_name passenger_age passenger_gender price_cents cancellation_id',
  cancellation_quotes:
    'id quote_id user_id train_run_id booking_id seat_ids refund_cents fee_cents currency valid_until',
  cancellations: `id quote_id user_id train_run_id booking_id refund_cents fee_cents cancelled_at idempotency_key fingerprint
    payment_status commit_seq`,
  refunds: 'id payment_id cancellation_id train_run_id amount_cents status try_count',
  audit_entries: 'train_run_id seq at action user_id hold_id payment_id booking_id facts hash',
  run_heads: 'train_run_id commit_seq audit_seq audit_head',
} as const

export type SaleTable = keyof typeof saleColumns

export type AddRow = (table: SaleTable, row: readonly (string | number | null)[]) => void

/** Counts up over all runs. */
export interface Counters {
  sale: number
  cancellation: number
}

const holdMs = 120_000
const dayMs = 86_400_000
const canceledShare = 0.04
const fingerprint = 'A'.repeat(43)
/** The chain is not computed, which would take as long as all the rest; it is as long as a real one. */
const madeUpHash = 'H'.repeat(35)
const names = ['Ada Byron', 'Grace Hopper', 'Karen Jones', 'Mary Keller', 'Jean Bartik', 'Klára Dán']
const noContact = JSON.stringify({ email: null, phone: null })

/** What one booking is for: seats over a segment, at a moment, for somebody. */
interface Sale {
  readonly seats: readonly Seat[]
  readonly fromLeg: number
  readonly toLeg: number
  readonly userId: UserId
  readonly at: Instant
}

/** Writes the rows of sales of one run, one after the other, as the engine would have left them. */
export class RunWriter {
  readonly #run: TrainRun
  readonly #add: AddRow
  readonly #random: Random
  readonly #counters: Counters
  readonly #locatorKey: readonly number[]
  #commitSeq = 0
  #auditSeq = 0
  #auditHead = ''
  readonly #secretBytes = Buffer.alloc(16)

  constructor(
    run: TrainRun,
    parts: { add: AddRow; random: Random; counters: Counters; locatorKey: readonly number[] },
  ) {
    this.#run = run
    this.#add = parts.add
    this.#random = parts.random
    this.#counters = parts.counters
    this.#locatorKey = parts.locatorKey
  }

  /** A hold, its payment, and the booking; now and then it was canceled a while later. */
  sell(sale: Sale): void {
    const { id: run, train } = this.#run
    const id = ++this.#counters.sale
    const ids = { holdId: id as HoldId, paymentId: id as PaymentId, bookingId: id as BookingId }
    const { seats, fromLeg, toLeg, userId, at } = sale
    const from = train.stops[fromLeg]?.stationCode ?? ''
    const to = train.stops[toLeg]?.stationCode ?? ''
    const price = 900 + 350 * (toLeg - fromLeg)
    const total = price * seats.length
    const currency = this.#run.fare.currency
    const isCanceled = this.#random.chance(canceledShare)
    const seatIds = JSON.stringify(seats.map((seat) => seat.id))
    const prices = JSON.stringify(seats.map(() => price))
    const passengers = seats.map((seat) => ({
      seatId: seat.id,
      name: names[seat.id % names.length] ?? '',
      age: 18 + ((seat.id * 7 + id) % 60),
      gender: 'F',
    }))
    const key = id.toString(36).padStart(22, '0')
    const confirmedSeq = this.#commitSeq + 3
    this.#note(sale, 'hold_placed', { ...ids, paymentId: null, bookingId: null }, `{"total_cents":${total}}`)
    this.#note(sale, 'payment_requested', { ...ids, bookingId: null }, `{"amount_cents":${total}}`)
    this.#note(sale, 'booking_confirmed', ids, `{"total_cents":${total}}`)
    this.#note(sale, 'payment_captured', ids, `{"amount_cents":${total}}`)
    this.#commitSeq += 4
    this.#add('seat_holds', [
      ...[
        id,
        makeHoldToken(ids.holdId, run, this.#secret()),
        userId,
        run,
        seatIds,
        at,
        at + holdMs,
        'CONSUMED',
      ],
      ...[fromLeg, toLeg, from, to, prices, total, currency, at + holdMs + 30_000, id, id],
      ...[`h${key}`, fingerprint, confirmedSeq - 2],
    ])
    this.#add('payments', [
      ...[id, run, id, userId, id, 'mock', total, currency, 'CAPTURED', at + 30_000],
      ...[JSON.stringify(passengers), noContact, 0, `b${key}`, fingerprint, at],
    ])
    const cancellationId = isCanceled ? this.#cancel(sale, id, total, seatIds) : null
    this.#add('bookings', [
      ...[
        id,
        locatorOf(ids.bookingId, this.#locatorKey),
        userId,
        run,
        from,
        to,
        this.#run.serviceDate,
        total,
      ],
      ...[seats.length, isCanceled ? 'CANCELLED' : 'CONFIRMED', at, isCanceled ? at + dayMs : null],
      ...[makeLinkToken(ids.bookingId, run, this.#secret()), fromLeg, toLeg, currency],
      ...[isCanceled ? total : 0, id, id, noContact, confirmedSeq],
    ])
    for (const { seatId, name, age, gender } of passengers) {
      this.#add('booking_seats', [id, seatId, run, name, age, gender, price, cancellationId])
      if (!isCanceled) this.#add('seat_claims', [run, seatId, fromLeg, toLeg, 'BOOKED', id, id, null, at])
    }
  }

  /** The head, once all is sold. */
  close(): void {
    this.#add('run_heads', [this.#run.id, this.#commitSeq, this.#auditSeq, this.#auditHead])
  }

  #cancel(sale: Sale, saleId: number, total: number, seatIds: string): number {
    const id = ++this.#counters.cancellation
    const { id: run } = this.#run
    const { userId, at } = sale
    const quote = makeQuoteToken(id as QuoteId, run, this.#secret())
    const { currency } = this.#run.fare
    this.#commitSeq += 3
    this.#add('cancellation_quotes', [
      ...[id, quote, userId, run, saleId, seatIds, total, 0, currency, at + dayMs + 600_000],
    ])
    const key = `c${id.toString(36).padStart(22, '0')}`
    this.#add('cancellations', [
      ...[id, id, userId, run, saleId, total, 0, at + dayMs, key, fingerprint, 'CAPTURED', this.#commitSeq],
    ])
    this.#add('refunds', [id, saleId, id, run, total, 'DONE', 0])
    const ids = { holdId: saleId as HoldId, paymentId: saleId as PaymentId, bookingId: saleId as BookingId }
    const facts = `{"refund_cents":${total},"fee_cents":0}`
    this.#note({ ...sale, at: (at + dayMs) as Instant }, 'booking_cancelled', ids, facts)
    this.#note({ ...sale, at: (at + dayMs) as Instant }, 'refund_done', ids, `{"amount_cents":${total}}`)
    return id
  }

  #note(
    { userId, at }: Pick<Sale, 'userId' | 'at'>,
    action: AuditAction,
    ids: { holdId: HoldId; paymentId: PaymentId | null; bookingId: BookingId | null },
    facts: string,
  ): void {
    this.#auditHead = madeUpHash + String(++this.#auditSeq).padStart(8, '0')
    const { holdId, paymentId, bookingId } = ids
    this.#add('audit_entries', [
      ...[this.#run.id, this.#auditSeq, at, action, userId, holdId, paymentId, bookingId],
      ...[facts, this.#auditHead],
    ])
  }

  #secret(): Buffer {
    for (let index = 0; index < 4; index++)
      this.#secretBytes.writeUInt32LE(this.#random.int(2 ** 32), 4 * index)
    return this.#secretBytes
  }
}
