import type {
  AccessCodeId,
  ApiKeyId,
  BookingId,
  CancellationId,
  DeskEntryId,
  HoldId,
  MessageId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  StaffId,
  StationCode,
  TrainRunId,
  UserId,
} from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { AccessCode, BookingGrant } from '../domain/records/access.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { Booking, Cancellation, Quote } from '../domain/records/booking.ts'
import type { Change } from '../domain/records/changes.ts'
import type { Claim } from '../domain/records/claim.ts'
import type { Closure } from '../domain/records/closure.ts'
import type { DeskEntry } from '../domain/records/desk-ledger.ts'
import type { Hold } from '../domain/records/hold.ts'
import type { Message } from '../domain/records/message.ts'
import type { Payment, Refund } from '../domain/records/payment.ts'
import type { PersonalKey } from '../domain/records/sealed.ts'
import type { Row } from './rows.ts'

// One row of each table of a sale, twice: as the record that is written, and as the row that the database
// must then have, column by column. All values within a row differ, so that a swap of two fails wherever it
// happens.

/** The records of one sale. */
export interface SaleRecords {
  readonly claim: Claim
  readonly hold: Hold
  readonly payment: Payment
  readonly booking: Booking
  readonly key: PersonalKey
  readonly quote: Quote
  readonly cancellation: Cancellation
  readonly refund: Refund
  readonly deskEntry: DeskEntry
  readonly code: AccessCode
  readonly grant: BookingGrant
  readonly message: Message
  readonly entry: AuditEntry
}

const userId = 104 as UserId
const holdId = 101 as HoldId
const paymentId = 103 as PaymentId
const bookingId = 102 as BookingId
const cancellationId = 106 as CancellationId
const quoteId = 105 as QuoteId
const seatId = 501 as SeatId
const instant = (milliseconds: number) => milliseconds as Instant

const route = {
  segment: { fromLeg: 201, toLeg: 202 },
  fromStationCode: 'FROM' as StationCode,
  toStationCode: 'TO' as StationCode,
}

export function saleRecords(trainRunId: TrainRunId): SaleRecords {
  return {
    claim: { seatId, fromLeg: 11, toLeg: 13, state: 'HELD', holdId, bookingId, expiresAt: instant(901) },
    hold: {
      ...{ id: holdId, token: 'hold token', userId, trainRunId, ...route, totalCents: 1203, currency: 'EUR' },
      seats: [601, 602].map((priceCents, index) => ({ seatId: (seatId + index) as SeatId, priceCents })),
      ...{ createdAt: instant(902), expiresAt: instant(903), pinnedUntil: instant(904), status: 'PINNED' },
      ...{ paymentId, bookingId, idempotencyKey: 'hold key', fingerprint: 'hold print', commitSeq: 301 },
      ...{ edition: 304, addressBlock: 305, standing: 'PROVEN' },
      ...{ extensionMs: 306, extensionKey: 'extension key', extensionSeq: 307 },
    },
    payment: {
      ...{ id: paymentId, trainRunId, holdId, userId, bookingId, method: 'card', amountCents: 1203 },
      ...{ currency: 'EUR', status: 'REQUESTED', declineCode: 'decline code', deadlineAt: instant(905) },
      passengers: [{ seatId, name: 'Ada', age: 36, gender: 'F' }],
      contact: { email: 'ada@example.org', phone: null },
      language: 'de',
      ...{ dueStep: 'CAPTURE', dueAt: instant(906), tryCount: 7, byHandCents: 13, createdAt: instant(907) },
      ...{ idempotencyKey: 'payment key', fingerprint: 'payment print' },
    },
    booking: {
      ...{ id: bookingId, locator: 'LOCATORX', linkToken: 'link token', userId, trainRunId, ...route },
      ...{ journeyDate: '2026-06-10', totalCents: 1203, currency: 'EUR', numPassengers: 2 },
      ...{ status: 'CONFIRMED', bookingTime: instant(908), cancellationTime: instant(909) },
      ...{ refundedCents: 12, holdId, paymentId, commitSeq: 302, edition: 304 },
      contact: { email: null, phone: '+49 30 1' },
      language: 'ar',
      personalData: 'PLAIN',
      notes: [{ at: instant(920), staffId: null, keyId: null, text: 'first' }],
      seats: [
        {
          ...{ seatId, passengerName: 'Ada', passengerAge: 36, passengerGender: 'F' },
          ...{ priceCents: 601, cancellationId: null, movedTo: 503 as SeatId, moveCount: 2 },
        },
      ],
    },
    key: { trainRunId, paymentId, wrapped: 'wrapped key', search: 'hash1 hash2' },
    quote: {
      ...{ id: quoteId, token: 'quote token', userId, trainRunId, bookingId, seatIds: [seatId] },
      ...{ refundCents: 401, feeCents: 402, currency: 'EUR', validUntil: instant(910) },
    },
    cancellation: {
      ...{ id: cancellationId, quoteId, userId, trainRunId, bookingId, refundCents: 401, feeCents: -402 },
      ...{ cancelledAt: instant(911), idempotencyKey: 'cancellation key', paymentStatus: 'CAPTURED' },
      ...{ fingerprint: 'cancellation print', commitSeq: 303 },
    },
    refund: {
      ...{ id: 107 as RefundId, paymentId, cancellationId, trainRunId, amountCents: 401, status: 'QUEUED' },
      ...{ dueAt: instant(912), tryCount: 8, refusedAt: instant(913), kind: 'COMPENSATION' },
      ...{ idempotencyKey: 'refund key', fingerprint: 'refund print', userId },
    },
    deskEntry: {
      ...{ id: 112 as DeskEntryId, trainRunId, paymentId, amountCents: -401, means: 'CASH' },
      ...{ till: 'window-3', at: instant(925), staffId: 110 as StaffId, keyId: 111 as ApiKeyId, userId },
      ...{ idempotencyKey: 'desk key', fingerprint: 'desk print' },
    },
    code: {
      ...{ id: 108 as AccessCodeId, trainRunId, bookingId, userId, way: 'link', codeHash: 'code hash' },
      ...{ createdAt: instant(916), expiresAt: instant(917), tryCount: 9, usedAt: instant(918) },
    },
    grant: { trainRunId, bookingId, userId, grantedAt: instant(919) },
    message: {
      ...{ id: 109 as MessageId, trainRunId, bookingId, kind: 'access_code', language: 'ar' },
      ...{ recipient: 'ada@example.org', content: { code: '1' }, state: 'QUEUED', createdAt: instant(920) },
      ...{ dueAt: instant(921), giveUpAt: instant(922), tryCount: 10, endedAt: instant(923) },
    },
    entry: {
      ...{ trainRunId, seq: 701, at: instant(914), action: 'hold_placed', userId, holdId, paymentId },
      ...{ bookingId, facts: { seat_ids: [seatId] }, hash: 'entry hash', staffId: 110 as StaffId },
      ...{ keyId: 111 as ApiKeyId, reason: 'operational' },
    },
  }
}

/** The same sale with everything that a commit may change in it. */
export function changedRecords(trainRunId: TrainRunId): SaleRecords {
  const records = saleRecords(trainRunId)
  const seats = records.booking.seats.map((seat) => {
    const passenger = { passengerName: 'Bea', passengerAge: 37, passengerGender: 'X' } as const
    return { ...seat, ...passenger, cancellationId, movedTo: 504 as SeatId, moveCount: 3 }
  })
  return {
    ...records,
    claim: {
      ...{ ...records.claim, state: 'BOOKED', holdId: 1101 as HoldId },
      ...{ bookingId: 1102 as BookingId, expiresAt: null },
    },
    hold: {
      ...{ ...records.hold, status: 'CONSUMED', pinnedUntil: instant(1904) },
      ...{ paymentId: 1103 as PaymentId, bookingId: null },
    },
    payment: {
      ...{ ...records.payment, bookingId: 1102 as BookingId, status: 'AUTHORIZED', declineCode: null },
      ...{ dueStep: 'VOID', dueAt: instant(1906), tryCount: 17 },
      ...{ passengers: [], contact: { email: null, phone: null }, fingerprint: '' },
    },
    booking: {
      ...{ ...records.booking, status: 'CANCELLED', cancellationTime: instant(1909) },
      ...{ refundedCents: 112, seats, personalData: 'SEALED', notes: [] },
      contact: { email: 'sealed', phone: null },
    },
    key: { ...records.key, wrapped: 'another key', search: 'hash2 hash3' },
    code: { ...records.code, tryCount: 19, usedAt: instant(1918) },
    refund: { ...records.refund, status: 'DONE', dueAt: instant(1912), tryCount: 18, refusedAt: null },
  }
}

const rowsOnce = ['quote', 'cancellation', 'grant', 'message'] as const
const rowsThatChange = ['claim', 'hold', 'payment', 'booking', 'refund', 'code'] as const

/** The changes of a commit that writes all of it for the first time. */
export function additions(records: SaleRecords): readonly Change[] {
  const added = [...rowsThatChange, ...rowsOnce].map((name) => asChange(`${name}_added`, name, records))
  return [
    ...added,
    { kind: 'desk_entry_added', entry: records.deskEntry },
    { kind: 'personal_key_added', key: records.key },
  ]
}

/** The changes of a commit that finds all of it there. */
export function alterations(records: SaleRecords): readonly Change[] {
  const changed = rowsThatChange.map((name) => asChange(`${name}_changed`, name, records))
  return [...changed, { kind: 'personal_key_changed', key: records.key }]
}

function asChange(kind: string, name: keyof SaleRecords, records: SaleRecords): Change {
  return { kind, [name]: records[name] } as never
}

/** The parts of the run that the first commit closes; the next one opens them. */
export const saleClosures: readonly Closure[] = [
  { kind: 'CLOSED', fromLeg: 401, toLeg: 402, travelClass: 'FIRST', at: instant(924), bookings: 403 },
]
const firstClosures =
  '[{"kind":"CLOSED","fromLeg":401,"toLeg":402,"travelClass":"FIRST","at":924,"bookings":403}]'

/** The database's rows after a commit at 915 wrote `saleRecords` and left the head below. */
export function saleRows(trainRunId: TrainRunId): Readonly<Record<string, Row>> {
  const run = { train_run_id: trainRunId }
  const stations = { from_station_code: 'FROM', to_station_code: 'TO' }
  return {
    run_heads: { ...run, commit_seq: 801, audit_seq: 802, audit_head: 'head hash', closures: firstClosures },
    seat_claims: {
      ...{ ...run, seat_id: 501, from_leg: 11, to_leg: 13, state: 'HELD', hold_id: 101, booking_id: 102 },
      ...{ expires_at: 901, updated_at: 915 },
    },
    seat_holds: {
      ...{ ...run, ...stations, id: 101, hold_token: 'hold token', user_id: 104, seat_ids: '[501,502]' },
      ...{ created_at: 902, expires_at: 903, status: 'PINNED', from_leg: 201, to_leg: 202 },
      ...{ price_cents: '[601,602]', total_cents: 1203, currency: 'EUR', pinned_until: 904 },
      ...{ payment_id: 103, booking_id: 102, idempotency_key: 'hold key', fingerprint: 'hold print' },
      ...{ commit_seq: 301, edition: 304, address_block: 305, standing: 'PROVEN' },
      ...{ extension_ms: 306, extension_key: 'extension key', extension_seq: 307 },
    },
    payments: {
      ...{ ...run, id: 103, hold_id: 101, user_id: 104, booking_id: 102, method: 'card' },
      ...{ amount_cents: 1203, currency: 'EUR', status: 'REQUESTED', decline_code: 'decline code' },
      passengers: '[{"seatId":501,"name":"Ada","age":36,"gender":"F"}]',
      contact: '{"email":"ada@example.org","phone":null}',
      language: 'de',
      ...{
        deadline_at: 905,
        due_step: 'CAPTURE',
        due_at: 906,
        try_count: 7,
        created_at: 907,
        by_hand_cents: 13,
      },
      ...{ idempotency_key: 'payment key', fingerprint: 'payment print' },
    },
    bookings: {
      ...{ ...run, ...stations, id: 102, booking_id: 'LOCATORX', user_id: 104, journey_date: '2026-06-10' },
      ...{ total_cents: 1203, num_passengers: 2, status: 'CONFIRMED', booking_time: 908 },
      ...{ cancellation_time: 909, link_token: 'link token', from_leg: 201, to_leg: 202, currency: 'EUR' },
      ...{ refunded_cents: 12, hold_id: 101, payment_id: 103, commit_seq: 302, edition: 304 },
      contact: '{"email":null,"phone":"+49 30 1"}',
      language: 'ar',
      personal_data: 'PLAIN',
      notes: '[{"at":920,"staffId":null,"keyId":null,"text":"first"}]',
    },
    personal_keys: { ...run, payment_id: 103, wrapped_key: 'wrapped key', search: 'hash1 hash2' },
    booking_seats: {
      ...{ ...run, booking_id: 102, seat_id: 501, passenger_name: 'Ada', passenger_age: 36 },
      ...{ passenger_gender: 'F', price_cents: 601, cancellation_id: null, moved_to: 503, move_count: 2 },
    },
    cancellation_quotes: {
      ...{ ...run, id: 105, quote_id: 'quote token', user_id: 104, booking_id: 102, seat_ids: '[501]' },
      ...{ refund_cents: 401, fee_cents: 402, currency: 'EUR', valid_until: 910 },
    },
    cancellations: {
      ...{ ...run, id: 106, quote_id: 105, user_id: 104, booking_id: 102, refund_cents: 401 },
      ...{ fee_cents: -402, cancelled_at: 911, idempotency_key: 'cancellation key' },
      ...{ fingerprint: 'cancellation print', payment_status: 'CAPTURED', commit_seq: 303 },
    },
    refunds: {
      ...{ ...run, id: 107, payment_id: 103, cancellation_id: 106, amount_cents: 401, status: 'QUEUED' },
      ...{ due_at: 912, try_count: 8, refused_at: 913, kind: 'COMPENSATION' },
      ...{ idempotency_key: 'refund key', fingerprint: 'refund print', user_id: 104 },
    },
    desk_entries: {
      ...{ ...run, id: 112, payment_id: 103, amount_cents: -401, means: 'CASH', till: 'window-3', at: 925 },
      ...{ staff_id: 110, key_id: 111, user_id: 104, idempotency_key: 'desk key' },
      fingerprint: 'desk print',
    },
    access_codes: {
      ...{ ...run, id: 108, booking_id: 102, user_id: 104, way: 'link', code_hash: 'code hash' },
      ...{ created_at: 916, expires_at: 917, try_count: 9, used_at: 918 },
    },
    booking_grants: { ...run, booking_id: 102, user_id: 104, granted_at: 919 },
    messages: {
      ...{ ...run, id: 109, booking_id: 102, kind: 'access_code', language: 'ar', created_at: 920 },
      ...{ recipient: 'ada@example.org', content: '{"code":"1"}', state: 'QUEUED', due_at: 921 },
      ...{ give_up_at: 922, try_count: 10, ended_at: 923 },
    },
    audit_entries: {
      ...{ ...run, seq: 701, at: 914, action: 'hold_placed', user_id: 104, hold_id: 101 },
      ...{ payment_id: 103, booking_id: 102, facts: '{"seat_ids":[501]}', hash: 'entry hash' },
      ...{ staff_id: 110, key_id: 111, reason: 'operational' },
    },
  }
}

/** The database's rows after a commit at 1915 wrote `changedRecords`. */
export function changedRows(trainRunId: TrainRunId): Readonly<Record<string, Row>> {
  const rows = saleRows(trainRunId)
  const change = (table: string, values: Row) => ({ [table]: { ...rows[table], ...values } })
  return {
    ...rows,
    ...change('run_heads', { commit_seq: 1801, audit_seq: 1802, audit_head: 'next hash', closures: '[]' }),
    ...change('seat_claims', {
      state: 'BOOKED',
      hold_id: 1101,
      booking_id: 1102,
      expires_at: null,
      updated_at: 1915,
    }),
    ...change('seat_holds', { status: 'CONSUMED', pinned_until: 1904, payment_id: 1103, booking_id: null }),
    ...change('payments', {
      ...{ booking_id: 1102, status: 'AUTHORIZED', decline_code: null },
      ...{ due_step: 'VOID', due_at: 1906, try_count: 17 },
      ...{ passengers: '[]', contact: '{"email":null,"phone":null}', fingerprint: '' },
    }),
    ...change('bookings', {
      ...{
        status: 'CANCELLED',
        cancellation_time: 1909,
        refunded_cents: 112,
        personal_data: 'SEALED',
        notes: '[]',
      },
      contact: '{"email":"sealed","phone":null}',
    }),
    ...change('booking_seats', {
      ...{ passenger_name: 'Bea', passenger_age: 37, passenger_gender: 'X', cancellation_id: 106 },
      ...{ moved_to: 504, move_count: 3 },
    }),
    ...change('personal_keys', { wrapped_key: 'another key', search: 'hash2 hash3' }),
    ...change('access_codes', { try_count: 19, used_at: 1918 }),
    ...change('refunds', { status: 'DONE', due_at: 1912, try_count: 18, refused_at: null }),
  }
}
