/**
 * A token in our form: a letter, the ID, the run, and 22 characters that would be unguessable if they were
 * random.
 */
const token = (letter: string, id: string): string =>
  `'${letter}_' || lpad(to_hex(${id}), 11, '0') || '_' || to_hex(run) || '_' || left(md5(${id}::text), 22)`

const fingerprint = `'${'A'.repeat(43)}'`
/**
 * The chain is not computed, since that would take as long as everything else; the hash has the real length.
 */
const hash = `'${'H'.repeat(43)}'`
const noContact = `'{"email":null,"phone":null}'`
const dayMs = 86_400_000

const entries = (seq: string, at: string, actions: readonly string[], where: string): string => `
  SELECT run, ${seq} + k, ${at}, action, person, id, id, id, '{"amount_cents":' || price || '}', ${hash}
  FROM bench_sales CROSS JOIN (VALUES ${actions.map((action, k) => `(${k + 1}, '${action}')`).join(', ')}) a
    (k, action)
  WHERE ${where}`

/**
 * For each table of the sale, its columns, and the query that generates the rows of some runs as the engine
 * would leave them.
 */
export const saleTables: readonly {
  readonly table: string
  readonly columns: string
  readonly rows: string
}[] = [
  {
    table: 'seat_claims',
    columns: 'train_run_id, seat_id, from_leg, to_leg, state, hold_id, booking_id, updated_at',
    rows: `SELECT run, seat, from_leg, to_leg, 'BOOKED', id, id, at FROM bench_sales WHERE NOT is_canceled`,
  },
  {
    table: 'seat_holds',
    columns: `id, hold_token, user_id, train_run_id, seat_ids, created_at, expires_at, status, from_leg,
      to_leg, from_station_code,
      to_station_code, price_cents, total_cents, currency, pinned_until, payment_id, booking_id,
        idempotency_key, fingerprint,
      commit_seq`,
    rows: `SELECT id, ${token('h', 'id')}, person, run, '[' || seat || ']', at, at + 120000, 'CONSUMED',
      from_leg, to_leg,
      from_station, to_station, '[' || price || ']', price, 'EUR', at + 150000, id, id, md5('h' || id),
        ${fingerprint}, 4 * i + 1
      FROM bench_sales WHERE true`,
  },
  {
    table: 'payments',
    columns: `id, train_run_id, hold_id, user_id, booking_id, method, amount_cents, currency, status,
      deadline_at, passengers,
      contact, try_count, idempotency_key, fingerprint, created_at`,
    rows: `SELECT id, run, id, person, id, 'mock', price, 'EUR', 'CAPTURED', at + 30000,
      format('[{"seatId":%s,"name":"Ada Byron","age":%s,"gender":"F"}]', seat, 18 + id % 60), ${noContact}, 0,
        md5('b' || id),
      ${fingerprint}, at FROM bench_sales WHERE true`,
  },
  {
    table: 'bookings',
    columns: `id, booking_id, user_id, train_run_id, from_station_code, to_station_code, journey_date,
      total_cents,
      num_passengers, status, booking_time, cancellation_time, link_token, from_leg, to_leg, currency,
        refunded_cents, hold_id,
      payment_id, contact, commit_seq`,
    rows: `SELECT id, upper(lpad(to_hex(id), 8, '0')), person, run, from_station, to_station, service_date,
      price, 1,
      CASE WHEN is_canceled THEN 'CANCELLED' ELSE 'CONFIRMED' END, at,
        CASE WHEN is_canceled THEN at + ${dayMs} END,
      ${token('l', 'id')}, from_leg, to_leg, 'EUR', CASE WHEN is_canceled THEN price ELSE 0 END, id, id,
        ${noContact}, 4 * i + 3
      FROM bench_sales WHERE true`,
  },
  {
    table: 'booking_seats',
    columns:
      'booking_id, seat_id, train_run_id, passenger_name, ' +
      'passenger_age, passenger_gender, price_cents, cancellation_id',
    rows: `SELECT id, seat, run, 'Ada Byron', 18 + id % 60, 'F', price, CASE WHEN is_canceled THEN id END
      FROM bench_sales WHERE true`,
  },
  {
    table: 'cancellation_quotes',
    columns:
      'id, quote_id, user_id, train_run_id, booking_id, seat_ids, ' +
      'refund_cents, fee_cents, currency, valid_until',
    rows: `SELECT id, ${token('q', 'id')}, person, run, id, '[' || seat || ']', price, 0, 'EUR',
      at + ${dayMs} + 600000
      FROM bench_sales WHERE is_canceled`,
  },
  {
    table: 'cancellations',
    columns: `id, quote_id, user_id, train_run_id, booking_id, refund_cents, fee_cents, cancelled_at,
      idempotency_key, fingerprint,
      payment_status, commit_seq`,
    rows: `SELECT id, id, person, run, id, price, 0, at + ${dayMs}, md5('c' || id), ${fingerprint},
      'CAPTURED', 4 * count + i
      FROM bench_sales WHERE is_canceled`,
  },
  {
    table: 'refunds',
    columns: 'id, payment_id, cancellation_id, train_run_id, amount_cents, status, try_count',
    rows: `SELECT id, id, id, run, price, 'DONE', 0 FROM bench_sales WHERE is_canceled`,
  },
  {
    table: 'audit_entries',
    columns: 'train_run_id, seq, at, action, user_id, hold_id, payment_id, booking_id, facts, hash',
    rows: entries(
      '4 * i',
      'at',
      ['hold_placed', 'payment_requested', 'booking_confirmed', 'payment_captured'],
      'true',
    ),
  },
  {
    table: 'audit_entries',
    columns: 'train_run_id, seq, at, action, user_id, hold_id, payment_id, booking_id, facts, hash',
    rows: entries('4 * count + 2 * i', `at + ${dayMs}`, ['booking_cancelled', 'refund_done'], 'is_canceled'),
  },
  {
    table: 'run_heads',
    columns: 'train_run_id, commit_seq, audit_seq, audit_head',
    rows: `SELECT run, 5 * count, 6 * count, ${hash} FROM bench_sold WHERE true`,
  },
]
