import assert from 'node:assert/strict'
import test from 'node:test'
import { holdSeats, pay, refusedAs, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

test('W2: a payment is refused with the right codes', async () => {
  const world = await openWorld({ runsExpiry: false })
  const token = await world.guest()
  const stranger = await world.guest()
  const seats = ['4-1']
  const held = await holdSeats(world, token, 'h1', seats)
  assert.equal(refusedAs(await pay(world, stranger, 'b', held, seats)), '404 hold_not_found')
  assert.equal(refusedAs(await pay(world, token, 'b', 'h_nonsense', seats)), '404 hold_not_found')
  for (const passengers of [['4-2'], ['4-1', '4-2'], ['4-1', '4-1']])
    assert.equal(
      refusedAs(await pay(world, token, 'b', held, passengers)),
      '422 passengers_do_not_match_seats',
      passengers.join(),
    )
  const declined = await pay(world, token, 'b1', held, seats, 'tok_declined')
  assert.equal(refusedAs(declined), '402 payment_declined')
  assert.equal(refusedAs(await pay(world, token, 'b1', held, seats, 'tok_declined')), '402 payment_declined')
  assert.equal(refusedAs(await pay(world, token, 'b1', held, seats)), '422 idempotency_key_reused')
  assert.equal(refusedAs(await pay(world, token, 'b2', held, seats)), '410 hold_released')

  const timedOut = await holdSeats(world, token, 'h2', seats)
  assert.equal(
    refusedAs(await pay(world, token, 'b3', timedOut, seats, 'tok_timeout')),
    '504 payment_timed_out',
  )
  const state = await world.call('GET', `/api/seat_holds/${timedOut}`, { token })
  assert.equal(state.body.status, 'RELEASED')

  const booked = await holdSeats(world, token, 'h3', seats)
  const sale = await pay(world, token, 'b4', booked, seats)
  const twice = await pay(world, token, 'b5', booked, seats)
  assert.equal(refusedAs(twice), '409 hold_consumed')
  assert.equal(twice.body.booking_id, sale.body.booking_id)
  const consumed = await world.call('GET', `/api/seat_holds/${booked}`, { token })
  assert.deepEqual([consumed.body.status, consumed.body.booking_id], ['CONSUMED', sale.body.booking_id])
  assert.equal(
    refusedAs(await world.call('DELETE', `/api/seat_holds/${booked}`, { token })),
    '409 hold_consumed',
  )

  const late = await holdSeats(world, token, 'h4', ['4-5'])
  await world.advance(120_000)
  assert.equal(refusedAs(await pay(world, token, 'b6', late, ['4-5'])), '410 hold_expired')
  await world.app.close()
})

test('W2: while a payment runs, its hold is pinned, and a repeat of its key says so', async () => {
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const { deps, ...closing } = await openWorld()
  await closing.app.close()
  const gateway = {
    ...deps.gateway,
    isAvailable: () => true,
    authorize: async ({ amountCents, currency }: { amountCents: number; currency: string }) => {
      begun.resolve()
      await gate.promise
      return { status: 'authorized', amountCents, currency } as const
    },
  }
  const world = await openWorld({ gateway })
  const token = await world.guest()
  const held = await holdSeats(world, token, 'h', ['4-1'])
  const paying = pay(world, token, 'b', held, ['4-1'])
  await begun.promise
  assert.equal(refusedAs(await pay(world, token, 'b', held, ['4-1'])), '409 request_in_progress')
  assert.equal(refusedAs(await pay(world, token, 'b2', held, ['4-1'])), '409 hold_pinned')
  assert.equal(refusedAs(await world.call('DELETE', `/api/seat_holds/${held}`, { token })), '409 hold_pinned')
  const pinned = await world.call('GET', `/api/seat_holds/${held}`, { token })
  assert.deepEqual([pinned.body.status, pinned.body.expires_in_ms], ['PINNED', 150_000])
  gate.resolve()
  assert.equal((await paying).status, 201)
  await world.app.close()
})

test('W2: while payments are unavailable, the hold stays active', async () => {
  const { deps, ...closing } = await openWorld()
  await closing.app.close()
  const world = await openWorld({ gateway: { ...deps.gateway, isAvailable: () => false } })
  const token = await world.guest()
  const held = await holdSeats(world, token, 'h', ['4-1'])
  const refused = await pay(world, token, 'b', held, ['4-1'])
  assert.equal(refusedAs(refused), '503 payment_unavailable')
  assert.ok(refused.headers['retry-after'])
  assert.equal((await world.call('GET', `/api/seat_holds/${held}`, { token })).body.status, 'ACTIVE')
  await world.app.close()
})

test('W2: a cancellation is refused with the right codes', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { booking_id: id } = (await sell(world, token, ['4-1', '4-2'])).body
  const { booking_id: other } = (await sell(world, token, ['4-3'])).body
  const quote = (seats: readonly string[]) =>
    world.call('POST', `/api/bookings/${id}/cancellation_quotes`, { token, body: { seat_numbers: seats } })
  assert.equal(refusedAs(await quote(['4-3'])), '404 seat_not_on_run')
  assert.equal(refusedAs(await quote(['4-1', '4-1'])), '422 duplicate_seats')
  assert.equal(refusedAs(await quote([])), '400 malformed_request')
  const cancelWith = (key: string, booking: unknown, quoteId: unknown, by = token) =>
    world.call('POST', `/api/bookings/${booking}/cancellations`, {
      token: by,
      key,
      body: { quote_id: quoteId },
    })
  const one = (await quote(['4-1'])).body
  assert.deepEqual([one.refund_cents, one.fee_cents, one.seat_numbers?.join()], [2900, 0, '4-1'])
  assert.equal(refusedAs(await cancelWith('x', other, one.quote_id)), '404 quote_not_found')
  assert.equal(refusedAs(await cancelWith('x', id, 'q_nonsense')), '404 quote_not_found')
  assert.equal(
    refusedAs(await cancelWith('x', id, one.quote_id, await world.guest())),
    '404 booking_not_found',
  )
  const same = (await quote(['4-1'])).body
  assert.equal((await cancelWith('c1', id, one.quote_id)).status, 201)
  assert.equal(refusedAs(await cancelWith('c1', id, same.quote_id)), '422 idempotency_key_reused')
  assert.equal(refusedAs(await cancelWith('c2', id, same.quote_id)), '409 already_cancelled')
  assert.equal(refusedAs(await quote(['4-1'])), '409 already_cancelled')
  const rest = (await quote(['4-2'])).body
  await world.advance(600_000)
  assert.equal(refusedAs(await cancelWith('c3', id, rest.quote_id)), '410 quote_expired')
  await world.app.close()
})
