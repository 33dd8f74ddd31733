import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelBooking } from '../after-sale/cancel-booking.ts'
import { quoteCancellation } from '../after-sale/quote-cancellation.ts'
import type { BookingId, PaymentId } from '../ids.ts'
import { makeRun, sketchFare } from '../railway/run.fixture.ts'
import { captureFailed, paymentOf, pin, pinned, placed, yes } from '../sale/sale.fixture.ts'
import { alice, idOf, World } from '../world.fixture.ts'
import { recordCapture, recordVoid } from './settle-payment.ts'

const freeOfFee = { steps: [{ hoursBefore: 0, percent: 100 }], fixedFeeCents: 0 }
const paymentId = idOf<PaymentId>('p1')
const bookingId = idOf<BookingId>('b1')

/**
 * Booking `b1` of three seats, authorized but not yet captured; giving up a seat costs 200 cents, or nothing.
 */
function sold(isFree = false): World {
  const run = makeRun()
  const world = new World(isFree ? { ...run, fare: { ...sketchFare, refund: freeOfFee } } : run)
  placed(world, 'h1', 'A-C', '1-1 1-2 1-3')
  pinned(world, pin('p1', 'h1', '1-1 1-2 1-3'))
  assert(yes(world, 'p1', 'b1').ok)
  return world
}

/** Alice gives up seats, or all that are left. */
function cancel(world: World, name: string, seatNumbers: readonly string[] | null): void {
  const common = { userId: alice, bookingId, quoteId: idOf<never>(name), quoteToken: `token of ${name}` }
  const quoted = world.decide((inventory, now) =>
    quoteCancellation(inventory, { ...common, seatNumbers, validForMs: 60_000 }, now),
  )
  assert(quoted.ok, JSON.stringify(quoted))
  const command = {
    ...common,
    cancellationId: idOf<never>(name),
    refundId: idOf<never>(name),
    idempotencyKey: `key of ${name}`,
    fingerprint: name,
  }
  const reply = world.decide((inventory, now) => cancelBooking(inventory, command, now))
  assert(reply.ok, JSON.stringify(reply))
}

/** The amount kept according to the books: fees, and refunds that are still to be paid out. */
function assertNothingKept(world: World): void {
  const booking = world.booking(bookingId)
  assert(booking)
  assert.deepEqual([booking.status, booking.refundedCents], ['CANCELLED', booking.totalCents])
  const cancellations = [...world.cancellations.values()]
  const sum = (amounts: readonly number[]) => amounts.reduce((total, cents) => total + cents, 0)
  assert.equal(sum(cancellations.map((row) => row.feeCents)), 0)
  assert.equal(sum(cancellations.map((row) => row.refundCents)), booking.totalCents)
  assert(world.refundsOf(paymentId).every((refund) => refund.status === 'LAPSED' && refund.dueAt === null))
  assert.deepEqual(world.claims, [])
}

test('P11: a capture that is refused for good cancels the booking, frees its seats and gives up the authorization', () => {
  const world = sold()
  captureFailed(world, 'p1')
  assertNothingKept(world)
  const booking = world.booking(bookingId)
  assert(booking?.seats.every((seat) => seat.cancellationId === idOf('c9')))
  assert.equal(booking?.cancellationTime, world.now)
  assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
  assert.deepEqual(
    world.notes.slice(-2).map((note) => note.action),
    ['booking_cancelled', 'capture_failed'],
  )
  world.decide((inventory) => recordVoid(inventory, { paymentId, outcome: 'voided' }))
  assert.deepEqual([paymentOf(world, 'p1').status, paymentOf(world, 'p1').dueStep], ['VOIDED', null])
})

const given: readonly (readonly [
  what: string,
  seats: readonly (readonly string[] | null)[],
  isFree: boolean,
])[] = [
  ['a seat, for a fee', [['1-1']], false],
  ['two seats one by one, for fees', [['1-1'], ['1-3']], false],
  ['all seats, for a fee', [null], false],
  ['all seats one by one, for fees', [['1-1'], ['1-2'], ['1-3']], false],
  ['a seat, for nothing', [['1-1']], true],
  ['all seats one by one, for nothing', [['1-1'], ['1-2'], ['1-3']], true],
  ['all seats, for nothing', [null], true],
]

for (const [what, seats, isFree] of given) {
  test(`P17: seats given up before the capture failed for good leave no fee and no refund: ${what}`, () => {
    const world = sold(isFree)
    for (const [index, seatNumbers] of seats.entries()) cancel(world, `c${index}`, seatNumbers)
    const answered = JSON.stringify([...world.cancellations.values()])
    const cancelledAt = world.booking(bookingId)?.cancellationTime
    captureFailed(world, 'p1')
    assertNothingKept(world)
    // The earlier answer stays: a cancellation of its own takes the fee back.
    const earlier = [...world.cancellations.values()].filter(({ id }) => id !== idOf('c9'))
    assert.equal(JSON.stringify(earlier), answered)
    if (cancelledAt) assert.equal(world.booking(bookingId)?.cancellationTime, cancelledAt)
    assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
  })
}

test('P17: money that came in all the same goes back whole, whatever was given up before', () => {
  const world = sold()
  cancel(world, 'c0', ['1-1'])
  captureFailed(world, 'p1')
  world.decide((inventory, now) => recordCapture(inventory, { paymentId, refundId: idOf('r1') }, now))
  const owed = world.refundsOf(paymentId).filter((refund) => refund.status !== 'LAPSED')
  assert.deepEqual(
    owed.map((refund) => refund.amountCents),
    [paymentOf(world, 'p1').amountCents],
  )
})

test('P17: a second final refusal changes nothing more', () => {
  const world = sold()
  cancel(world, 'c0', ['1-1'])
  captureFailed(world, 'p1')
  const cancellations = world.cancellations.size
  captureFailed(world, 'p1')
  assert.equal(world.cancellations.size, cancellations)
  assertNothingKept(world)
})
