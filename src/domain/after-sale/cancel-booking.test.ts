import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { makeRun, sketchFare } from '../railway/run.fixture.ts'
import { alice, bob, idOf, segment, World } from '../world.fixture.ts'
import { type CancelBooking, cancelBooking } from './cancel-booking.ts'
import { quoteCancellation } from './quote-cancellation.ts'

const minuteMs = 60_000
const freeOfFee = { steps: [{ hoursBefore: 0, percent: 100 }], fixedFeeCents: 0 }

/** A booking of three seats, captured by default; its cancellation costs 200 cents per seat, or nothing. */
function booked({ isCaptured = true, isFree = false } = {}): World {
  const run = makeRun()
  const world = new World(isFree ? { ...run, fare: { ...sketchFare, refund: freeOfFee } } : run)
  world.book('b1', 'B-D', ['1-1', '1-2', '1-3'], 5000)
  world.book('b2', 'B-D', ['1-4'], 5000)
  if (isCaptured) world.capture('b1')
  return world
}

function quote(world: World, name: string, seatNumbers: readonly string[] | null, bookingName = 'b1'): void {
  const reply = world.decide((inventory, now) =>
    quoteCancellation(
      inventory,
      {
        quoteId: idOf(name),
        quoteToken: name,
        userId: alice,
        bookingId: idOf(bookingName),
        seatNumbers,
        validForMs: 10 * minuteMs,
      },
      now,
    ),
  )
  assert(reply.ok, JSON.stringify(reply))
}

function command(name: string, changed: Partial<CancelBooking> = {}): CancelBooking {
  return {
    cancellationId: idOf(name),
    refundId: idOf(name),
    userId: alice,
    bookingId: idOf('b1'),
    quoteId: idOf(name),
    quoteToken: name,
    idempotencyKey: `key of ${name}`,
    fingerprint: name,
    ...changed,
  }
}

function cancel(world: World, name: string, changed: Partial<CancelBooking> = {}) {
  return world.decide((inventory, now) => cancelBooking(inventory, command(name, changed), now))
}

function refusal(world: World, name: string, changed: Partial<CancelBooking> = {}) {
  const { reply, changes } = world.ask((inventory, now) =>
    cancelBooking(inventory, command(name, changed), now),
  )
  assert(!reply.ok, 'it was accepted')
  assert.deepEqual(changes, [], 'who refuses changes nothing')
  return reply.refusal.code
}

const bookingOf = (world: World) => {
  const booking = world.bookings.get(idOf('b1'))
  assert(booking)
  return booking
}
const paymentOf = (world: World) => {
  const payment = world.payments.get(idOf('b1'))
  assert(payment)
  return payment
}

test('C6, C7: when a whole booking is given up, it is canceled, its seats are free and the refund is due, in one decision', () => {
  const world = booked()
  quote(world, 'q1', null)
  const reply = cancel(world, 'q1')
  assert(reply.ok)
  const booking = bookingOf(world)
  assert.deepEqual(reply.value.booking, booking)
  assert.equal(reply.value.replayed, false)
  assert.deepEqual(
    [booking.status, booking.cancellationTime, booking.refundedCents],
    ['CANCELLED', world.now, 14_400],
  )
  assert.deepEqual([booking.totalCents, booking.numPassengers], [15_000, 3], 'as sold')
  assert(world.freeNumbers(segment('B-D')).includes('1-2'))
  assert(!world.freeNumbers(segment('B-D')).includes('1-4'), 'a seat of another booking stays taken')
  const [refund] = world.refunds.values()
  assert.deepEqual([refund?.amountCents, refund?.status, refund?.dueAt], [14_400, 'QUEUED', world.now])
  assert.equal(reply.value.cancellation.paymentStatus, 'CAPTURED')
  assert.deepEqual(
    world.notes.map(({ action, facts }) => [action, facts.refund_cents, facts.fee_cents]),
    [['booking_cancelled', 14_400, 600]],
  )
})

test('C7: a booking stays confirmed while it has a seat left', () => {
  const world = booked()
  quote(world, 'q1', ['1-2'])
  assert(cancel(world, 'q1').ok)
  const booking = bookingOf(world)
  assert.deepEqual([booking.status, booking.cancellationTime], ['CONFIRMED', null])
  assert.deepEqual(
    booking.seats.map((seat) => seat.cancellationId),
    [null, 1, null],
  )
  assert.deepEqual(world.freeNumbers(segment('B-D')).slice(0, 1), ['1-2'])
  assert.equal(world.notes[0]?.action, 'seats_cancelled')
  quote(world, 'q2', null)
  assert(cancel(world, 'q2').ok)
  assert.equal(bookingOf(world).status, 'CANCELLED')
  assert.equal(bookingOf(world).refundedCents, 14_400)
})

test('C8: a payment that was only authorized and goes back whole is voided, and no refund is made', () => {
  const world = booked({ isCaptured: false, isFree: true })
  quote(world, 'q1', null)
  assert(cancel(world, 'q1').ok)
  assert.deepEqual([paymentOf(world).dueStep, paymentOf(world).dueAt], ['VOID', world.now])
  assert.equal(paymentOf(world).status, 'AUTHORIZED', 'the worker voids it')
  assert.equal(world.refunds.size, 0)
  assert.equal(bookingOf(world).refundedCents, 15_000)
})

test('C8: a payment that was only authorized, with a fee or a seat kept, is captured first, then refunded', () => {
  for (const [isFree, seats] of [
    [false, null],
    [true, ['1-1']],
  ] as const) {
    const world = booked({ isCaptured: false, isFree })
    quote(world, 'q1', seats)
    assert(cancel(world, 'q1').ok)
    assert.equal(paymentOf(world).dueStep, 'CAPTURE')
    assert.equal(world.refunds.size, 1)
  }
})

test('C8: the last of several cancellations before the capture does not void what earlier ones have queued', () => {
  const world = booked({ isCaptured: false, isFree: true })
  quote(world, 'q1', ['1-1', '1-2'])
  assert(cancel(world, 'q1').ok)
  quote(world, 'q2', null)
  assert(cancel(world, 'q2').ok)
  assert.equal(paymentOf(world).dueStep, 'CAPTURE')
  assert.deepEqual(
    [...world.refunds.values()].map((refund) => refund.amountCents),
    [10_000, 5000],
  )
})

test('C8: no money moves when nothing is refunded', () => {
  const world = booked()
  world.now = after(world.run.originAt, 30 * 3_600_000)
  quote(world, 'q1', null)
  assert(cancel(world, 'q1').ok)
  assert.equal(world.refunds.size, 0)
  assert.deepEqual([bookingOf(world).status, bookingOf(world).refundedCents], ['CANCELLED', 0])
})

test('C5: a caller who breaks several rules hears of the first one only', () => {
  const world = booked()
  quote(world, 'q1', ['1-1'])
  quote(world, 'q2', null)
  quote(world, 'q3', null, 'b2')
  const used = { idempotencyKey: 'key of q1', fingerprint: 'another' }
  assert(cancel(world, 'q1').ok)
  const late = after(world.now, 10 * minuteMs)
  const at = (now: typeof late, name: string, changed: Partial<CancelBooking>) => {
    world.now = now
    return refusal(world, name, changed)
  }
  const early = world.now
  assert.equal(at(late, 'q2', { ...used, userId: alice, bookingId: idOf('b9') }), 'idempotency_key_reused')
  assert.equal(at(late, 'q9', { userId: bob }), 'booking_not_found')
  assert.equal(at(late, 'q9', { bookingId: idOf('b9') }), 'booking_not_found')
  assert.equal(at(late, 'q9', {}), 'quote_not_found')
  assert.equal(at(late, 'q2', { quoteId: null }), 'quote_not_found')
  assert.equal(at(late, 'q2', { quoteToken: 'q3' }), 'quote_not_found')
  assert.equal(at(late, 'q3', {}), 'quote_not_found', 'a quote of another booking')
  assert.equal(at(late, 'q2', {}), 'quote_expired')
  assert.equal(at(after(late, -1), 'q2', {}), 'already_cancelled')
  assert.equal(at(early, 'q2', {}), 'already_cancelled')
})

test('C1: a quote that someone else made for the booking is not found', () => {
  const world = booked()
  quote(world, 'q1', null)
  const made = world.quotes.get(idOf('q1'))
  assert(made)
  world.quotes.set(made.id, { ...made, userId: bob as UserId })
  assert.equal(refusal(world, 'q1'), 'quote_not_found')
})

test('C10: the same key and request get the same answer and change nothing, even after the quote has expired', () => {
  const world = booked()
  quote(world, 'q1', ['1-1'])
  const first = cancel(world, 'q1')
  assert(first.ok)
  world.now = after(world.now, 60 * minuteMs)
  const { reply, changes } = world.ask((inventory, now) =>
    cancelBooking(inventory, command('q2', { ...command('q1'), cancellationId: idOf('c9') }), now),
  )
  assert(reply.ok)
  assert.deepEqual(changes, [])
  assert.equal(reply.value.replayed, true)
  assert.deepEqual(reply.value.cancellation, first.value.cancellation)
})

test('C10: a key that was used for another quote or another booking is refused', () => {
  const world = booked()
  quote(world, 'q1', ['1-1'])
  assert(cancel(world, 'q1').ok)
  const key = { idempotencyKey: 'key of q1' }
  assert.equal(refusal(world, 'q2', key), 'idempotency_key_reused')
  assert.equal(
    refusal(world, 'q2', { ...key, fingerprint: 'q1', bookingId: idOf('b2') }),
    'idempotency_key_reused',
  )
})

test('I10: a refund beyond what was paid is a bug that stops everything', () => {
  const world = booked()
  quote(world, 'q1', null)
  const booking = bookingOf(world)
  world.bookings.set(booking.id, { ...booking, refundedCents: 601 })
  assert.throws(() => cancel(world, 'q1'), /more than was paid/)
  world.bookings.set(booking.id, { ...booking, refundedCents: 600 })
  assert(cancel(world, 'q1').ok)
})

test('a booking whose claim or payment is not there is a bug, not a refusal', () => {
  const noClaim = booked()
  quote(noClaim, 'q1', null)
  noClaim.claims = noClaim.claims.filter((claim) => claim.seatId !== noClaim.seatId('1-2'))
  assert.throws(() => cancel(noClaim, 'q1'), /no claim on its seat/)
  const noPayment = booked()
  quote(noPayment, 'q1', null)
  noPayment.payments.clear()
  assert.throws(() => cancel(noPayment, 'q1'), /has no payment/)
})

test('C9, I10: whatever is quoted and canceled in any order, each seat is given up once and no more than its price goes back', () => {
  const seats = ['1-1', '1-2', '1-3']
  const steps = fc.array(
    fc.record({
      seatNumbers: fc.option(fc.subarray(seats, { minLength: 1 })),
      waitMs: fc.integer({ min: 0, max: 15 * minuteMs }),
      confirm: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(steps, fc.boolean(), fc.boolean(), (all, isCaptured, isFree) => {
      const world = booked({ isCaptured, isFree })
      let kept = 0
      for (const [at, { seatNumbers, waitMs, confirm }] of all.entries()) {
        world.decide((inventory, now) =>
          quoteCancellation(
            inventory,
            {
              quoteId: idOf(`q${at + 1}`),
              quoteToken: `q${at + 1}`,
              userId: alice,
              bookingId: idOf('b1'),
              seatNumbers,
              validForMs: 10 * minuteMs,
            },
            now,
          ),
        )
        world.now = after(world.now, waitMs)
        const reply = cancel(world, `q${confirm}`)
        if (reply.ok && !reply.value.replayed) kept += reply.value.cancellation.feeCents
      }
      const booking = bookingOf(world)
      const left = booking.seats.filter((seat) => seat.cancellationId === null)
      assert.equal(booking.refundedCents + kept + left.length * 5000, 15_000)
      assert.equal(booking.status, left.length > 0 ? 'CONFIRMED' : 'CANCELLED')
      assert.deepEqual(
        world.claims.filter((claim) => claim.bookingId === booking.id).map((claim) => claim.seatId),
        left.map((seat) => seat.seatId),
      )
      const queued = [...world.refunds.values()].reduce((sum, refund) => sum + refund.amountCents, 0)
      const isVoid = paymentOf(world).dueStep === 'VOID'
      assert.equal(queued, isVoid ? 0 : booking.refundedCents)
      assert.equal(world.notes.length, world.cancellations.size)
    }),
    { numRuns: 500 },
  )
})
