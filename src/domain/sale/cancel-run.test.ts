import assert from 'node:assert/strict'
import test from 'node:test'
import { giveBackBooking } from '../after-sale/give-back-booking.ts'
import { type ChangeSale, closeSale } from '../inventory/close-run.ts'
import { actedByNobody } from '../records/audit.ts'
import { alice, idOf, segment, World } from '../world.fixture.ts'
import { cancelRun, finishCancellation } from './cancel-run.ts'
import { extendHold } from './extend-hold.ts'
import { pinHold } from './pin-hold.ts'
import { placeHold } from './place-hold.ts'
import { paymentOf, pin, pinned, placed, yes } from './sale.fixture.ts'

const by = { ...actedByNobody, reason: 'operational' } as const

function cancel(world: World, legs: string) {
  const command = { segment: segment(legs), seenRun: world.run, by }
  const reply = world.decide((view, now) => cancelRun(view, command, now))
  assert.ok(reply.ok)
  return reply.value
}

function giveBack(world: World, name: string): boolean {
  const command = {
    ...{ bookingId: idOf<never>(name), quoteId: idOf<never>(name), quoteToken: name },
    ...{ cancellationId: idOf<never>(name), refundId: idOf<never>(name), messageId: idOf<never>(name) },
    content: { booking: name },
    usualLanguage: 'ar' as const,
  }
  const reply = world.decide((view, now) => giveBackBooking(view, command, now))
  return reply.ok && reply.value.isGivenBack
}

const refusedHold = (world: World, legs: string) => {
  const [from = '', to = ''] = legs.split('-')
  const { reply } = world.ask((view, now) =>
    placeHold(
      view,
      {
        ...{ holdId: idOf<never>('h99'), holdToken: 'h99', userId: alice, segment: segment(legs) },
        ...{ fromStationCode: from as never, toStationCode: to as never, holdMs: 1000, holdsPerUser: 99 },
        seats: { kind: 'named', seatNumbers: ['1-1'] },
        ...{ idempotencyKey: 'h99', fingerprint: 'h99' },
      },
      now,
    ),
  )
  return reply.ok ? null : reply.refusal
}

test('Y41, Y53: nothing is sold where the run is canceled or closed, and elsewhere all is as before', () => {
  const world = new World()
  cancel(world, 'B-C')
  for (const legs of ['A-C', 'B-C', 'B-D', 'A-E'])
    assert.deepEqual(refusedHold(world, legs), {
      code: 'sale_closed',
      reason: 'CANCELLED',
      travelClass: null,
    })
  for (const legs of ['A-B', 'C-E']) assert.equal(refusedHold(world, legs), null)
  const other = new World()
  const travelClass = other.run.consist.seats.find(({ number }) => number === '1-1')?.travelClass ?? ''
  const command: ChangeSale = { segment: segment('C-D'), travelClass, seenRun: other.run, by }
  assert.ok(other.decide((view, now) => closeSale(view, command, now)).ok)
  assert.deepEqual(refusedHold(other, 'B-E'), { code: 'sale_closed', reason: 'CLOSED', travelClass })
})

test('Y53: a hold where the run was closed since cannot be paid or extended; a payment that has begun books', () => {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1')
  placed(world, 'h2', 'A-C', '1-2')
  pinned(world, pin('p2', 'h2', '1-2'))
  const command: ChangeSale = { segment: segment('A-E'), travelClass: null, seenRun: world.run, by }
  assert.ok(world.decide((view, now) => closeSale(view, command, now)).ok)
  const pay = world.decide((view, now) => pinHold(view, pin('p1', 'h1', '1-1'), now))
  assert.ok(!pay.ok && pay.refusal.code === 'sale_closed')
  const asked = { holdId: idOf<never>('h1'), holdToken: 'token of h1', userId: alice }
  const longer = world.decide((view, now) =>
    extendHold(view, { ...asked, extensionMs: 1000, idempotencyKey: 'x' }, now),
  )
  assert.ok(!longer.ok && longer.refusal.code === 'sale_closed')
  assert.ok(yes(world, 'p2', 'b2').ok)
})

test('Y42: a cancellation ends holds there and gives up payments under way, which then never book', () => {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1')
  placed(world, 'h2', 'B-D', '1-2')
  placed(world, 'h3', 'D-E', '1-2')
  pinned(world, pin('p2', 'h2', '1-2'))
  cancel(world, 'B-C')
  assert.deepEqual(
    ['h1', 'h2', 'h3'].map((name) => world.holds.get(idOf(name))?.status),
    ['RELEASED', 'RELEASED', 'ACTIVE'],
  )
  const attempt = paymentOf(world, 'p2')
  assert.deepEqual(
    [attempt.status, attempt.declineCode, attempt.dueStep],
    ['TIMED_OUT', 'run_cancelled', 'VOID'],
  )
  const late = yes(world, 'p2', 'b2')
  assert.ok(!late.ok && late.refusal.code === 'payment_timed_out')
  assert.equal(world.bookings.size, 0)
  assert.equal(paymentOf(world, 'p2').dueStep, 'VOID')
})

test('Y43: each booking there is given back in full, once, with a message; the others stay', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1', '1-2'])
  const told = world.book('b2', 'B-D', ['1-3'])
  world.bookings.set(told.id, { ...told, contact: { email: 'sealed', phone: null } })
  world.book('b3', 'C-E', ['1-1'])
  world.capture('b2')
  // An hour before departure, the refund rule would keep a part.
  world.now = (world.run.originAt - 3_600_000) as never
  assert.equal(giveBack(world, 'b1'), false, 'while the train runs, nothing is given back')
  assert.equal(cancel(world, 'B-C').closures[0]?.bookings, 2)
  assert.deepEqual(
    ['b1', 'b2', 'b3', 'b1'].map((name) => giveBack(world, name)),
    [true, true, false, false],
  )
  assert.deepEqual(
    ['b1', 'b2', 'b3'].map((name) => {
      const booking = world.bookings.get(idOf(name))
      return [booking?.status, booking?.refundedCents]
    }),
    [
      ['CANCELLED', 10_000],
      ['CANCELLED', 5_000],
      ['CONFIRMED', 0],
    ],
  )
  assert.equal(paymentOf(world, 'b1').dueStep, 'VOID', 'what was only authorized is voided')
  assert.deepEqual(
    [...world.refunds.values()].map(({ paymentId, amountCents }) => [paymentId, amountCents]),
    [[idOf('b2'), 5_000]],
  )
  assert.deepEqual(
    world.messages.map(({ kind, bookingId, recipient, language }) => [kind, bookingId, recipient, language]),
    [['train_cancelled', told.id, 'sealed', 'ar']],
  )
  assert.ok(world.claims.every(({ bookingId }) => bookingId === idOf('b3')))
})

test('Y44: a cancellation is done when nothing is left of it, which is one entry; it cannot be undone or repeated', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1'])
  const { commitSeq } = cancel(world, 'A-E')
  assert.equal(cancel(world, 'B-D').commitSeq, commitSeq, 'a repeat changes nothing')
  const finish = () => world.decide((view) => finishCancellation(view))
  assert.deepEqual(finish(), { ok: true, value: 1 })
  assert.equal(world.closures[0]?.kind, 'CANCELING')
  giveBack(world, 'b1')
  world.notes = []
  assert.deepEqual(
    [finish(), finish()],
    [
      { ok: true, value: 0 },
      { ok: true, value: 0 },
    ],
  )
  assert.deepEqual([world.closures[0]?.kind, world.notes.length], ['CANCELLED', 1])
})
