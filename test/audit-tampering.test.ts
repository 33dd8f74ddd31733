import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import { databaseFileIn, lookInto } from './harness/database.ts'
import { runHoldfast } from './harness/processes.ts'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { createRandom, seedOf } from './harness/random.ts'
import { createWorld, temporaryFolder } from './harness/world.ts'

const body = 'at, action, user_id, hold_id, payment_id, booking_id, facts'
const one = 'WHERE train_run_id = :run AND seq = :seq'
const other = 'WHERE train_run_id = :run AND seq = :seq + 1'

/** Ways to falsify a run's chain at an entry and its successor, as somebody with the file could. */
const falsifications: Readonly<Record<string, string>> = {
  'an edited fact': `UPDATE audit_entries SET facts = iif(facts LIKE '%:%', replace(facts, ':', ':9'),
    '{"x":1}') ${one}`,
  'an edited time': `UPDATE audit_entries SET at = at + 1 ${one}`,
  'an edited action': `UPDATE audit_entries SET action = 'seats_unblocked' ${one}`,
  'another user': `UPDATE audit_entries SET user_id = coalesce(user_id, 0) + 1 ${one}`,
  'an edited hash': `UPDATE audit_entries SET hash = hash || 'x' ${one}`,
  'a deleted entry': `DELETE FROM audit_entries ${one}`,
  'a deleted entry whose followers move up': `DELETE FROM audit_entries ${one};
    UPDATE audit_entries SET seq = seq - 1 WHERE train_run_id = :run AND seq > :seq`,
  'an inserted copy': `UPDATE audit_entries SET seq = -seq WHERE train_run_id = :run AND seq > :seq;
    UPDATE audit_entries SET seq = 1 - seq WHERE train_run_id = :run AND seq < 0;
    INSERT INTO audit_entries (train_run_id, seq, ${body}, hash) SELECT train_run_id, seq + 1, ${body}, hash
      FROM audit_entries ${one}`,
  'two entries swapped': `UPDATE audit_entries SET seq = -1 ${one}; UPDATE audit_entries
    SET seq = :seq ${other};
    UPDATE audit_entries SET seq = :seq + 1 WHERE train_run_id = :run AND seq = -1`,
  'two bodies swapped under their hashes': `UPDATE audit_entries AS a SET (${body}) =
    (SELECT ${body} FROM audit_entries b WHERE b.train_run_id = a.train_run_id
      AND b.seq = 2 * :seq + 1 - a.seq)
    WHERE train_run_id = :run AND seq IN (:seq, :seq + 1)`,
}

test('U1, U2, U3, U4, U5: audit verify finds any edit, deletion, insertion or swap inside a chain, and names run and entry', async (t) => {
  const random = createRandom(seedOf(t, 'AUDIT_SEED', 'test/audit-tampering.test.ts'))
  const data = await soldData(t)
  const clean = await verify(data)
  assert.equal(clean.status, 0, clean.stdout + clean.stderr)
  const { run, entries } = lookInto(data, (database) => {
    const [row] = database.rows(
      'SELECT train_run_id AS run, count(*) AS entries FROM audit_entries GROUP BY 1 ORDER BY 2 DESC',
    )
    return { run: Number(row?.run), entries: Number(row?.entries) }
  })
  assert.ok(entries >= 20, `${entries} entries`)
  for (const [name, statements] of Object.entries(falsifications)) {
    const seq = 1 + random.int(entries - 1)
    const copy = temporaryFolder(t)
    cpSync(data, copy, { recursive: true, filter: (source) => !basename(source).endsWith('.sock') })
    falsify(databaseFileIn(copy), statements.replaceAll(':run', String(run)).replaceAll(':seq', String(seq)))
    const { status, stdout, stderr } = await verify(copy)
    assert.equal(status, 1, `${name} at entry ${seq} of run ${run}: ${stdout}${stderr}`)
    const report: { broken: { trainRunId: number; seq: number }[] } = JSON.parse(stdout)
    assert.equal(report.broken.length, 1, stdout)
    assert.equal(report.broken[0]?.trainRunId, run, name)
    const named = report.broken[0]?.seq ?? 0
    assert.ok(named === seq || named === seq + 1, `${name} at entry ${seq} is named as ${named}`)
  }
})

test('U21, U22: a chain that was cut with its head passes as whole, and fails against the checkpoints that its server has left', async (t) => {
  const data = await soldData(t)
  const checkpoints = ['--checkpoints', join(data, 'audit-checkpoints.jsonl')]
  const clean = await verify(data, checkpoints)
  assert.equal(clean.status, 0, clean.stdout + clean.stderr)
  assert.ok(JSON.parse(clean.stdout).checkpoints >= 1)
  falsify(
    databaseFileIn(data),
    `DELETE FROM audit_entries WHERE (train_run_id, seq) IN
       (SELECT train_run_id, max(seq) FROM audit_entries GROUP BY 1);
     UPDATE run_heads AS h SET (audit_seq, audit_head) = (SELECT seq, hash FROM audit_entries e
       WHERE e.train_run_id = h.train_run_id ORDER BY seq DESC LIMIT 1)`,
  )
  assert.equal((await verify(data)).status, 0)
  const cut = await verify(data, checkpoints)
  assert.equal(cut.status, 1)
  assert.match(JSON.parse(cut.stdout).broken[0].detail, /it had \d+ entries at .*, and has only \d+ now/)
  const otherKey = await verify(data, [...checkpoints, '--key', 'A'.repeat(43)])
  assert.equal(otherKey.status, 1)
  assert.match(JSON.parse(otherKey.stdout).checkpoint_faults[0], /not signed by this key/)
})

// A few sales on one run, one of them canceled, and the server stopped.
async function soldData(t: TestContext): Promise<string> {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 10, date: dayAhead(3) })
  const token = await client.session()
  for (const seat of ride.seatNumbers.slice(0, 8)) {
    const booking = await client.book(token, (await client.hold(token, wholeWay(ride, [seat]))).body)
    assert.equal(booking.status, 201, booking.text)
  }
  const [last] = (
    await client.call<{ bookings: { booking_id: string }[] }>('GET', '/api/bookings', { token })
  ).body.bookings
  const quote = (await client.quote(token, last?.booking_id ?? '')).body
  assert.equal((await client.cancel(token, last?.booking_id ?? '', quote.quote_id)).status, 201)
  assert.equal(await world.stopServer(), 0)
  return world.data
}

function falsify(file: string, statements: string): void {
  const database = new Database(file)
  const changes = database.transaction(() => {
    const before = database.prepare('SELECT total_changes()').pluck().get()
    database.exec(statements)
    return Number(database.prepare('SELECT total_changes()').pluck().get()) - Number(before)
  })()
  database.close()
  assert.ok(changes > 0, `changed nothing: ${statements}`)
}

function verify(data: string, more: readonly string[] = []) {
  return runHoldfast(['audit', 'verify', '--json', ...more], { HOLDFAST_DATA: join(data), LOG_LEVEL: 'warn' })
}
