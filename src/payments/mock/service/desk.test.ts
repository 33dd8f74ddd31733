import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, Operation } from '../operations.ts'
import { Desk } from './desk.ts'
import { Ledger, type LedgerPayment } from './ledger.ts'
import { defaultMockSettings } from './outcome.ts'

/** A ledger whose disk fails on demand. */
class FailingLedger extends Ledger {
  isFailing = false

  override change(payment: LedgerPayment): void {
    if (this.isFailing) throw new Error('disk full')
    super.change(payment)
  }
}

function open() {
  const ledger = new FailingLedger(':memory:')
  const desk = new Desk(ledger, defaultMockSettings, () => undefined)
  const ask = (operation: Operation) =>
    new Promise<Answer>((resolve) => desk.submit(operation, { answer: resolve }))
  return { ledger, desk, ask }
}

const authorization = (key: string, token = 'tok_ok'): Operation => ({
  op: 'authorize',
  key,
  token,
  amount_cents: 900,
  currency: 'EUR',
})

test('M6: a failed group is undone as a whole, every caller in it is told, and all can repeat', async () => {
  const { ledger, desk, ask } = open()
  await ask(authorization('k1'))
  await ask({ op: 'capture', key: 'k1', amount_cents: 900 })
  ledger.isFailing = true
  const refund: Operation = { op: 'refund', key: 'k1', refund_key: 'r1', amount_cents: 300 }
  const group = await Promise.all([
    ask(authorization('k2')),
    ask(refund),
    ask(authorization('k3', 'tok_slow_20')),
  ])
  assert.deepEqual(
    group.map(({ status }) => status),
    [503, 503, 503],
  )
  assert.equal(ledger.findRefund('k1', 'r1'), undefined)
  assert.equal(ledger.find('k2'), undefined)
  assert.deepEqual(ledger.pending(), [])
  ledger.isFailing = false
  const again = await Promise.all([
    ask(authorization('k2')),
    ask(refund),
    ask(authorization('k3', 'tok_slow_20')),
  ])
  assert.deepEqual(
    again.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal(ledger.find('k1')?.refundedCents, 300)
  desk.close()
  ledger.close()
})

test('M4: repeated requests for an undecided payment wait for the same decision', async () => {
  const { ledger, desk, ask } = open()
  const answers = await Promise.all([1, 2, 3].map(() => ask(authorization('k1', 'tok_slow_10'))))
  assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1)
  assert.equal(ledger.list(0, '', 10).length, 1)
  desk.close()
  ledger.close()
})
