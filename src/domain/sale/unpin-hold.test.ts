import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId } from '../ids.ts'
import { after } from '../instant.ts'
import { holdMs, paymentTimeoutMs } from '../records/hold.fixture.ts'
import { idOf, World } from '../world.fixture.ts'
import { closePayment } from './close-payment.ts'
import { type PinHold, pinHold } from './pin-hold.ts'
import { paymentOf, pictureOf, pin, pinned, placed, yes } from './sale.fixture.ts'
import { unpinHold } from './unpin-hold.ts'

const seats = '1-1 1-2'

function takeBack(world: World, name: string): string {
  const command = { paymentId: idOf<PinHold['paymentId']>(name) }
  const reply = world.decide((inventory, now) => unpinHold(inventory, command, now))
  return reply.ok ? `booking ${reply.value.bookingId}` : reply.refusal.code
}

function pinAgain(world: World, command: PinHold): string {
  const reply = world.decide((inventory, now) => pinHold(inventory, command, now))
  return reply.ok ? reply.value.kind : reply.refusal.code
}

/** A hold whose payment began `afterMs` into it. */
function pinnedWorld(afterMs = 1_000) {
  const world = new World()
  placed(world, 'h1', 'A-C', seats)
  const before = { hold: world.hold(idOf<HoldId>('h1')), claims: [...world.claims] }
  world.now = after(world.now, afterMs)
  pinned(world, pin('p1', 'h1', seats))
  return { world, before }
}

test('P22: a hold whose payment never reached the provider is as it was before, until its own end', () => {
  const { world, before } = pinnedWorld()
  assert.equal(takeBack(world, 'p1'), 'payment_unavailable')
  assert.deepEqual({ hold: world.hold(idOf<HoldId>('h1')), claims: world.claims }, before)
  assert.deepEqual(
    world.notes.map(({ action }) => action),
    ['hold_placed', 'payment_requested', 'payment_never_sent'],
  )
  const { status, dueStep } = paymentOf(world, 'p1')
  assert.deepEqual([status, dueStep], ['TIMED_OUT', null], 'nothing is due at the provider')
})

test('P22: its key is free again, for the same request and for another', () => {
  for (const fingerprint of ['p1', 'another']) {
    const { world } = pinnedWorld()
    takeBack(world, 'p1')
    const again = pin('p2', 'h1', seats, { idempotencyKey: 'key of p1', fingerprint })
    assert.equal(pinAgain(world, again), 'pinned')
    assert.ok(yes(world, 'p2', 'b1').ok)
    assert.equal(pinAgain(world, { ...again, paymentId: idOf('p3') }), 'replay')
  }
})

test('P22: if the hold has run out meanwhile, it ends and its seats are free', () => {
  for (const [waitMs, expected] of [
    [holdMs - 1_001, 'payment_unavailable'],
    [holdMs - 1_000, 'hold_expired'],
    [holdMs + paymentTimeoutMs, 'hold_expired'],
  ] as const) {
    const { world } = pinnedWorld()
    world.now = after(world.now, waitMs)
    assert.equal(takeBack(world, 'p1'), expected)
    const isOver = expected === 'hold_expired'
    assert.equal(world.claims.length, isOver ? 0 : 2)
    assert.equal(world.hold(idOf<HoldId>('h1'))?.status, isOver ? 'EXPIRED' : 'ACTIVE')
  }
})

test('P22: an attempt that has ended keeps its outcome', () => {
  const booked = pinnedWorld().world
  yes(booked, 'p1', 'b1')
  const bookedBefore = pictureOf(booked)
  assert.equal(takeBack(booked, 'p1'), 'booking 1')
  assert.equal(pictureOf(booked), bookedBefore)

  const closed = pinnedWorld().world
  const command = { paymentId: idOf<PinHold['paymentId']>('p1'), reason: 'no_answer' as const }
  closed.decide((inventory, now) => closePayment(inventory, command, now))
  const closedBefore = pictureOf(closed)
  assert.equal(takeBack(closed, 'p1'), 'payment_timed_out')
  assert.equal(pictureOf(closed), closedBefore)
})

test('P22: whatever the provider says about it all the same is given up, and never books', () => {
  const { world } = pinnedWorld()
  takeBack(world, 'p1')
  const reply = yes(world, 'p1', 'b1')
  assert.equal(!reply.ok && reply.refusal.code, 'payment_timed_out')
  assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
  assert.equal(world.hold(idOf<HoldId>('h1'))?.status, 'ACTIVE')
})
