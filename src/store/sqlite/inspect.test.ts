import assert from 'node:assert/strict'
import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import { openInspector } from './inspect.ts'
import { makeSoldDatabase, type SoldDatabase } from './sold-database.fixture.ts'

let sold: SoldDatabase
const cleanUps: (() => void)[] = []
before(async () => {
  sold = await makeSoldDatabase({ after: (cleanUp) => void cleanUps.push(cleanUp as () => void) })
})
after(() => {
  for (const cleanUp of cleanUps) cleanUp()
})

let copies = 0

/** The checks that fail on a copy this many milliseconds after somebody wrote to it past Holdfast. */
async function failingAfter(damage: string, laterMs = 0): Promise<readonly string[]> {
  const file = join(sold.folder, `copy-${++copies}.db`)
  copyFileSync(sold.file, file)
  const database = new BetterSqlite3(file)
  database.pragma('foreign_keys = OFF')
  database.exec(damage)
  database.close()
  const inspector = openInspector(file, () => sold.closedAt + laterMs)
  try {
    const failing = inspector.checks.filter((check) => check.run().wrong > 0).map((check) => check.name)
    return (await verifyAudit(inspector)).ok ? failing : [...failing, 'audit_chains']
  } finally {
    inspector.close()
  }
}

test('O9: a railway that has sold a little of everything passes every check, and each check finds something to check', async () => {
  const inspector = openInspector(sold.file, () => sold.closedAt)
  for (const check of inspector.checks) {
    const outcome = check.run()
    assert.deepEqual([check.name, outcome.wrong, outcome.examples], [check.name, 0, []])
    if (!/^(payments_are_resolved|messages_are_sent|desk_accounts_add_up)$/.test(check.name))
      assert.ok(outcome.checked > 0, `${check.name} looked at nothing`)
  }
  const audit = await verifyAudit(inspector)
  assert.ok(audit.ok && audit.entries > 15, JSON.stringify(audit))
  inspector.close()
})

const dropTriggers = 'DROP TRIGGER seat_claims_no_overlap_insert; DROP TRIGGER seat_claims_no_overlap_update;'
const booked = "(SELECT min(seat_id) FROM seat_claims WHERE state = 'BOOKED')"

/** A message in this state, made, due, given up, tried and ended like this. */
const messageOf = (rest: string) =>
  `INSERT INTO messages (id, train_run_id, booking_id, kind, language, content, state, created_at, due_at,
    give_up_at, try_count, ended_at) VALUES (1, 1, 1, 'access_code', 'en', '{}', ${rest})`

const damages: readonly (readonly [check: string, damage: string, laterMs?: number])[] = [
  ['desk_accounts_add_up', "UPDATE payments SET method = 'cash' WHERE status = 'CAPTURED'"],
  ['triggers_are_there', 'DROP TRIGGER seat_claims_no_overlap_update'],
  ['log_is_ahead', 'PRAGMA journal_mode = DELETE'],
  ['schema_is_newest', 'PRAGMA user_version = 0'],
  ['texts_can_be_carried', "UPDATE booking_seats SET passenger_name = 'Ada' || char(0)"],
  ['references_hold', 'UPDATE booking_seats SET booking_id = 999 WHERE booking_id = 1'],
  [
    'claims_do_not_overlap',
    `${dropTriggers} INSERT INTO seat_claims SELECT train_run_id, seat_id, from_leg + 1, to_leg + 1, state,
      hold_id, booking_id,
      expires_at, updated_at FROM seat_claims WHERE seat_id = ${booked}`,
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
  [
    'journal_matches_the_sale',
    `INSERT INTO ledger_lines SELECT 1, 0, '2026-01-01', 1, train_run_id, 1, 0, 'booking_confirmed', 'a', 'b',
      amount_cents + 1, currency, method, id, booking_id, 1 FROM payments WHERE id = 1`,
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
    `INSERT INTO audit_entries SELECT NULL, train_run_id, seq + 1000, at, action, user_id, hold_id,
      payment_id, booking_id, facts, hash, NULL, NULL, NULL
      FROM audit_entries WHERE action = 'hold_placed'`,
  ],
  ['audit_chains', 'UPDATE audit_entries SET at = at + 1 WHERE seq = 3'],
  ['audit_chains', 'DELETE FROM audit_entries WHERE seq = (SELECT max(seq) FROM audit_entries)'],
  ['audit_chains', "UPDATE audit_entries SET facts = 'no json' WHERE seq = 3"],
  ['sold_runs_are_decided', "UPDATE train_runs SET off_sale_reason = 'WAITING'"],
  ['refunds_are_accepted', "UPDATE refunds SET status = 'QUEUED', refused_at = 1 WHERE status = 'DONE'"],
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
  test(`O9: damage ${index + 1} is found by ${check}`, async () => {
    assert.ok((await failingAfter(damage, laterMs)).includes(check), `${check} did not see: ${damage}`)
  })
}

test('O9: an overwritten page is found, and the other checks continue', () => {
  const file = join(sold.folder, 'torn.db')
  const database = new BetterSqlite3(sold.file)
  const [page, pageSize] = [
    database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'seat_holds'").pluck().get() as number,
    database.pragma('page_size', { simple: true }) as number,
  ]
  database.close()
  copyFileSync(sold.file, file)
  const torn = openSync(file, 'r+')
  writeSync(torn, Buffer.alloc(pageSize, 0xff), 0, pageSize, (page - 1) * pageSize)
  closeSync(torn)
  const inspector = openInspector(file, () => sold.closedAt)
  const failing = inspector.checks.filter((check) => check.run().wrong > 0).map((check) => check.name)
  assert.ok(failing.includes('file_is_sound'))
  assert.ok(!failing.includes('claims_do_not_overlap'))
  inspector.close()
})

test('O9: each check but that of the pages is shown to fail above', () => {
  const inspector = openInspector(sold.file, () => sold.closedAt)
  const shown = new Set(damages.map(([check]) => check))
  assert.deepEqual(
    inspector.checks.map((check) => check.name).filter((name) => !shown.has(name)),
    ['file_is_sound'],
  )
  inspector.close()
})

test('J9: a message that the mail server refused for good, or that was given up days ago, is nothing to mend', async () => {
  for (const rest of [
    "'GIVEN_UP', 0, NULL, 4000000000000001, 3, 4000000000000000",
    "'GIVEN_UP', 0, NULL, 2, 3, 4",
  ])
    assert.deepEqual(await failingAfter(messageOf(rest)), [])
})

test('O9: nothing is late one moment early', async () => {
  assert.deepEqual(await failingAfter('', 120_000 + 59_999), [])
})
