import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

test('O14: sales and outcomes are counted, and are there with 0 before the first', async () => {
  const { registry, counters } = createMetrics('1.2.3')
  assert.match(await registry.metrics(), /^holdfast_sales_total 0$/m)
  counters.count('sales')
  counters.count('sales')
  counters.count('failed_payments', { code: 'payment_declined' })
  counters.count('something_new', { kind: 'a' })
  counters.observe('waiting_seconds', 0.2)
  const text = await registry.metrics()
  assert.match(text, /^holdfast_sales_total 2$/m)
  assert.match(text, /^holdfast_failed_payments_total\{code="payment_declined"\} 1$/m)
  assert.match(text, /^holdfast_something_new_total\{kind="a"\} 1$/m)
  assert.match(text, /^holdfast_waiting_seconds_count 1$/m)
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
