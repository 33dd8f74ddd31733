import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filtersOf, toAddress, toQuery } from './filters.ts'

test('X80: filters of the audit trail are read from an address and written to it without what is empty', () => {
  const filters = filtersOf(new URLSearchParams('run=7&booking=%207k3m9qxa&other=1'))
  assert.deepEqual(filters, { run: '7', booking: '7K3M9QXA', action: '', staff: '' })
  assert.deepEqual(toAddress(filters), { run: '7', booking: '7K3M9QXA' })
  assert.deepEqual(toQuery(filters), { train_run_id: '7', booking_id: '7K3M9QXA' })
  const narrowed = filtersOf(new URLSearchParams('action=signed_in&staff=4'))
  assert.deepEqual(toQuery(narrowed), { action: 'signed_in', staff_id: '4' })
  assert.deepEqual(toQuery(filtersOf(new URLSearchParams())), {})
})
