import assert from 'node:assert/strict'
import test from 'node:test'
import { blockSeats } from '../inventory/change-blocks.ts'
import { proposeMoves } from '../inventory/propose-moves.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { actedByNobody } from '../records/audit.ts'
import type { Booking } from '../records/booking.ts'
import { placed } from '../sale/sale.fixture.ts'
import { ticketOf } from '../tickets/ticket-of.ts'
import { alice, idOf, segment, World } from '../world.fixture.ts'
import { cancelBooking } from './cancel-booking.ts'
import { type MovePassengers, movePassengers } from './move-passengers.ts'
import { quoteCancellation } from './quote-cancellation.ts'

const by = { ...actedByNobody, reason: 'defect' } as const

/** `b1 1-1=1-3` moves whoever of booking b1 sits on 1-1 to 1-3. */
function commandOf(world: World, moves: readonly string[], isBlocking = false): MovePassengers {
  const known = moves.map((move) => {
    const [name = '', fromSeat = '', toSeat = ''] = move.split(/[ =]/)
    return { bookingId: idOf<never>(name), fromSeat, toSeat }
  })
  const notices = new Map(
    known.map(({ bookingId: id }) => [id, { messageId: id, content: {}, usualLanguage: 'en' as const }]),
  )
  return { moves: known, seenRun: world.run, isBlocking, notices, by }
}

function move(world: World, moves: readonly string[], isBlocking = false) {
  return world.decide((view, now) => movePassengers(view, commandOf(world, moves, isBlocking), now))
}

const refusalOf = (reply: ReturnType<typeof move>) => {
  assert.ok(!reply.ok, 'nobody should have been moved')
  return 'seatNumbers' in reply.refusal
    ? `${reply.refusal.code} ${reply.refusal.seatNumbers}`
    : reply.refusal.code
}

/** The claims of a world in words. */
const claimsOf = (world: World) =>
  world.run.consist.seats.flatMap(({ id, number }) =>
    world.claimsOn(id).map((one) => `${number} ${one.fromLeg}-${one.toLeg} ${one.bookingId ?? one.state}`),
  )

const booking = (world: World, name: string): Booking => {
  const found = world.bookings.get(idOf(name))
  assert.ok(found)
  return found
}

test('Y81: passengers get other seats in one decision, those that others of it leave among them', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1', '1-2'])
  world.book('b2', 'B-D', ['1-5'])
  assert.ok(move(world, ['b1 1-1=1-5', 'b2 1-5=1-1', 'b1 1-2=1-6']).ok)
  assert.deepEqual(claimsOf(world), ['1-1 1-3 2', '1-5 0-2 1', '1-6 0-2 1'])
  assert.ok(move(world, ['b1 1-5=1-1', 'b2 1-1=1-5']).ok, 'and back')
  assert.deepEqual(claimsOf(world), ['1-1 0-2 1', '1-5 1-3 2', '1-6 0-2 1'])
  assert.deepEqual(
    booking(world, 'b1').seats.map(({ movedTo, moveCount }) => [movedTo, moveCount]),
    [
      [null, 2],
      [world.seatId('1-6'), 1],
    ],
  )
})

test('Y81: nobody is moved if one of them cannot be, and the refusal names the seats', () => {
  const world = new World(
    makeRun([
      { number: '1', rows: ['wa aw', 'W'] },
      { number: '2', rows: ['wa'], travelClass: 'FIRST' },
    ]),
  )
  world.book('b1', 'A-C', ['1-1', '1-2'])
  world.book('b2', 'B-D', ['1-3'])
  world.block('A-B', '1-4')
  const before = claimsOf(world)
  for (const [moves, refusal] of [
    [['b1 1-1=9-9'], 'seat_not_on_run 9-9'],
    [['b1 1-1=1-4', 'b1 1-1=1-3'], 'duplicate_seats 1-1'],
    [['b1 1-2=1-1', 'b1 1-4=1-1'], 'passenger_not_there 1-4'],
    [['b2 1-1=1-4'], 'passenger_not_there 1-1'],
    [['b1 1-1=2-1'], 'seat_not_alike 2-1'],
    [['b1 1-1=1-5'], 'seat_not_alike 1-5'],
    [['b1 1-1=1-3'], 'seat_taken 1-3'],
    [['b1 1-1=1-4'], 'seat_taken 1-4'],
    [['b1 1-1=1-2'], 'seat_taken 1-2'],
    [['b1 1-1=1-4', 'b1 1-2=1-4'], 'seat_taken 1-4'],
  ] as const)
    assert.equal(refusalOf(move(world, moves)), refusal)
  const other = { ...commandOf(world, ['b2 1-3=1-1']), seenRun: { ...world.run, edition: 2 } }
  const { reply } = world.ask((view, now) => movePassengers(view, other, now))
  assert.ok(!reply.ok && reply.refusal.code === 'run_changed')
  assert.deepEqual(claimsOf(world), before)
  assert.deepEqual([world.notes, world.messages], [[], []])
})

test('Y82: what is held keeps its seat while its time runs, and an end that no commit says yet is no hindrance', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1'])
  placed(world, 'h2', 'B-D', '1-2')
  assert.equal(refusalOf(move(world, ['b1 1-1=1-2'])), 'seat_taken 1-2')
  world.now = (world.now + 3_600_000) as never
  assert.ok(move(world, ['b1 1-1=1-2']).ok)
  assert.equal(world.holds.get(idOf('h2'))?.status, 'EXPIRED')
  assert.deepEqual(claimsOf(world), ['1-2 0-2 1'])
})

test('Y83: each booking has one entry and one message, a ticket that replaces the last one, and its quotes', () => {
  const world = new World()
  const told = world.book('b1', 'A-C', ['1-1', '1-2'])
  world.bookings.set(told.id, { ...told, contact: { email: 'sealed', phone: null } })
  world.book('b2', 'A-C', ['1-3'])
  const ask = { quoteId: idOf<never>('q1'), quoteToken: 'q1', userId: alice, bookingId: told.id }
  const quoted = world.decide((view, now) =>
    quoteCancellation(view, { ...ask, seatNumbers: ['1-2'], validForMs: 600_000 }, now),
  )
  assert.ok(quoted.ok)
  const issue = (name: string) =>
    ticketOf(booking(world, name), world.run, { keyId: 1, hasInitials: false })?.issue
  assert.equal(issue('b1'), 0)
  assert.ok(move(world, ['b1 1-1=1-5', 'b1 1-2=1-6', 'b2 1-3=1-7']).ok)
  assert.deepEqual(
    world.notes
      .slice(-2)
      .map(({ action, bookingId, facts, by: who }) => [action, bookingId, facts.moved, who?.reason]),
    [
      ['seats_moved', 1, 2, 'defect'],
      ['seats_moved', 2, 1, 'defect'],
    ],
  )
  assert.deepEqual(
    world.messages.map(({ kind, bookingId }) => [kind, bookingId]),
    [['seats_moved', told.id]],
  )
  assert.equal(issue('b1'), 2)
  const giveUp = {
    ...{ ...ask, cancellationId: idOf<never>('c1'), refundId: idOf<never>('r1') },
    ...{ idempotencyKey: 'c1', fingerprint: 'c1' },
  }
  assert.ok(world.decide((view, now) => cancelBooking(view, giveUp, now)).ok)
  assert.deepEqual(
    claimsOf(world),
    ['1-5 0-2 1', '1-7 0-2 2'],
    'the seat that the passenger had last is free',
  )
  assert.equal(issue('b1'), 3)
})

test('Y83: a seat that was given up by one of a booking and got by another is canceled as that of the other', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1', '1-2'])
  const cancel = (name: string, seatNumbers: readonly string[]) => {
    const ask = { quoteId: idOf<never>(name), quoteToken: name, userId: alice, bookingId: idOf<never>('b1') }
    const quoted = world.decide((view, now) =>
      quoteCancellation(view, { ...ask, seatNumbers, validForMs: 600_000 }, now),
    )
    if (!quoted.ok) return quoted.refusal.code
    const giveUp = {
      ...{ ...ask, cancellationId: idOf<never>(name), refundId: idOf<never>(name) },
      ...{ idempotencyKey: name, fingerprint: name },
    }
    const reply = world.decide((view, now) => cancelBooking(view, giveUp, now))
    return reply.ok ? reply.value.booking.status : reply.refusal.code
  }
  assert.equal(cancel('q1', ['1-1']), 'CONFIRMED')
  assert.ok(move(world, ['b1 1-2=1-1']).ok)
  assert.equal(cancel('q2', ['1-2']), 'seat_not_on_run')
  assert.equal(cancel('q3', ['1-1']), 'CANCELLED')
  assert.equal(cancel('q4', ['1-1']), 'already_cancelled')
  assert.deepEqual(claimsOf(world), [])
})

test('Y84: with the block, a seat that is left is out of sale where it was left, unless another of the moves gets it', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1'])
  world.book('b2', 'B-D', ['1-2'])
  assert.ok(move(world, ['b1 1-1=1-3', 'b2 1-2=1-1'], true).ok)
  assert.deepEqual(claimsOf(world), ['1-1 1-3 2', '1-2 1-3 BLOCKED', '1-3 0-2 1'])
})

test('Y80: what is proposed can be applied as it is, and then nobody sits on the seats that were to be left', () => {
  const world = new World()
  world.book('b1', 'A-C', ['1-1', '1-2'])
  world.book('b2', 'C-E', ['1-1'])
  world.book('b3', 'A-E', ['1-5', '1-3'])
  placed(world, 'h4', 'C-D', '1-2')
  const seats = world.run.consist.seats.slice(0, 3)
  const ask = () => proposeMoves(world, { seats, segment: segment('A-E') }, world.now)
  const { moves, unplaced, held } = ask()
  assert.deepEqual([moves.length, unplaced.length, held.map(({ seat }) => seat.number)], [4, 0, ['1-2']])
  const asText = moves.map(({ bookingId, from, to }) => `b${bookingId} ${from.number}=${to.number}`)
  assert.ok(move(world, asText).ok)
  assert.deepEqual(ask().moves, [])
  const all = { seats: { kind: 'class', travelClass: 'SECOND' }, segment: segment('A-E') } as const
  const blocked = world.decide((view, now) => blockSeats(view, { ...all, seenRun: world.run, by }, now))
  assert.ok(blocked.ok)
  assert.deepEqual(
    proposeMoves(world, { seats, segment: segment('A-E') }, world.now).moves,
    [],
    'a train that is full of blocks has no seat for anybody',
  )
})
