import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, HoldId } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import { recordVoid } from '../money/settle-payment.ts'
import { holdMs, paymentTimeoutMs } from '../records/hold.fixture.ts'
import type { Payment } from '../records/payment.ts'
import { idOf, World } from '../world.fixture.ts'
import { closePayment } from './close-payment.ts'
import { declinePayment } from './decline-payment.ts'
import { paymentOf, pictureOf, pin, pinned, placed, yes } from './sale.fixture.ts'

function asked(): World {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1 1-2')
  pinned(world, pin('p1', 'h1', '1-2 1-1'))
  return world
}

const tooLate = { ok: false, refusal: { code: 'payment_timed_out', reason: 'too_late' } }

test('B1: an authorization books claims, hold, payment and booking in one decision', () => {
  const world = asked()
  const { nextCommitSeq } = world
  const notes = world.notes.length
  const reply = yes(world, 'p1', 'b1')
  assert(reply.ok && reply.value.kind === 'booked')
  assert.equal(world.nextCommitSeq, nextCommitSeq + 1)
  assert.deepEqual(
    world.claims.map(({ state, bookingId, expiresAt }) => [state, bookingId, expiresAt]),
    [
      ['BOOKED', idOf('b1'), null],
      ['BOOKED', idOf('b1'), null],
    ],
  )
  assert.equal(world.hold(idOf<HoldId>('h1'))?.status, 'CONSUMED')
  const { status, dueStep, dueAt, bookingId } = paymentOf(world, 'p1')
  assert.deepEqual([status, dueStep, dueAt, bookingId], ['AUTHORIZED', 'CAPTURE', world.now, idOf('b1')])
  assert.deepEqual(
    world.notes.slice(notes).map((note) => note.action),
    ['booking_confirmed'],
  )
})

test('B2: the booking has the prices of its hold, and each passenger on the seat named for them', () => {
  const world = asked()
  yes(world, 'p1', 'b1')
  const booking = world.booking(idOf<BookingId>('b1'))
  const hold = world.hold(idOf<HoldId>('h1'))
  assert.equal(booking?.totalCents, hold?.totalCents)
  assert.deepEqual(
    booking?.seats.map(({ seatId, priceCents }) => ({ seatId, priceCents })),
    hold?.seats,
  )
  assert.deepEqual(
    booking?.seats.map(({ seatId, passengerName }) => [seatId, passengerName]),
    [
      [world.seatId('1-1'), 'Passenger 1'],
      [world.seatId('1-2'), 'Passenger 0'],
    ],
  )
})

test('B4: a second authorization gives the same booking and changes nothing', () => {
  const world = asked()
  yes(world, 'p1', 'b1')
  const before = pictureOf(world)
  assert.deepEqual(yes(world, 'p1', 'b2'), { ok: true, value: { kind: 'replay', bookingId: idOf('b1') } })
  assert.equal(pictureOf(world), before)
})

test('P7: an authorization at the cap no longer books; a millisecond earlier it does', () => {
  for (const [waitMs, isBooked] of [
    [holdMs + paymentTimeoutMs - 1, true],
    [holdMs + paymentTimeoutMs, false],
  ] as const) {
    const world = asked()
    world.now = after(world.now, waitMs)
    const reply = yes(world, 'p1', 'b1')
    assert.equal(reply.ok, isBooked)
    assert.equal(paymentOf(world, 'p1').dueStep, isBooked ? 'CAPTURE' : 'VOID')
    assert.equal(world.bookings.size, isBooked ? 1 : 0)
  }
})

test('P7: an authorization is given up if the hold has expired and its seats have gone to someone else', () => {
  const world = asked()
  world.now = after(world.now, holdMs + paymentTimeoutMs)
  world.decide(expireHolds)
  placed(world, 'h2', 'B-D', '1-1')
  const rival = world.claims.filter((claim) => claim.holdId === idOf('h2'))
  assert.deepEqual(yes(world, 'p1', 'b1'), tooLate)
  assert.deepEqual(world.claims, rival)
  const { status, dueStep } = paymentOf(world, 'p1')
  assert.deepEqual([status, dueStep], ['TIMED_OUT', 'VOID'])
})

test('P7: an authorization after the attempt was closed makes a void due, even if an earlier void found nothing', () => {
  const world = asked()
  const { id: paymentId } = paymentOf(world, 'p1')
  const close = { paymentId, reason: 'no_answer' as const }
  world.decide((inventory, now) => closePayment(inventory, close, now))
  const closed = pictureOf(world)
  assert(!yes(world, 'p1', 'b1').ok)
  assert.equal(pictureOf(world), closed)
  world.decide((inventory) => recordVoid(inventory, { paymentId, outcome: 'absent' }))
  assert.deepEqual([paymentOf(world, 'p1').status, paymentOf(world, 'p1').dueStep], ['VOIDED', null])
  assert(!yes(world, 'p1', 'b1').ok)
  assert.deepEqual([paymentOf(world, 'p1').status, paymentOf(world, 'p1').dueStep], ['VOIDED', 'VOID'])
  assert.equal(world.bookings.size, 0)
})

test('P8: an authorization for another amount or currency never books, frees the seats and is given up', () => {
  for (const changed of [{ amountCents: 1 }, { currency: 'USD' }]) {
    const world = asked()
    const reply = yes(world, 'p1', 'b1', changed)
    assert.deepEqual(reply, { ok: false, refusal: { code: 'payment_timed_out', reason: 'amount_differs' } })
    assert.deepEqual([world.claims, world.bookings.size], [[], 0])
    assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
  }
})

test('K10: An attempt whose texts cannot be stored, as older versions accepted them, never books: its seats are free and its money goes back', () => {
  const odd = [
    (payment: Payment) => ({ passengers: payment.passengers.map((one) => ({ ...one, name: 'Ada\0' })) }),
    () => ({ contact: { email: 'a@b\ud800.org', phone: null } }),
    () => ({ contact: { email: null, phone: '\0' } }),
  ]
  for (const change of odd) {
    const world = asked()
    const payment = paymentOf(world, 'p1')
    world.payments.set(payment.id, { ...payment, ...change(payment) })
    const reply = yes(world, 'p1', 'b1')
    assert.deepEqual(reply, {
      ok: false,
      refusal: { code: 'payment_timed_out', reason: 'text_not_storable' },
    })
    assert.deepEqual([world.claims, world.bookings.size], [[], 0])
    assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
  }
})

test('P12: of any two answers, in any order, the first decides and the second changes no booking', () => {
  const answers = {
    yes: (world: World) => yes(world, 'p1', 'b1'),
    no: (world: World) =>
      world.decide((inventory, now) =>
        declinePayment(inventory, { paymentId: idOf('p1'), declineCode: 'no' }, now),
      ),
    close: (world: World) =>
      world.decide((inventory, now) =>
        closePayment(inventory, { paymentId: idOf('p1'), reason: 'no_answer' }, now),
      ),
  }
  for (const [firstName, first] of Object.entries(answers)) {
    for (const [secondName, second] of Object.entries(answers)) {
      const world = asked()
      first(world)
      const status = paymentOf(world, 'p1').status
      const rows = [[...world.bookings.values()], world.claims]
      const before = JSON.stringify(rows)
      const reply = second(world)
      const label = `${firstName}, then ${secondName}`
      assert.equal(JSON.stringify([[...world.bookings.values()], world.claims]), before, label)
      assert.equal(paymentOf(world, 'p1').status, status, label)
      assert.equal(reply.ok, firstName === 'yes', label)
      // Money that is authorized without a booking is on its way back.
      if (secondName === 'yes' && firstName !== 'yes')
        assert.equal(paymentOf(world, 'p1').dueStep, 'VOID', label)
    }
  }
})

test('a confirmation whose claims are gone is a bug and stops', () => {
  const world = asked()
  world.claims = []
  assert.throws(() => yes(world, 'p1', 'b1'), /without its claims/)
})
