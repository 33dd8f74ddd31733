import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after } from '../instant.ts'
import { clock, refundRule } from '../railway/run.fixture.ts'
import { alice, bob, idOf, World } from '../world.fixture.ts'
import { type QuoteCancellation, quoteCancellation } from './quote-cancellation.ts'
import { refundCents } from './refund.ts'

const hourMs = 3_600_000

/** A booking of three seats from B, which the run leaves at 09:00. */
function booked(): World {
  const world = new World()
  world.book('b1', 'B-D', ['1-1', '1-2', '1-3'], 5000)
  world.book('b2', 'B-D', ['1-4'], 5000)
  return world
}

function quote(world: World, changed: Partial<QuoteCancellation> = {}) {
  const command: QuoteCancellation = {
    quoteId: idOf('q1'),
    quoteToken: 'q1',
    userId: alice,
    bookingId: idOf('b1'),
    seatNumbers: null,
    validForMs: 10 * 60_000,
    ...changed,
  }
  return world.ask((inventory, now) => quoteCancellation(inventory, command, now))
}

function accepted(world: World, changed: Partial<QuoteCancellation> = {}) {
  const { reply } = quote(world, changed)
  assert(reply.ok, JSON.stringify(reply))
  return reply.value
}

function refusal(world: World, changed: Partial<QuoteCancellation> = {}) {
  const { reply, changes } = quote(world, changed)
  assert(!reply.ok)
  assert.deepEqual(changes, [], 'who refuses changes nothing')
  return reply.refusal
}

/** Marks seats of booking b1 as given up. */
function giveUp(world: World, count: number): World {
  const booking = world.bookings.get(idOf('b1'))
  assert(booking)
  const seats = booking.seats.map((seat, at) => (at < count ? { ...seat, cancellationId: idOf('c1') } : seat))
  world.bookings.set(booking.id, { ...booking, seats } as typeof booking)
  return world
}

test('C3: a quote is for all seats that are left, in the currency of the booking', () => {
  const world = booked()
  const found = accepted(world)
  assert.deepEqual(
    found.seatIds,
    ['1-1', '1-2', '1-3'].map((number) => world.seatId(number)),
  )
  assert.deepEqual([found.refundCents, found.feeCents, found.currency], [14_400, 600, 'EUR'])
  assert.deepEqual(quote(world).changes, [{ kind: 'quote_added', quote: found }])
  const rest = accepted(giveUp(world, 1))
  assert.deepEqual(
    rest.seatIds,
    ['1-2', '1-3'].map((number) => world.seatId(number)),
  )
  assert.equal(rest.refundCents + rest.feeCents, 10_000)
})

test('C3: or for the seats that were named', () => {
  const found = accepted(booked(), { seatNumbers: ['1-3', '1-1'] })
  assert.deepEqual(found.seatIds, [booked().seatId('1-1'), booked().seatId('1-3')])
  assert.equal(found.refundCents + found.feeCents, 10_000)
})

test('C1: another user finds no booking', () => {
  assert.deepEqual(refusal(booked(), { userId: bob }), { code: 'booking_not_found' })
  assert.deepEqual(refusal(booked(), { bookingId: idOf('b9') }), { code: 'booking_not_found' })
})

test('C2: a caller who breaks several rules hears of the first one only', () => {
  const all = ['1-1', '9-9', '1-2', '1-2']
  const partly = giveUp(booked(), 1)
  assert.deepEqual(refusal(partly, { userId: bob, seatNumbers: all }), { code: 'booking_not_found' })
  assert.deepEqual(refusal(partly, { seatNumbers: all }), { code: 'already_cancelled', seatNumbers: ['1-1'] })
  assert.deepEqual(refusal(partly, { seatNumbers: all.slice(1) }), {
    code: 'seat_not_on_run',
    seatNumbers: ['9-9'],
  })
  assert.deepEqual(refusal(partly, { seatNumbers: all.slice(2) }), {
    code: 'duplicate_seats',
    seatNumbers: ['1-2'],
  })
})

test('C2: a booking with nothing left is already canceled, whichever seats are named', () => {
  const none = giveUp(booked(), 3)
  const gone = { code: 'already_cancelled', seatNumbers: ['1-1', '1-2', '1-3'] }
  assert.deepEqual(refusal(none), gone)
  assert.deepEqual(refusal(none, { seatNumbers: ['9-9'] }), gone)
  assert.deepEqual(refusal(none, { seatNumbers: ['1-2'] }), { ...gone, seatNumbers: ['1-2'] })
})

test('C2: a seat of another booking is not a seat of this one', () => {
  assert.deepEqual(refusal(booked(), { seatNumbers: ['1-1', '1-4'] }), {
    code: 'seat_not_on_run',
    seatNumbers: ['1-4'],
  })
})

test('C4: a quote ends after its time, or at the moment the refund changes, whichever is first', () => {
  const world = booked()
  assert.equal(accepted(world).validUntil, after(world.now, 10 * 60_000))
  const boarding = clock('09:00')
  world.now = after(boarding, -24 * hourMs - 60_000)
  assert.equal(accepted(world).validUntil, after(boarding, -24 * hourMs))
  world.now = after(boarding, -hourMs)
  assert.equal(accepted(world).validUntil, after(world.now, 10 * 60_000), 'nothing changes any more')
})

test('C4: at any moment of its life a quote equals a new quote', () => {
  const boarding = clock('09:00')
  fc.assert(
    fc.property(fc.integer({ min: -60_000, max: 170 * hourMs }), fc.nat(), (ms, later) => {
      const world = booked()
      world.now = after(boarding, -ms)
      const first = accepted(world)
      assert(world.now < first.validUntil, 'it lives at least a moment')
      world.now = after(world.now, later % (first.validUntil - world.now))
      const second = accepted(world)
      assert.deepEqual([second.refundCents, second.feeCents], [first.refundCents, first.feeCents])
    }),
  )
})

test('F5: the refund and fee of a quote add up to the price at every quarter hour of nine days', () => {
  const world = booked()
  for (let quarters = 0; quarters < 9 * 96; quarters++) {
    world.now = after(clock('09:00'), -quarters * 15 * 60_000)
    const { refundCents: refund, feeCents } = accepted(world)
    assert.equal(refund + feeCents, 15_000)
    assert.equal(refund, 3 * refundCents(refundRule, 5000, clock('09:00'), world.now))
  }
})
