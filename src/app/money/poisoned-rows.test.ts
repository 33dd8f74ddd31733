import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import { Setbacks } from '../../domain/setbacks.ts'
import { StoreUnavailable } from '../../store/faults.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { setBack } from '../set-back.ts'
import { type OpenTimedStore, openPaymentWorld } from './payment-world.fixture.ts'
import { poisonedRowsSuite } from './poisoned-rows.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'

poisonedRowsSuite('memory', () => openMemoryStore)

poisonedRowsSuite('SQLite', (t: TestContext): OpenTimedStore => {
  const folder = mkdtempSync(join(tmpdir(), 'poisoned-rows-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return async (time) =>
    (await openSqliteStore({ file: join(folder, 'holdfast.db'), thread: 'caller', ...time })).store
})

test('P19: the pauses of a failing row grow to ten minutes, and it is tried a bounded number of times', () => {
  const setbacks = new Setbacks()
  let now = 0 as Instant
  const pauses: number[] = []
  for (let round = 0; round < 14; round++) {
    const failed = { kind: 'attempt', what: 'hf-1-1', fault: 'Error: no' } as const
    const { nextAt } = setbacks.failed(failed, 'failed', now, 1)
    assert.ok(setbacks.isPaused('attempt', 'hf-1-1', (nextAt - 1) as Instant))
    assert.ok(!setbacks.isPaused('attempt', 'hf-1-1', nextAt))
    pauses.push(nextAt - now)
    now = nextAt
  }
  assert.deepEqual(pauses.slice(0, 4), [500, 1_000, 2_000, 4_000])
  assert.deepEqual(pauses.slice(-3), [600_000, 600_000, 600_000])
  assert.equal(setbacks.list(now)[0]?.tryCount, 14)
  assert.ok(setbacks.over('attempt', 'hf-1-1'))
  assert.equal(setbacks.tryCount('attempt', 'hf-1-1'), 0)
})

test('P19: work that someone else has done is forgotten, and so is work that no longer exists', () => {
  const setbacks = new Setbacks()
  const at = (ms: number) => ms as Instant
  for (const kind of ['attempt', 'step'] as const)
    for (const what of ['hf-1-1', 'hf-1-2']) setbacks.failed({ kind, what, fault: '' }, 'failed', at(0), 1)
  setbacks.retain('attempt', ['hf-1-2'])
  assert.deepEqual(
    setbacks.list(at(0)).map(({ kind, what }) => `${kind} ${what}`),
    ['attempt hf-1-2', 'step hf-1-1', 'step hf-1-2'],
  )
  assert.equal(setbacks.list(at(300_500), 'step').length, 2)
  assert.equal(setbacks.list(at(300_501), 'step').length, 0)
})

test('P19: a database that is away is tried again within half a minute, however often it was away', async () => {
  const { deps, store } = await openPaymentWorld()
  for (let round = 0; round < 20; round++) {
    const { nextAt } = setBack(deps, 'step', 'hf-1-1', new StoreUnavailable('away'))
    assert.ok(nextAt - store.now() <= 30_000)
  }
})

test('P19: a pass over the ledger stops if the database is away for all, and puts nothing aside for long', async () => {
  const world = await openPaymentWorld()
  for (let index = 0; index < 50; index++)
    world.gateway.grant({ key: `hf-1-${index}`, amountCents: 1, currency: 'EUR' })
  const findPayment = world.store.findPayment.bind(world.store)
  let asked = 0
  world.store.findPayment = async () => {
    asked++
    throw new StoreUnavailable('away')
  }
  await assert.rejects(reconcilePayments(world.deps, null), StoreUnavailable)
  assert.equal(asked, 5)
  world.store.findPayment = findPayment
  await world.advance(60_000)
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, { unknown_payment: 50 })
})
