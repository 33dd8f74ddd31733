import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../../domain/ids.ts'
import { neverSentKey } from '../../domain/records/payment.ts'
import { saleRecords } from '../sale-rows.fixture.ts'
import { Session } from './session.ts'
import { added, changed, commitStatements, putHead } from './statements.ts'
import { temporaryFile } from './temporary-file.fixture.ts'
import { batchWrites } from './writes.ts'

const run = 1 as TrainRunId
const { payment } = saleRecords(run)

/** The statement that a batch writes for a payment. */
function statementOf(changedPayment: typeof payment): number {
  const head = {
    trainRunId: run,
    commitSeq: 1,
    auditSeq: 0,
    auditHash: '',
    closures: [],
    at: payment.createdAt,
    entries: [],
  }
  return batchWrites([
    { ...head, changes: [{ kind: 'payment_changed', payment: changedPayment }] },
  ])[0] as number
}

test('Q83: a change of a payment writes the index of its keys only if it takes the key back', (t) => {
  const { file } = temporaryFile(t)
  const session = new Session(file)
  t.after(() => session.close())
  const [[index] = []] = session.all([["SELECT rootpage FROM sqlite_schema WHERE name = 'payments_key'", []]])
  const writesIndex = (position: number) =>
    session.database
      .prepare(`EXPLAIN ${commitStatements[position]}`)
      .all(...parameters(commitStatements[position] ?? ''))
      .some((step) => isWriteOf(step, index?.rootpage))
  assert.equal(writesIndex(statementOf(payment)), false)
  assert.equal(writesIndex(statementOf({ ...payment, idempotencyKey: neverSentKey(payment) })), true)
})

test('Q84: no statement of a sale builds a table to check a list of states', (t) => {
  const { file } = temporaryFile(t)
  const session = new Session(file)
  t.after(() => session.close())
  const { claim, hold, payment, booking, bookingSeat, entry } = added
  const ofSale = [
    claim,
    hold,
    payment,
    booking,
    bookingSeat,
    entry,
    changed.claim,
    changed.hold,
    changed.payment,
  ]
  const steps = (sql: string) => session.database.prepare(`EXPLAIN ${sql}`).all(...parameters(sql))
  const buildsTable = (sql: string) => steps(sql).some((step) => opcodeOf(step) === 'OpenEphemeral')
  for (const { position } of [...ofSale, changed.paymentWithKey, putHead]) {
    const sql = commitStatements[position] ?? ''
    assert.equal(buildsTable(sql), false, sql)
  }
  session.database.exec("CREATE TEMP TABLE three (a TEXT CHECK (a IN ('x', 'y', 'z')))")
  assert.ok(buildsTable('INSERT INTO three VALUES (?)'), 'three in a list do, or the test proves nothing')
})

for (const [table, column] of [
  ['seat_claims', 'state'],
  ['seat_holds', 'status'],
  ['payments', 'status'],
] as const)
  test(`Q84: an unknown ${column} of ${table} is refused all the same`, (t) => {
    const { file } = temporaryFile(t)
    const session = new Session(file)
    t.after(() => session.close())
    const names = session.database.pragma(`table_info(${table})`) as { name: string; type: string }[]
    const insert = session.database.prepare(
      `INSERT INTO ${table} VALUES (${names.map(() => '?').join(', ')})`,
    )
    const row = (state: string) =>
      names.map(({ name, type }, index) =>
        name === column ? state : name === 'due_step' ? null : type === 'TEXT' ? name : index,
      )
    assert.throws(() => insert.run(row('SOLD')), /CHECK constraint failed/)
    insert.run(row(table === 'seat_claims' ? 'BLOCKED' : table === 'seat_holds' ? 'EXPIRED' : 'TIMED_OUT'))
  })

function parameters(sql: string): readonly number[] {
  return Array.from({ length: sql.split('?').length - 1 }, () => 1)
}

function opcodeOf(step: unknown): string {
  return (step as { opcode: string }).opcode
}

function isWriteOf(step: unknown, rootpage: unknown): boolean {
  const { opcode, p2 } = step as { opcode: string; p2: number }
  return opcode === 'OpenWrite' && p2 === rootpage
}
