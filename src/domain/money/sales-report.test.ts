import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, PaymentId, SeatId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { accountNumber, parseAccounts, transfersOf, usualAccounts } from './journal.ts'
import type { MoneyEvent } from './money-event.ts'
import { SalesReport } from './sales-report.ts'

const seat = (id: number, travelClass: string, priceCents: number) => ({
  ...{ seatId: id as SeatId, travelClass, priceCents },
})
const sale: MoneyEvent = {
  ...{ trainRunId: 1 as TrainRunId, seq: 1, at: 1 as Instant, action: 'booking_confirmed' },
  ...{ facts: { total_cents: 1_001 }, paymentId: 1 as PaymentId, bookingId: 1 as BookingId },
  ...{ method: 'card', currency: 'EUR', paidCents: 1_001, paymentStatus: 'CAPTURED', byHandBeforeCents: 0 },
  ...{ channel: 'guest', trainNumber: 'IC 1', serviceDate: '2027-03-17', fareName: 'standard' },
  seats: [seat(1, 'FIRST', 501), seat(2, 'SECOND', 250), seat(3, 'SECOND', 250)],
}
const cancel = (facts: MoneyEvent['facts']): MoneyEvent => ({ ...sale, action: 'seats_cancelled', facts })

test('Y110: what belongs to a whole booking is shared out to its classes, and nothing is lost', () => {
  for (let refund = 0; refund <= 1_001; refund += 7) {
    const report = new SalesReport(['class'])
    report.add(sale, '')
    report.add(cancel({ refund_cents: refund, fee_cents: 1_001 - refund, seat_ids: [1, 2, 3] }), '')
    const [first, second] = report.rows()
    assert.ok(first && second)
    assert.deepEqual([first.of, second.of], [['FIRST'], ['SECOND']])
    assert.deepEqual([first.figures.salesCents, second.figures.salesCents], [501, 500])
    assert.deepEqual([first.figures.seats, second.figures.seats], [1, 2])
    assert.equal(first.figures.bookings + second.figures.bookings, 1)
    assert.equal(first.figures.refundsCents + second.figures.refundsCents, refund)
    assert.equal(first.figures.feesCents + second.figures.feesCents, 1_001 - refund)
  }
})

test('Y110: seats that are given up count for their own class only', () => {
  const report = new SalesReport(['class'])
  report.add(cancel({ refund_cents: 200, fee_cents: 50, seat_ids: [2] }), '')
  assert.deepEqual(
    report.rows().map(({ of, figures }) => [of[0], figures.canceledSeats, figures.refundsCents]),
    [['SECOND', 1, 200]],
  )
})

test('Y110: currencies are never added up', () => {
  const report = new SalesReport([])
  report.add(sale, '')
  report.add({ ...sale, currency: 'CHF' }, '')
  assert.deepEqual(
    report.rows().map(({ currency, figures }) => [currency, figures.salesCents]),
    [
      ['CHF', 1_001],
      ['EUR', 1_001],
    ],
  )
})

test('Y113: every move has an amount, and less given back by hand than was thought moves the other way', () => {
  assert.deepEqual(transfersOf(cancel({ refund_cents: 0, fee_cents: 5 })), [
    { debit: 'sales', credit: 'fees', cents: 5 },
  ])
  assert.deepEqual(transfersOf(cancel({ refund_cents: 9, fee_cents: -4 })), [
    { debit: 'sales', credit: 'owed', cents: 9 },
    { debit: 'fees', credit: 'sales', cents: 4 },
  ])
  const byHand: MoneyEvent = {
    ...sale,
    action: 'refunded_by_hand',
    facts: { total_cents: 3 },
    byHandBeforeCents: 5,
  }
  assert.deepEqual(transfersOf(byHand), [{ debit: 'received', credit: 'by_hand', cents: 2 }])
})

test('Y117: an account has the number of its method if there is one, and a malformed setting is refused', () => {
  const numbers = parseAccounts('sales=1,received.cash=2')
  assert.ok(numbers)
  assert.deepEqual(
    [accountNumber(numbers, 'sales', 'card'), accountNumber(numbers, 'received', 'cash')],
    ['1', '2'],
  )
  assert.equal(accountNumber(numbers, 'received', 'card'), usualAccounts.get('received'))
  for (const text of ['', 'sales', 'sales=', 'unknown=1', 'sales=1,', 'sales=1 2'])
    assert.equal(parseAccounts(text), undefined, text)
})
