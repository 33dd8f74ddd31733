import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { reload, sold } from './settled-sale.fixture.ts'
import { SettlementWorker } from './settlement-worker.ts'

/** Runs a worker whose timers fire when the test says so. */
function workerOf(world: PaymentWorld) {
  let wake: (() => void) | undefined
  const pauses: number[] = []
  const schedule = (afterMs: number, callback: () => void) => {
    pauses.push(afterMs)
    wake = callback
    return () => {
      wake = undefined
    }
  }
  const worker = new SettlementWorker(world.deps, { schedule, concurrency: 2, gatherMs: 5 })
  const turn = async () => {
    const call = wake
    wake = undefined
    call?.()
    await world.advance(0)
    await world.advance(0)
  }
  return { worker, turn, pauses }
}

test('P9: the worker does what is due, a bounded number at a time, and is woken by a kick', async () => {
  const world = await openPaymentWorld()
  const { worker, turn, pauses } = workerOf(world)
  worker.start()
  await turn()
  assert.equal(pauses.at(-1), 500)
  let most = 0
  let underWay = 0
  const { capture } = world.gateway
  world.gateway.capture = async (key, amountCents) => {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay--
    return capture.call(world.gateway, key, amountCents)
  }
  for (const seatNumber of ['1-1', '1-2', '1-3', '1-4', '1-5']) await sold(world, seatNumber)
  worker.kick()
  assert.equal(pauses.at(-1), 5)
  for (let round = 0; round < 20; round++) await turn()
  assert.equal(most, 2)
  assert((await world.payments()).every((payment) => payment.status === 'CAPTURED'))
  await worker.stop()
})

test('P14: while the provider is down the worker leaves due steps alone, and does them afterward', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  world.gateway.isUp = false
  worker.start()
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.tryCount, 0)
  world.gateway.isUp = true
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  await worker.stop()
})

test('O23: failing looks for due payments are logged ever more rarely, and the work goes on after them', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  const { leaseDueWork } = world.store
  world.store.leaseDueWork = async () => {
    throw new Error('the database is away')
  }
  worker.start()
  for (let round = 0; round < 100; round++) await turn()
  assert.deepEqual(
    world.logged.map((line) => /"failures":(\d+)/.exec(line)?.[1]),
    ['1', '2', '4', '8', '16', '32', '64'],
  )
  world.store.leaseDueWork = leaseDueWork
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  await worker.stop()
})

test('P9: stopping waits for running steps', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  let release: () => void = () => undefined
  const { capture } = world.gateway
  world.gateway.capture = async (key, amountCents) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return capture.call(world.gateway, key, amountCents)
  }
  worker.start()
  await turn()
  let isStopped = false
  const stopped = worker.stop().then(() => {
    isStopped = true
  })
  await world.advance(0)
  assert(!isStopped)
  release()
  await stopped
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
})
