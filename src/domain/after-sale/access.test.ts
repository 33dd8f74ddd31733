import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccessCodeId, BookingId, MessageId, QuoteId, UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { codeDigits, codeMs, codeWindowMs, mostCodes, mostWrongTries, resendMs } from '../records/access.ts'
import { alice, bob, idOf, World } from '../world.fixture.ts'
import { cancelBooking } from './cancel-booking.ts'
import { type EnterCode, enterCode } from './enter-code.ts'
import { quoteCancellation } from './quote-cancellation.ts'
import { type SendCode, sendCode } from './send-code.ts'

const b1 = idOf<BookingId>('b1')
const carol = 3 as UserId
let lastId = 0

/** A booking of Alice's, with an address unless the test says otherwise. */
function booked(email: string | null = 'ada@example.org'): World {
  const world = new World()
  const booking = world.book('b1', 'A-C', ['1-1', '1-2'])
  world.bookings.set(b1, { ...booking, contact: { email, phone: null } })
  return world
}

function send(world: World, userId: UserId, options: Partial<SendCode> = {}): boolean {
  const id = ++lastId
  const command: SendCode = {
    ...{ codeId: id as AccessCodeId, messageId: id as MessageId, userId, bookingId: b1, way: 'contact' },
    ...{ code: String(id), codeHash: `hash of ${id}`, language: 'en', ...options },
  }
  const reply = world.decide((inventory, now) => sendCode(inventory, command, now))
  return reply.ok && reply.value.isSent
}

/** Enters the code that the last message has, or one that is wrong. */
function enter(world: World, userId: UserId, options: Partial<EnterCode> = {}): boolean {
  const hashes = [`hash of ${world.messages.at(-1)?.content?.code}`]
  const command = { userId, bookingId: b1, hashes, ...options }
  return world.decide((inventory, now) => enterCode(inventory, command, now)).ok
}

const wrong = { hashes: ['hash of nothing'] }

test('R1: a code is one message to the contact of the booking, which names nothing but booking and code', () => {
  const world = booked()
  assert.ok(send(world, bob, { language: 'ar' }))
  const [message] = world.messages
  assert.deepEqual([message?.recipient, message?.language], ['ada@example.org', 'ar'])
  assert.deepEqual(message?.content, { code: String(lastId), booking: 'b1' })
  assert.equal(message?.giveUpAt, after(world.now, codeMs))
  assert.deepEqual(
    world.notes.map(({ action, facts }) => [action, facts]),
    [['access_code_sent', { way: 'contact' }]],
  )
})

test('R1: without an address, and without a booking, nothing is sent and nothing written', () => {
  assert.ok(!send(booked(null), bob))
  const world = booked()
  assert.ok(!send(world, bob, { bookingId: 999 as BookingId }))
  assert.deepEqual([world.messages, world.notes, world.nextCommitSeq], [[], [], 1])
})

test('R2: a session that asks again within half a minute gets no second code, and its first one stays good', () => {
  const world = booked()
  assert.ok(send(world, bob))
  world.now = after(world.now, resendMs - 1)
  assert.ok(!send(world, bob))
  assert.ok(send(world, carol), 'another session is not kept waiting')
  assert.ok(
    enter(world, bob, { hashes: [...world.accessCodes.values()].slice(0, 1).map((one) => one.codeHash) }),
  )
})

test('R3: only the last code of a session counts', () => {
  const world = booked()
  assert.ok(send(world, bob))
  const first = { hashes: [`hash of ${lastId}`] }
  world.now = after(world.now, resendMs)
  assert.ok(send(world, bob))
  assert.ok(!enter(world, bob, first))
  assert.ok(enter(world, bob))
})

test('R4: a code works until its end, and not at it', () => {
  for (const [early, isRight] of [
    [1, true],
    [0, false],
  ] as const) {
    const world = booked()
    send(world, bob)
    world.now = after(world.now, codeMs - early)
    assert.equal(enter(world, bob), isRight)
  }
})

test('R5: a code survives four wrong entries and not five, whatever is entered then', () => {
  for (const count of [mostWrongTries - 1, mostWrongTries]) {
    const world = booked()
    send(world, bob)
    for (let tries = 0; tries < count; tries++) assert.ok(!enter(world, bob, wrong))
    assert.equal(enter(world, bob), count < mostWrongTries)
  }
})

test('R6: a code is of one session: nobody else gets in with it, and nobody else can use it up', () => {
  const world = booked()
  send(world, bob)
  for (let tries = 0; tries < 2 * mostWrongTries; tries++) {
    assert.ok(!enter(world, carol))
    assert.ok(!enter(world, carol, wrong))
  }
  assert.deepEqual(world.grants, [])
  assert.ok(enter(world, bob))
})

test('R7: a right entry gives the session the booking once; the same entry again has the same answer', () => {
  const world = booked()
  send(world, bob)
  assert.ok(enter(world, bob))
  const [notes, commits] = [world.notes.length, world.nextCommitSeq]
  for (let copy = 0; copy < 50; copy++) assert.ok(enter(world, bob))
  assert.ok(!enter(world, bob, wrong))
  assert.deepEqual([world.grants.length, world.notes.length, world.nextCommitSeq], [1, notes, commits])
  assert.equal(world.notes.at(-1)?.action, 'access_granted')
})

test('R7: who made the booking needs no grant', () => {
  const world = booked()
  send(world, alice)
  assert.ok(enter(world, alice))
  assert.deepEqual(world.grants, [])
})

test('R8: a session that was granted the booking can quote and cancel it, and one that was not cannot', () => {
  const world = booked()
  send(world, bob)
  assert.ok(enter(world, bob))
  const quote = (userId: UserId, id: number) =>
    world.decide((inventory, now) =>
      quoteCancellation(
        inventory,
        {
          ...{ quoteId: id as QuoteId, quoteToken: `q${id}`, userId, bookingId: b1 },
          ...{ seatNumbers: null, validForMs: 600_000 },
        },
        now,
      ),
    )
  const cancel = (userId: UserId, id: number) =>
    world.decide((inventory, now) =>
      cancelBooking(
        inventory,
        {
          ...{ cancellationId: id as never, refundId: id as never, userId, bookingId: b1 },
          ...{ quoteId: 1 as QuoteId, quoteToken: 'q1', idempotencyKey: `key ${id}`, fingerprint: '' },
        },
        now,
      ),
    )
  assert.deepEqual(quote(carol, 9), { ok: false, refusal: { code: 'booking_not_found' } })
  assert.ok(quote(bob, 1).ok)
  assert.deepEqual(cancel(carol, 8), { ok: false, refusal: { code: 'booking_not_found' } })
  assert.deepEqual(cancel(alice, 7), { ok: false, refusal: { code: 'quote_not_found' } }, 'it is Bob’s quote')
  assert.ok(cancel(bob, 1).ok)
  assert.equal(world.bookings.get(b1)?.status, 'CANCELLED')
  assert.equal(world.notes.at(-1)?.userId, bob, 'the entry says who did it')
})

test('R9: a booking has ten codes a day for each way, so strangers never use up those of the link', () => {
  const world = booked()
  const start = world.now
  for (let stranger = 10; stranger < 10 + mostCodes; stranger++) {
    assert.ok(send(world, stranger as UserId))
    world.now = after(world.now, 1)
  }
  assert.ok(!send(world, bob))
  assert.ok(send(world, bob, { way: 'link' }))
  assert.ok(enter(world, bob), 'the owner gets in by the link')
  world.now = after(start, codeWindowMs - 1)
  assert.ok(!send(world, carol))
  world.now = after(start, codeWindowMs)
  assert.ok(send(world, carol), 'the first one no longer counts')
})

test('R10: ten million guesses within the budgets open less than one in a hundred bookings', () => {
  const perCode = mostWrongTries / 10 ** codeDigits
  // Both ways together; whoever guesses needs the address of the contact as well, or the link.
  const perDay = 2 * mostCodes * perCode
  assert.ok(perDay <= 1e-8, `${perDay} a booking and day`)
  assert.ok(10_000_000 / 10 ** codeDigits < 0.01)
})
