import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../../domain/ids.ts'
import type { ProviderPayment } from '../../payments/gateway.ts'
import type { Inspector, StoredPayment } from '../../store/inspector.ts'
import { compareLedger } from './compare-ledger.ts'

const ours = (key: string, capturedCents: number, refundedCents = 0, isAtRest = true): StoredPayment => ({
  key,
  trainRunId: 1 as TrainRunId,
  method: 'mock',
  currency: 'EUR',
  capturedCents,
  refundedCents,
  paidOutCents: 0,
  isAtRest,
})

const theirs = (
  key: string,
  capturedCents: number,
  refundedCents = 0,
  currency = 'EUR',
): ProviderPayment => ({
  key,
  status: 'captured',
  amountCents: capturedCents,
  currency,
  capturedCents,
  refundedCents,
  refundKeys: [],
  declineCode: null,
})

/** Both sides as lists; `later` is the provider's answer when it is asked again. */
function compare(
  database: readonly StoredPayment[],
  provider: readonly ProviderPayment[],
  later: readonly ProviderPayment[] = provider,
) {
  const inspector: Pick<Inspector, 'payments' | 'findPayment'> = {
    payments: () => database,
    findPayment: (key) => database.find((payment) => payment.key === key),
  }
  const gateway = {
    name: 'mock',
    // One payment per page, so that paging is used.
    list: async (after: string | null) => {
      const index = after === null ? 0 : Number(after)
      const payment = provider[index]
      return { payments: payment ? [payment] : [], next: payment ? String(index + 1) : null }
    },
    find: async (key: string) => later.find((payment) => payment.key === key) ?? null,
  }
  return compareLedger(inspector as Inspector, gateway, () => {})
}

test('I7: ledgers that agree to the cent pass, and are summed', async () => {
  const found = await compare(
    [ours('a', 500), ours('b', 300, 100), ours('c', 0)],
    [theirs('a', 500), theirs('b', 300, 100)],
  )
  assert.deepEqual(found, { payments: 3, underWay: 0, databaseCents: 700, providerCents: 700, wrong: [] })
})

test('I7: a cent too much or too little on either side is found', async () => {
  const cases: readonly [StoredPayment, ProviderPayment][] = [
    [ours('a', 500), theirs('a', 499)],
    [ours('a', 500), theirs('a', 501)],
    [ours('a', 500, 100), theirs('a', 500, 99)],
    [ours('a', 0), theirs('a', 1)],
    [ours('a', 500), theirs('b', 500)],
    [ours('a', 500), theirs('a', 500, 0, 'CHF')],
  ]
  for (const [database, provider] of cases) {
    const { wrong } = await compare([database], [provider])
    assert.ok(wrong.length >= 1, JSON.stringify([database, provider]))
  }
})

test('I7: money of a payment that the database does not know is found', async () => {
  const { wrong } = await compare([], [theirs('a', 500, 200)])
  assert.deepEqual(wrong, [
    { key: 'a', detail: 'the provider keeps 300 for a payment that the database does not know' },
  ])
  assert.deepEqual((await compare([], [theirs('a', 500, 500)])).wrong, [])
})

test('I7: payments with unfinished work may differ, and a payment that agrees on a second look passes', async () => {
  const underWay = await compare([ours('a', 0, 0, false)], [theirs('a', 500)])
  assert.deepEqual([underWay.wrong, underWay.underWay], [[], 1])
  assert.deepEqual((await compare([ours('a', 500)], [], [theirs('a', 500)])).wrong, [])
})
