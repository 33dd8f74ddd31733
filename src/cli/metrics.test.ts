import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

test('O14: sales and outcomes are counted, and are 0 before the first', async () => {
  const { registry, counters } = createMetrics('1.2.3')
  assert.match(await registry.metrics(), /^holdfast_sales_total 0$/m)
  counters.count('sales')
  counters.count('sales')
  counters.count('failed_payments', { code: 'payment_declined' })
  const text = await registry.metrics()
  assert.match(text, /^holdfast_sales_total 2$/m)
  assert.match(text, /^holdfast_failed_payments_total\{code="payment_declined"\} 1$/m)
  assert.match(text, /^holdfast_build_info\{version="1\.2\.3",node="/m)
})

test('O14: batches, commit times and the load of the engine are shown', async () => {
  const { registry, onBatch, onHeadLocked, watchEngine } = createMetrics('1.2.3')
  watchEngine(() => ({ queueDepth: 3, dueCount: 5, pictureCount: 7 }))
  onBatch({ commands: 12, writes: 3, commitMs: 4 })
  onHeadLocked(1.5)
  const text = await registry.metrics()
  assert.match(text, /^holdfast_batch_commands_sum 12$/m)
  assert.match(text, /^holdfast_commit_seconds_bucket\{le="0\.005"\} 1$/m)
  assert.match(text, /^holdfast_head_wait_seconds_bucket\{le="0\.002"\} 1$/m)
  assert.match(text, /^holdfast_queue_depth 3$/m)
  assert.match(text, /^holdfast_due_payments 5$/m)
  assert.match(text, /^holdfast_pictures 7$/m)
})

test('P19: items put aside are counted by kind, and are 0 before the first', async () => {
  const { registry, watchSetbacks } = createMetrics('1.2.3')
  watchSetbacks((kind) => (kind === 'attempt' ? 7 : 0))
  const text = await registry.metrics()
  assert.match(text, /^holdfast_put_aside\{kind="attempt"\} 7$/m)
  assert.match(text, /^holdfast_put_aside\{kind="ledger"\} 0$/m)
})

test('P23: whether the payment service answers is a gauge', async () => {
  const { registry, watchProvider } = createMetrics('1.2.3')
  let isUp = true
  watchProvider(() => isUp)
  assert.match(await registry.metrics(), /^holdfast_payment_provider_up 1$/m)
  isUp = false
  assert.match(await registry.metrics(), /^holdfast_payment_provider_up 0$/m)
})

test('T37: the gauge has the last date with a run, and looks for it once a timetable', async () => {
  const { registry, watchTimetable } = createMetrics('1.2.3')
  let looks = 0
  let version = 1
  let dates = ['2027-01-02', '2027-03-04', '2027-02-03']
  const runs = () => {
    looks++
    return dates.map((serviceDate) => ({ serviceDate }))
  }
  watchTimetable(() => ({ version, runs }))
  const told = async () => /^holdfast_last_run_date_seconds (\d+)$/m.exec(await registry.metrics())?.[1]
  assert.equal(await told(), String(Date.parse('2027-03-04T00:00:00Z') / 1000))
  await told()
  assert.equal(looks, 1)
  version = 2
  dates = []
  assert.deepEqual([await told(), looks], ['0', 2])
})
