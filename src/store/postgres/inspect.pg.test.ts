import assert from 'node:assert/strict'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import { sellALittle } from '../sold-railway.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { inspectTransaction, openInspector } from './inspect.ts'
import { LongTransaction } from './long-transaction.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const url = await server.createDatabase()
const closedAt = await sell(url)

/** Sells a little of everything, and closes; returns its time. */
async function sell(database: string): Promise<number> {
  const clock = new TestTime()
  const { store } = await openPostgresStore({ url: database, clock, schedule: clock.schedule })
  await sellALittle(store)
  await store.close()
  return clock.now()
}

/**
 * The checks that fail this many milliseconds after somebody wrote past Holdfast. The damage is rolled back.
 */
async function failingAfter(damage: string, laterMs = 0): Promise<readonly string[]> {
  const transaction = await LongTransaction.open(url, 'load')
  try {
    // As a superuser can who restores part of a dump.
    await transaction.query("SET LOCAL session_replication_role = 'replica'")
    for (const statement of damage.split(';').filter((one) => one.trim() !== ''))
      await transaction.query(statement)
    const inspector = inspectTransaction(transaction, closedAt + laterMs)
    const failing: string[] = []
    for (const check of inspector.checks) if ((await check.run()).wrong > 0) failing.push(check.name)
    return (await verifyAudit(inspector)).ok ? failing : [...failing, 'audit_chains']
  } finally {
    await transaction.close()
  }
}

test('Q14: a railway that has sold a little of everything passes every check, and each check finds something to check', async () => {
  const transaction = await LongTransaction.open(url, 'snapshot')
  const inspector = inspectTransaction(transaction, closedAt)
  for (const check of inspector.checks) {
    const outcome = await check.run()
    assert.deepEqual([check.name, outcome.wrong, outcome.examples], [check.name, 0, []])
    if (!/^(payments_are_resolved|messages_are_sent|desk_accounts_add_up)$/.test(check.name))
      assert.ok(outcome.checked > 0, `${check.name} looked at nothing`)
  }
  const audit = await verifyAudit(inspector)
  assert.ok(audit.ok && audit.entries > 15, JSON.stringify(audit))
  await transaction.close()
})

const withoutConstraint = 'ALTER TABLE seat_claims DROP CONSTRAINT seat_claims_no_overlap;'
const booked = "(SELECT min(seat_id) FROM seat_claims WHERE state = 'BOOKED')"

/** A message in this state, made, due, given up, tried and ended like this. */
const messageOf = (rest: string) =>
  `INSERT INTO messages (id, train_run_id, booking_id, kind, language, content, state, created_at, due_at,
    give_up_at, try_count, ended_at) VALUES (1, 1, 1, 'access_code', 'en', '{}', ${rest})`

const damages: readonly (readonly [check: string, damage: string, laterMs?: number])[] = [
  ['desk_accounts_add_up', "UPDATE payments SET method = 'cash' WHERE status = 'CAPTURED'"],
  [
    'journal_matches_the_sale',
    `INSERT INTO ledger_lines SELECT 1, 0, '2026-01-01', 1, train_run_id, 1, 0, 'booking_confirmed', 'a',
      'b', amount_cents + 1, currency, method, id, booking_id, 1
      FROM payments WHERE booking_id IS NOT NULL LIMIT 1`,
  ],
  [
    'indexes_are_valid',
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'bookings_user'::regclass",
  ],
  ['constraint_is_there', withoutConstraint],
  [
    'constraint_is_there',
    `${withoutConstraint} ALTER TABLE seat_claims ADD CONSTRAINT seat_claims_no_overlap
      EXCLUDE USING gist (train_run_id WITH =, seat_id WITH =, from_leg WITH =)`,
  ],
  ['server_keeps_what_it_confirms', 'SET LOCAL synchronous_commit = off'],
  ['schema_is_newest', 'DELETE FROM schema_migrations'],
  [
    'references_hold',
    'UPDATE booking_seats SET booking_id = 999 WHERE booking_id = (SELECT min(id) FROM bookings)',
  ],
  ['references_hold', 'DELETE FROM consists'],
  [
    'claims_do_not_overlap',
    `${withoutConstraint} INSERT INTO seat_claims SELECT train_run_id, seat_id, from_leg + 1, to_leg + 1,
      state, hold_id,
      booking_id, expires_at, updated_at FROM seat_claims WHERE seat_id = ${booked}`,
  ],
  ['claims_are_on_their_run', `UPDATE seat_claims SET to_leg = 9 WHERE seat_id = ${booked}`],
  ['claims_are_on_their_run', "UPDATE seat_claims SET seat_id = 9999 WHERE state = 'HELD'"],
  ['holds_have_their_seats', "DELETE FROM seat_claims WHERE state = 'HELD'"],
  ['holds_have_their_seats', "UPDATE seat_claims SET expires_at = expires_at + 1 WHERE state = 'HELD'"],
  ['held_seats_have_their_hold', "UPDATE seat_holds SET status = 'RELEASED' WHERE status = 'ACTIVE'"],
  ['held_seats_have_their_hold', `UPDATE seat_claims SET booking_id = 999 WHERE seat_id = ${booked}`],
  ['bookings_have_their_seats', `DELETE FROM seat_claims WHERE seat_id = ${booked}`],
  ['bookings_have_their_seats', `UPDATE seat_claims SET to_leg = to_leg - 1 WHERE seat_id = ${booked}`],
  ['bookings_know_their_state', "UPDATE bookings SET cancellation_time = NULL WHERE status = 'CANCELLED'"],
  ['bookings_know_their_state', 'UPDATE bookings SET num_passengers = 2 WHERE id = 1'],
  ['bookings_know_their_state', 'UPDATE booking_seats SET passenger_age = NULL WHERE booking_id = 1'],
  ['money_is_for_seats', "UPDATE payments SET amount_cents = amount_cents + 1 WHERE status = 'CAPTURED'"],
  ['money_is_for_seats', 'UPDATE refunds SET amount_cents = amount_cents - 1'],
  ['money_is_for_seats', 'UPDATE booking_seats SET cancellation_id = 1 WHERE booking_id = 1'],
  ['money_is_for_seats', "UPDATE refunds SET status = 'LAPSED' WHERE status = 'DONE'"],
  ['money_is_for_seats', 'UPDATE cancellations SET fee_cents = 0 WHERE fee_cents < 0'],
  ['cancellations_add_up', 'UPDATE cancellations SET fee_cents = 0 WHERE fee_cents < 0'],
  ['cancellations_add_up', 'UPDATE cancellations SET refund_cents = refund_cents + 1'],
  [
    'cancellations_add_up',
    'UPDATE bookings SET refunded_cents = refunded_cents - 1 WHERE refunded_cents > 0',
  ],
  ['refunds_are_within_the_payment', 'UPDATE refunds SET amount_cents = amount_cents * 10'],
  [
    'refunds_are_within_the_payment',
    `INSERT INTO cancellations SELECT 999, quote_id, user_id, train_run_id, booking_id, refund_cents,
      fee_cents, cancelled_at, 'x',
      fingerprint, payment_status, commit_seq FROM cancellations WHERE id = 1`,
  ],
  ['prices_are_frozen', 'UPDATE booking_seats SET price_cents = price_cents + 1 WHERE booking_id = 1'],
  ['prices_are_frozen', 'UPDATE bookings SET total_cents = total_cents + 1 WHERE id = 1'],
  ['prices_are_frozen', "UPDATE seat_holds SET currency = 'XXX' WHERE status = 'CONSUMED'"],
  ['rows_know_each_other', "UPDATE seat_holds SET booking_id = NULL WHERE status = 'CONSUMED'"],
  ['rows_know_each_other', 'DELETE FROM payments WHERE booking_id = 1'],
  ['rows_know_each_other', 'DELETE FROM cancellation_quotes'],
  ['rows_know_each_other', 'UPDATE refunds SET payment_id = 999'],
  ['commits_are_counted', 'UPDATE run_heads SET commit_seq = 1'],
  [
    'changes_have_their_entry',
    "DELETE FROM audit_entries WHERE action = 'booking_confirmed' AND booking_id = 1",
  ],
  [
    'changes_have_their_entry',
    `INSERT INTO audit_entries SELECT train_run_id, seq + 1000, at, action, user_id, hold_id, payment_id,
      booking_id, facts, hash
      FROM audit_entries WHERE action = 'hold_placed'`,
  ],
  ['audit_chains', 'UPDATE audit_entries SET at = at + 1 WHERE seq = 3'],
  ['audit_chains', 'DELETE FROM audit_entries WHERE seq = (SELECT max(seq) FROM audit_entries)'],
  ['audit_chains', "UPDATE audit_entries SET facts = 'no json' WHERE seq = 3"],
  ['refunds_are_accepted', "UPDATE refunds SET status = 'QUEUED', refused_at = 1 WHERE status = 'DONE'"],
  ['sold_runs_are_decided', "UPDATE train_runs SET off_sale_reason = 'WAITING'"],
  ['messages_are_sent', messageOf("'QUEUED', 0, 1, 2, 3, NULL")],
  ['messages_are_sent', messageOf("'GIVEN_UP', 0, NULL, 2, 3, 4000000000000000")],
  ['holds_end_in_time', '', 120_000 + 60_000],
  [
    'payments_are_resolved',
    "UPDATE payments SET due_step = 'CAPTURE', due_at = created_at WHERE id = 1",
    60_000,
  ],
  ['payments_are_resolved', "UPDATE payments SET status = 'REQUESTED' WHERE id = 1", 30_000 + 60_000],
  [
    'payments_are_resolved',
    "UPDATE payments SET due_step = 'CAPTURE', due_at = 9e15, try_count = 9 WHERE id = 1",
  ],
  ['payments_are_resolved', `UPDATE refunds SET due_at = ${Date.UTC(2026, 5, 1)}`, 60_000],
]

for (const [index, [check, damage, laterMs]] of damages.entries()) {
  test(`Q14: damage ${index + 1} is found by ${check}`, async () => {
    const failing = await failingAfter(damage, laterMs)
    assert.ok(failing.includes(check), `${check} did not see: ${damage}, only ${failing}`)
  })
}

test('Q14: nothing is late one moment early', async () => {
  assert.deepEqual(await failingAfter('', 120_000 + 59_999), [])
})

test('Q14: each check but that of the pages is shown to fail above', async () => {
  const transaction = await LongTransaction.open(url, 'snapshot')
  const shown = new Set(damages.map(([check]) => check))
  assert.deepEqual(
    inspectTransaction(transaction)
      .checks.map((check) => check.name)
      .filter((name) => !shown.has(name)),
    ['tables_are_readable'],
  )
  await transaction.close()
})

test('Q14: everything is checked as of one moment, whatever is committed meanwhile', async (t) => {
  const copy = await server.createDatabase()
  await sell(copy)
  const inspector = await openInspector(copy)
  t.after(() => inspector.close())
  const counts = async () => {
    const checked: Record<string, number> = {}
    for (const check of inspector.checks.filter((one) => !one.needsServer))
      checked[check.name] = (await check.run()).checked
    return { ...checked, entries: (await verifyAudit(inspector)).entries }
  }
  const before = await counts()
  await withClient(copy, (client) => client.query('DELETE FROM audit_entries; DELETE FROM seat_claims'))
  assert.deepEqual(await counts(), before)
  const later = await openInspector(copy)
  assert.equal((await verifyAudit(later)).ok, false)
  await later.close()
})

test('Q14: an overwritten page is found, and the other checks continue', async () => {
  const copy = await server.createDatabase()
  await sell(copy)
  const path = await withClient(copy, async (client) => {
    await client.query('CHECKPOINT')
    const { rows } = await client.query(
      "SELECT current_setting('data_directory') AS folder, pg_relation_filepath('seat_holds') AS file",
    )
    return join(String(rows[0].folder), String(rows[0].file))
  })
  await server.kill()
  const torn = openSync(path, 'r+')
  writeSync(torn, Buffer.alloc(4096, 0xff), 0, 4096, 0)
  closeSync(torn)
  await server.start()
  const inspector = await openInspector(copy)
  const failing: string[] = []
  for (const check of inspector.checks) if ((await check.run()).wrong > 0) failing.push(check.name)
  await inspector.close()
  assert.ok(failing.includes('tables_are_readable'), String(failing))
  assert.ok(!failing.includes('claims_do_not_overlap'))
})
