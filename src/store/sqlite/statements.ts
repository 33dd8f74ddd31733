/** Every statement that a commit may run. Parameters are positional; their order is that of `writes.ts`. */
export const statements = {
  deleteClaim: 'DELETE FROM seat_claims WHERE train_run_id = ? AND seat_id = ? AND from_leg = ?',
  insertClaim: insert(
    'seat_claims',
    'train_run_id, seat_id, from_leg, to_leg, state, hold_id, booking_id, expires_at, updated_at',
  ),
  updateClaim: `UPDATE seat_claims SET state = ?, hold_id = ?, booking_id = ?, expires_at = ?, updated_at = ?
    WHERE train_run_id = ? AND seat_id = ? AND from_leg = ?`,
  insertHold: insert(
    'seat_holds',
    `id, hold_token, user_id, train_run_id, seat_ids, created_at, expires_at, status, from_leg, to_leg, from_station_code,
    to_station_code, price_cents, total_cents, currency, pinned_until, payment_id, booking_id, idempotency_key, fingerprint, commit_seq`,
  ),
  updateHold:
    'UPDATE seat_holds SET status = ?, pinned_until = ?, payment_id = ?, booking_id = ? WHERE id = ?',
  insertPayment: insert(
    'payments',
    `id, train_run_id, hold_id, user_id, booking_id, method, amount_cents, currency, status, decline_code, deadline_at, passengers,
    contact, due_step, due_at, try_count, idempotency_key, fingerprint, created_at`,
  ),
  updatePayment: `UPDATE payments SET booking_id = ?, status = ?, decline_code = ?, due_step = ?, due_at = ?, try_count = ?
    WHERE id = ?`,
  insertBooking: insert(
    'bookings',
    `id, booking_id, user_id, train_run_id, from_station_code, to_station_code, journey_date, total_cents, num_passengers, status,
    booking_time, cancellation_time, link_token, from_leg, to_leg, currency, refunded_cents, hold_id, payment_id, contact, commit_seq`,
  ),
  updateBooking: 'UPDATE bookings SET status = ?, cancellation_time = ?, refunded_cents = ? WHERE id = ?',
  insertBookingSeat: insert(
    'booking_seats',
    'booking_id, seat_id, train_run_id, passenger_name, passenger_age, passenger_gender, price_cents, cancellation_id',
  ),
  updateBookingSeat: 'UPDATE booking_seats SET cancellation_id = ? WHERE booking_id = ? AND seat_id = ?',
  insertQuote: insert(
    'cancellation_quotes',
    'id, quote_id, user_id, train_run_id, booking_id, seat_ids, refund_cents, fee_cents, currency, valid_until',
  ),
  insertCancellation: insert(
    'cancellations',
    `id, quote_id, user_id, train_run_id, booking_id, refund_cents, fee_cents, cancelled_at, idempotency_key, fingerprint,
    payment_status, commit_seq`,
  ),
  insertRefund: insert(
    'refunds',
    'id, payment_id, cancellation_id, train_run_id, amount_cents, status, due_at, try_count, refused_at',
  ),
  updateRefund: 'UPDATE refunds SET status = ?, due_at = ?, try_count = ?, refused_at = ? WHERE id = ?',
  insertEntry: insert(
    'audit_entries',
    'train_run_id, seq, at, action, user_id, hold_id, payment_id, booking_id, facts, hash',
  ),
  putHead: `INSERT INTO run_heads (train_run_id, commit_seq, audit_seq, audit_head) VALUES (?, ?, ?, ?)
    ON CONFLICT (train_run_id) DO UPDATE SET commit_seq = excluded.commit_seq, audit_seq = excluded.audit_seq,
    audit_head = excluded.audit_head`,
  setClock: 'UPDATE clock SET high_water = max(high_water, ?)',
} as const

export type StatementName = keyof typeof statements

/** Statements by position, which is how a batch names them. */
export const statementNames = Object.keys(statements) as readonly StatementName[]

/** How many parameters each statement takes. */
export const parameterCounts: readonly number[] = statementNames.map(
  (name) => statements[name].split('?').length - 1,
)

function insert(table: string, columns: string): string {
  return `INSERT INTO ${table} (${columns}) VALUES (${columns
    .split(',')
    .map(() => '?')
    .join(', ')})`
}
