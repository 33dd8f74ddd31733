import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { verifyDatabase } from '../../app/upkeep/verify-database.ts'
import { copy } from '../copy.ts'
import { openInspector } from './inspect.ts'
import { findInFile, mendFile } from './mend-texts.ts'
import { canBeMended, describeOddText } from './odd-texts.ts'
import { lockDatabase } from './process-lock.ts'
import { makeSoldDatabase } from './sold-database.fixture.ts'
import { verifyFile } from './verify-file.ts'

const sold = await makeSoldDatabase({ after: (cleanUp: unknown) => after(cleanUp as () => void) } as never)
let copies = 0

/** A copy of the file in which somebody wrote as versions before 0.2.0 did. */
function oldFile(...damage: readonly string[]): string {
  const file = join(sold.folder, `old-${++copies}.db`)
  copyFileSync(sold.file, file)
  const database = new BetterSqlite3(file)
  for (const statement of damage) database.exec(statement)
  database.close()
  return file
}

function carry(file: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-odd-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const place = (at: string, inFolder: string) =>
    ({ kind: 'file', file: at, secretsFile: join(inFolder, 'secrets.json') }) as const
  return copy({
    from: place(file, sold.folder),
    to: place(join(folder, 'holdfast.db'), folder),
    now: sold.closedAt,
    verify: verifyDatabase,
    onProgress: () => {},
  })
}

function look(file: string) {
  const inspector = openInspector(file, () => sold.closedAt)
  try {
    const check = inspector.checks.find(({ name }) => name === 'texts_can_be_carried')
    assert.ok(check)
    return { ...check, ...check.run() }
  } finally {
    inspector.close()
  }
}

const seatOf =
  '(train_run_id, booking_id, seat_id) = (SELECT train_run_id, ' +
  'booking_id, seat_id FROM booking_seats LIMIT 1)'

/** Texts written past the rules, and how they are reported. */
const oddities = [
  ["'Ada' || char(0)", 'passenger_name has U+0000'],
  ["CAST(x'4164FF61' AS TEXT)", 'passenger_name is not UTF-8'],
  ["CAST(x'41EDA08042' AS TEXT)", 'passenger_name is not UTF-8'],
] as const

test('K9: Texts of older versions that cannot be carried are found by `doctor` and refused by `copy`, with table, row, column and what to do, and mended by `mend-texts`.', async () => {
  for (const [name, reason] of oddities) {
    const file = oldFile(`UPDATE booking_seats SET passenger_name = ${name} WHERE ${seatOf}`)
    const { wrong, examples, advice, checked } = look(file)
    assert.equal(wrong, 1, `${name}: ${examples}`)
    assert.ok(checked > 20)
    assert.match(examples[0] ?? '', /^booking_seats, row train_run_id \d+, booking_id \d+, seat_id \d+: /)
    assert.ok(examples[0]?.endsWith(reason), String(examples[0]))
    assert.match(advice, /stop the server, and run "holdfast mend-texts --yes"/)
    await assert.rejects(carry(file), (fault: Error) => {
      assert.ok(fault.message.includes(String(examples[0])), fault.message)
      assert.match(fault.message, /holdfast mend-texts.* Nothing was copied\.$/)
      return true
    })
    await verifyFile(file, sold.closedAt, verifyDatabase)
    assert.equal(findInFile(file).length, 1, 'only shown')
    assert.equal(look(file).wrong, 1)
    assert.deepEqual(mendFile(file).map(describeOddText), examples)
    assert.equal(look(file).wrong, 0)
    assert.deepEqual(mendFile(file), [])
    await carry(file)
  }
})

test('K9: a mended text is unchanged except for U+FFFD in place of what cannot be carried, even in a key', () => {
  const file = oldFile(
    `UPDATE booking_seats SET passenger_name = 'A' || char(0) || 'da ß' WHERE ${seatOf}`,
    `INSERT INTO provider_events (provider, event_id, body, signature, received_at)
      VALUES ('mock', 'e' || char(0), 'b' || char(0), 's', 1)`,
  )
  assert.equal(mendFile(file).length, 3)
  const database = new BetterSqlite3(file, { readonly: true })
  const name = database.prepare(`SELECT passenger_name FROM booking_seats WHERE ${seatOf}`).pluck().get()
  assert.equal(name, 'A\ufffdda ß')
  const event = database.prepare('SELECT event_id, body FROM provider_events WHERE received_at = 1').get()
  assert.deepEqual(event, { event_id: 'e\ufffd', body: 'b\ufffd' })
  database.close()
})

test('K9: an audit chain is never changed, and texts that can be carried are left alone', () => {
  const file = oldFile(
    `UPDATE booking_seats SET passenger_name = 'C:\\u0000' || char(27) WHERE ${seatOf}`,
    `UPDATE bookings SET contact = '{"email":"\\u0000","phone":null}'`,
  )
  assert.deepEqual(mendFile(file), [])
  const broken = oldFile(
    `UPDATE audit_entries SET facts = facts || char(0)
      WHERE rowid = (SELECT max(rowid) FROM audit_entries)`,
  )
  assert.deepEqual(mendFile(broken).map(canBeMended), [false])
  assert.equal(look(broken).wrong, 1)
})

test('K9: nothing is mended while another process has the file open', () => {
  const file = oldFile()
  const lock = lockDatabase(file)
  assert.throws(() => mendFile(file), { name: 'DatabaseOwned' })
  lock.release()
})
