import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundBooking } from '../../shared/api-types.ts'
import { type BookingWish, fitting, searchesOf } from './booking-searches.ts'

const nothing: BookingWish = { text: '', trainNumber: '', date: '', seatNumber: '', runId: '' }

test('X70: one field finds by locator, address, telephone and name; eight letters are searched as both', () => {
  const rows = [
    ['7k3m9qxa', [{ booking_id: '7K3M9QXA' }]],
    ['ADA@example.org', [{ email: 'ADA@example.org' }]],
    ['+41 44 123 45 67', [{ phone: '+41 44 123 45 67' }]],
    ['12345678', [{ booking_id: '12345678' }, { phone: '12345678' }]],
    ['Anderson', [{ booking_id: 'ANDERSON' }, { passenger_name: 'Anderson' }].slice(1)],
    ['Svensson', [{ booking_id: 'SVENSSON' }, { passenger_name: 'Svensson' }].slice(1)],
    ['Beckmann', [{ booking_id: 'BECKMANN' }, { passenger_name: 'Beckmann' }]],
    [' Ada Lind ', [{ passenger_name: 'Ada Lind' }]],
    ['Ad', [{ passenger_name: 'Ad' }]],
  ] as const
  for (const [text, searches] of rows) assert.deepEqual(searchesOf({ ...nothing, text }), searches, text)
})

test('X70: without a text, a run or a train and its date are searched, and nothing less', () => {
  assert.deepEqual(searchesOf({ ...nothing, runId: '7', seatNumber: '4-1' }), [
    { train_run_id: '7', seat_number: '4-1' },
  ])
  assert.deepEqual(searchesOf({ ...nothing, trainNumber: 'IC 1', date: '2026-11-30' }), [
    { train_number: 'IC 1', service_date: '2026-11-30' },
  ])
  for (const part of [{ trainNumber: 'IC 1' }, { date: '2026-11-30' }, { seatNumber: '4-1' }])
    assert.deepEqual(searchesOf({ ...nothing, ...part }), [])
})

test('X70: what else is known narrows what was found, and each booking is shown once', () => {
  const one = {
    booking_id: 'A',
    train_number: 'IC 1',
    journey_date: '2026-11-30',
    seat_numbers: ['4-1', '4-2'],
  } as Partial<FoundBooking> as FoundBooking
  const other = { ...one, booking_id: 'B', train_number: 'IC 2', seat_numbers: ['4-3'] }
  const ids = (wish: Partial<BookingWish>) =>
    fitting([one, other, one], { ...nothing, ...wish }).map((found) => found.booking_id)
  assert.deepEqual(ids({ text: 'Ada' }), ['A', 'B'])
  assert.deepEqual(ids({ text: 'Ada', date: '2026-12-01' }), ['A', 'B'])
  assert.deepEqual(ids({ text: 'Ada', trainNumber: 'ic 1', date: '2026-11-30' }), ['A'])
  assert.deepEqual(ids({ text: 'Ada', trainNumber: 'ic 1', date: '2026-12-01' }), [])
  assert.deepEqual(ids({ text: 'Ada', seatNumber: '4-3' }), ['B'])
})
