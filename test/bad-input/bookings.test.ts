import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { bookingRequest } from '../harness/client.ts'
import { assertProblem, type Expected, openCounter } from '../harness/counter.ts'
import { wholeWay } from '../harness/railway.ts'
import { until } from '../harness/wait.ts'
import { createWorld } from '../harness/world.ts'

const holdSeconds = 3
const { client, ride, token, holdOf } = await openCounter({ after }, { PAYMENT_TIMEOUT_SECONDS: '6' })

test('P2, W3: passengers that do not match the seats, ages of -1 and 400, and invalid names are refused, and the hold stays', async () => {
  const hold = await holdOf(2)
  const good = bookingRequest(hold)
  const [first, second] = good.passengers
  const cases: [object[] | object | undefined, Expected][] = [
    [[first], [422, 'passengers_do_not_match_seats']],
    [
      [first, first],
      [422, 'passengers_do_not_match_seats'],
    ],
    [
      [first, { ...second, seat_number: '99-999' }],
      [422, 'passengers_do_not_match_seats'],
    ],
    [
      [first, second, second],
      [422, 'passengers_do_not_match_seats'],
    ],
    [
      [first, { ...second, passenger_age: -1 }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_age: 400 }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_age: 30.5 }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_age: '30' }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_name: '' }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_name: 'x'.repeat(101) }],
      [400, 'malformed_request'],
    ],
    [
      [first, { ...second, passenger_gender: 'Q' }],
      [400, 'malformed_request'],
    ],
    [undefined, [400, 'malformed_request']],
    [{}, [400, 'malformed_request']],
  ]
  for (const [passengers, expected] of cases)
    assertProblem(
      await client.call('POST', '/api/bookings', { token, key: randomUUID(), body: { ...good, passengers } }),
      expected,
    )
  assertProblem(
    await client.call('POST', '/api/bookings', {
      token,
      key: randomUUID(),
      body: { ...good, payment: { method: 'gold', token: 'x' } },
    }),
    [400, 'malformed_request'],
  )
  assert.equal((await client.book(token, hold)).status, 201)
})

test("W6: neither another caller's hold nor one that never existed is found", async () => {
  const hold = await holdOf()
  const stranger = await client.session()
  assertProblem(await client.book(stranger, hold), [404, 'hold_not_found'])
  assertProblem(await client.showHold(stranger, hold.hold_token), [404, 'hold_not_found'])
  assertProblem(await client.release(stranger, hold.hold_token), [404, 'hold_not_found'])
  const forged = hold.hold_token.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'))
  for (const made of [forged, 'h_1', '%00', 'x'.repeat(500)])
    assertProblem(await client.showHold(token, made), [404, 'hold_not_found'])
  assertProblem(await client.book(token, { ...hold, hold_token: forged }), [404, 'hold_not_found'])
})

test('H12, P2: a released hold is 410 hold_released, and releasing it again is 204 again', async () => {
  const hold = await holdOf()
  assert.equal((await client.release(token, hold.hold_token)).status, 204)
  assert.equal((await client.release(token, hold.hold_token)).status, 204)
  assert.equal((await client.showHold(token, hold.hold_token)).body.status, 'RELEASED')
  assertProblem(await client.book(token, hold), [410, 'hold_released'])
})

test('P2, H12: a consumed hold is 409 hold_consumed with its booking', async () => {
  const hold = await holdOf()
  const booking = (await client.book(token, hold)).body
  const again = await client.book(token, hold)
  assertProblem(again, [409, 'hold_consumed'])
  assert.equal(again.problem.booking_id, booking.booking_id)
  assertProblem(await client.release(token, hold.hold_token), [409, 'hold_consumed'])
})

test('P4, H12: a pinned hold is 409 hold_pinned for a second payment and for a release, while its payment runs', async () => {
  const hold = await holdOf()
  const key = randomUUID()
  const paying = client.book(token, hold, 'tok_slow_4000', key)
  await until('the pin', async () =>
    (await client.showHold(token, hold.hold_token)).body.status === 'PINNED' ? true : undefined,
  )
  assertProblem(await client.book(token, hold), [409, 'hold_pinned'])
  assertProblem(await client.release(token, hold.hold_token), [409, 'hold_pinned'])
  assertProblem(await client.book(token, hold, 'tok_slow_4000', key), [409, 'request_in_progress'])
  assert.equal((await paying).status, 201)
})

test('P5, P6: a decline is 402, a payment without an answer 504, and both release the seats', async () => {
  for (const [payment, expected] of [
    ['tok_declined', [402, 'payment_declined']],
    ['tok_insufficient_funds', [402, 'payment_declined']],
    ['tok_timeout', [504, 'payment_timed_out']],
    ['tok_error', [504, 'payment_timed_out']],
  ] as const) {
    const hold = await holdOf()
    assertProblem(await client.book(token, hold, payment), expected)
    assert.equal((await client.showHold(token, hold.hold_token)).body.status, 'RELEASED')
    const seats = hold.seats.map((seat) => seat.seat_number)
    assert.equal((await client.hold(token, wholeWay(ride, seats))).status, 201, `free again after ${payment}`)
  }
})

test('C1, C2, C5: a booking of another caller, an unknown one, a foreign quote and a second cancellation are refused', async () => {
  const booking = (await client.book(token, await holdOf())).body
  const id = booking.booking_id
  const stranger = await client.session()
  assertProblem(await client.booking(stranger, id), [404, 'booking_not_found'])
  assertProblem(await client.quote(stranger, id), [404, 'booking_not_found'])
  assertProblem(await client.call('GET', `/api/bookings/${id}/history`, { token: stranger }), [
    404,
    'booking_not_found',
  ])
  for (const made of ['AAAAAA', "' OR 1=1 --", '%2e%2e%2f', '0'])
    assertProblem(await client.booking(token, encodeURIComponent(made)), [404, 'booking_not_found'])
  assertProblem(await client.call('GET', '/api/bookings/by_link/l_1'), [404, 'booking_not_found'])
  assertProblem(await client.quote(token, id, { seat_numbers: ['99-999'] }), [404, 'seat_not_on_run'])
  assertProblem(await client.quote(token, id, { seat_numbers: [] }), [400, 'malformed_request'])
  assertProblem(await client.cancel(token, id, 'q_unknown'), [404, 'quote_not_found'])
  const quote = (await client.quote(token, id)).body
  assert.equal(quote.refund_cents + quote.fee_cents, booking.total_cents)
  assertProblem(await client.cancel(stranger, id, quote.quote_id), [404, 'booking_not_found'])
  assert.equal((await client.cancel(token, id, quote.quote_id)).body.status, 'CANCELLED')
  assertProblem(await client.cancel(token, id, quote.quote_id), [409, 'already_cancelled'])
  assertProblem(await client.quote(token, id), [409, 'already_cancelled'])
})

test('H6, I2, I3: an expired hold is 410 hold_expired, nothing is charged, and its seat is free again', async (t) => {
  const brief = await createWorld(t, { env: { HOLD_TTL_SECONDS: String(holdSeconds) } })
  const guest = await brief.client.session()
  const wish = wholeWay(ride, ride.seatNumbers.slice(0, 1))
  const hold = await brief.client.hold(guest, wish)
  assert.equal(hold.status, 201, hold.text)
  assert.ok(hold.body.expires_in_ms > 0 && hold.body.expires_in_ms <= holdSeconds * 1000)
  const next = await until('the expiry', async () => {
    const answer = await brief.client.hold(guest, wish)
    return answer.status === 201 ? answer : undefined
  })
  assert.equal(next.status, 201)
  assert.ok(Date.now() >= Date.parse(hold.body.expires_at) - 50, 'I2: not before its time')
  assertProblem(await brief.client.book(guest, hold.body), [410, 'hold_expired'])
  assert.equal((await brief.client.showHold(guest, hold.body.hold_token)).body.status, 'EXPIRED')
})
