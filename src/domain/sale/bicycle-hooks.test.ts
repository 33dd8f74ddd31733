import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelBooking } from '../after-sale/cancel-booking.ts'
import { quoteCancellation } from '../after-sale/quote-cancellation.ts'
import type { BookingId, CancellationId, QuoteId, RefundId } from '../ids.ts'
import { carriesPassenger, seatOf } from '../railway/consist.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { passengerSeats } from '../records/booking.ts'
import { readCode, ticketBytes } from '../tickets/ticket-code.ts'
import { ticketOf } from '../tickets/ticket-of.ts'
import { alice, idOf, World } from '../world.fixture.ts'
import { pinHold } from './pin-hold.ts'
import { paymentOf, pin, pinned, placed, yes } from './sale.fixture.ts'

/** Two seats and two bicycle hooks: small enough for every set of them. */
const places: readonly string[] = ['1-1', '1-2', '1-3', '1-4']
const isHook = (number: string) => number === '1-3' || number === '1-4'

function world(): World {
  return new World(makeRun([{ number: '1', rows: ['wa', 'bb'] }]))
}

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.filter((_one, index) => (bits >> index) & 1),
  )
}

const held = subsets(places).filter(({ length }) => length > 0)

/** Names exactly these places, which may be none. */
function naming(numbers: readonly string[]) {
  const { passengers } = pin('p1', 'h1', numbers.join(' '))
  return pin('p1', 'h1', '1-1', { passengers: numbers.length > 0 ? passengers : [] })
}

function booked(numbers: readonly string[]): World {
  const made = world()
  placed(made, 'h1', 'A-C', numbers.join(' '))
  pinned(made, naming(numbers.filter((number) => !isHook(number))))
  assert(yes(made, 'p1', 'b1').ok)
  return made
}

function bookingOf(made: World) {
  const booking = made.bookings.get(idOf<BookingId>('b1'))
  assert(booking)
  return booking
}

test('H19: Of all sets of seats and hooks and all sets of named places, those are accepted that name each seat and no hook.', () => {
  for (const numbers of held) {
    for (const named of subsets(places)) {
      const made = world()
      placed(made, 'h1', 'A-C', numbers.join(' '))
      const reply = made.decide((inventory, now) => pinHold(inventory, naming(named), now))
      const people = numbers.filter((number) => !isHook(number))
      assert.equal(reply.ok, people.join() === named.join(), `${numbers} with ${named}`)
      if (!reply.ok)
        assert.deepEqual(reply.refusal, { code: 'passengers_do_not_match_seats', seatNumbers: people })
    }
  }
})

test('H20: A booking counts its people, and has its hooks with a price and without name, age and gender.', () => {
  for (const numbers of held) {
    const made = booked(numbers)
    const booking = bookingOf(made)
    const people = numbers.filter((number) => !isHook(number))
    assert.equal(booking.numPassengers, people.length)
    assert.equal(
      booking.totalCents,
      booking.seats.reduce((sum, { priceCents }) => sum + priceCents, 0),
    )
    assert.equal(booking.totalCents, paymentOf(made, 'p1').amountCents)
    assert.deepEqual(
      passengerSeats(booking).map(({ seatId }) => seatOf(made.run.consist, seatId).number),
      people,
    )
    for (const { seatId, priceCents, passengerName, passengerAge, passengerGender } of booking.seats) {
      const isNamed = carriesPassenger(seatOf(made.run.consist, seatId))
      assert(priceCents > 0)
      for (const fact of [passengerName, passengerAge, passengerGender]) assert.equal(fact !== null, isNamed)
    }
  }
})

test('H20: Every part of a booking can be given back alone: its hooks without its seats, and the other way round.', () => {
  for (const numbers of held) {
    for (const given of subsets(numbers).filter(({ length }) => length > 0)) {
      const made = booked(numbers)
      const command = {
        ...{ quoteId: idOf<QuoteId>('q1'), quoteToken: 'token of q1', userId: alice },
        ...{ bookingId: idOf<BookingId>('b1'), seatNumbers: given, validForMs: 60_000 },
      }
      const quote = made.decide((inventory, now) => quoteCancellation(inventory, command, now))
      assert(quote.ok)
      const { refundCents, feeCents } = quote.value
      const price = bookingOf(made)
        .seats.filter(({ seatId }) => given.includes(seatOf(made.run.consist, seatId).number))
        .reduce((sum, { priceCents }) => sum + priceCents, 0)
      assert.equal(refundCents + feeCents, price, `${given} of ${numbers}`)
      const cancel = {
        ...{
          cancellationId: idOf<CancellationId>('c1'),
          refundId: idOf<RefundId>('r1'),
          userId: alice,
          quoteToken: 'token of q1',
        },
        ...{ bookingId: idOf<BookingId>('b1'), quoteId: idOf<QuoteId>('q1') },
        ...{ idempotencyKey: 'key of c1', fingerprint: 'c1' },
      } as const
      assert(made.decide((inventory, now) => cancelBooking(inventory, cancel, now)).ok)
      const left = numbers.filter((number) => !given.includes(number))
      assert.deepEqual(
        made.claims.map(({ seatId }) => seatOf(made.run.consist, seatId).number).toSorted(),
        left,
      )
      assert.equal(bookingOf(made).status, left.length > 0 ? 'CONFIRMED' : 'CANCELLED')
      assert.equal(
        bookingOf(made).numPassengers,
        numbers.filter((number) => !isHook(number)).length,
        'as sold',
      )
    }
  }
})

test('H20: The ticket has the hooks among its seats, with nobody to compare them with.', () => {
  for (const numbers of held) {
    const made = booked(numbers)
    const ticket = ticketOf(bookingOf(made), made.run, { keyId: 1, hasInitials: true })
    assert(ticket)
    const read = readCode(
      Uint8Array.from([...ticketBytes({ ...ticket, locator: '7K3M9QXA' }), ...Array(64).fill(0)]),
    )
    assert.equal(read?.ticket.seatIds.length, numbers.length)
    assert.deepEqual(
      read?.ticket.initials,
      numbers.map((number) => (isHook(number) ? '' : 'P')),
    )
  }
})
