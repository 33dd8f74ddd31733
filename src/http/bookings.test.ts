import assert from 'node:assert/strict'
import test from 'node:test'
import { type Answer, openWorld, type Wire, type World } from './world.fixture.ts'

const refusedAs = (answer: Answer) => `${answer.status} ${answer.body.code}`

async function holdSeats(world: World, token: string, key: string, seats: readonly string[], run = 'DAY 2') {
  const [from, to] = run === 'NIGHT 3' ? ['E', 'C'] : ['A', 'C']
  const body = {
    train_run_id: world.runId(run, run === 'NIGHT 3' ? '2027-03-16' : '2027-03-17'),
    from_station_code: from,
    to_station_code: to,
    seat_numbers: seats,
  }
  const answer = await world.call('POST', '/api/seat_holds', { token, key, body })
  assert.equal(answer.status, 201, answer.text)
  return String(answer.body.hold_token)
}

function pay(
  world: World,
  token: string,
  key: string,
  holdToken: string,
  seats: readonly string[],
  card = 'tok_ok',
) {
  const passengers = seats.map((seat, index) => ({
    seat_number: seat,
    passenger_name: `Ada ${index}`,
    passenger_age: 30 + index,
    passenger_gender: 'F',
  }))
  return world.call('POST', '/api/bookings', {
    token,
    key,
    body: {
      hold_token: holdToken,
      passengers,
      contact: { email: 'ada@example.org' },
      payment: { method: 'mock', token: card },
    },
  })
}

async function sell(
  world: World,
  token: string,
  seats: readonly string[],
  key = seats.join('+'),
): Promise<Answer> {
  const answer = await pay(world, token, `b-${key}`, await holdSeats(world, token, `h-${key}`, seats), seats)
  assert.equal(answer.status, 201, answer.text)
  return answer
}

async function cancel(world: World, token: string, id: unknown, key: string, seats?: readonly string[]) {
  const quote = await world.call('POST', `/api/bookings/${id}/cancellation_quotes`, {
    token,
    body: seats ? { seat_numbers: seats } : {},
  })
  assert.equal(quote.status, 201, quote.text)
  const body = { quote_id: quote.body.quote_id }
  return {
    quote,
    body,
    answer: await world.call('POST', `/api/bookings/${id}/cancellations`, { token, key, body }),
  }
}

test('W20: a booking has everything that the contract names', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { body } = await sell(world, token, ['4-1', '4-2'])
  const seat = (number: string, index: number) => ({
    seat_id: number,
    seat_number: `4-${number}`,
    seat_label: number,
    coach_number: '4',
    travel_class: 'SECOND',
    passenger_name: `Ada ${index}`,
    passenger_age: 30 + index,
    passenger_gender: 'F',
    price_cents: 2900,
    status: 'CONFIRMED',
  })
  assert.match(String(body.booking_id), /^[0-9A-Z]{8}$/)
  assert.match(String(body.link_token), /_[A-Za-z0-9_-]{22}$/)
  assert.deepEqual(body, {
    booking_id: body.booking_id,
    status: 'CONFIRMED',
    user_id: '1',
    train_run_id: world.runId('DAY 2', '2027-03-17'),
    train_number: 'DAY 2',
    train_name: 'A to E',
    from_station_code: 'A',
    to_station_code: 'C',
    departure_time: '2027-03-17T12:00:00+01:00',
    arrival_time: '2027-03-17T13:58:00+01:00',
    journey_date: '2027-03-17',
    total_cents: 5800,
    currency: 'CHF',
    num_passengers: 2,
    booking_time: '2027-03-15T08:00:00.000Z',
    cancellation_time: null,
    refunded_cents: 0,
    seats: [seat('1', 0), seat('2', 1)],
    payment: { method: 'mock', status: 'AUTHORIZED' },
    link_token: body.link_token,
    commit_seq: body.commit_seq,
  })
  await world.app.close()
})

test('W20: repeating the payment or the cancellation gives the first answer, whatever has happened since', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const seats = ['4-1', '4-2', '4-3']
  const holdToken = await holdSeats(world, token, 'h', seats)
  const sold = await pay(world, token, 'b', holdToken, seats)
  const first = await cancel(world, token, sold.body.booking_id, 'c1', ['4-2'])
  const second = await cancel(world, token, sold.body.booking_id, 'c2')
  await world.advance(200_000)

  const soldAgain = await pay(world, token, 'b', holdToken, seats)
  assert.deepEqual(soldAgain.body, sold.body)
  assert.equal(soldAgain.headers['idempotent-replayed'], 'true')
  for (const [key, { body, answer }] of Object.entries({ c1: first, c2: second })) {
    const again = await world.call('POST', `/api/bookings/${sold.body.booking_id}/cancellations`, {
      token,
      key,
      body,
    })
    assert.equal(again.status, 201)
    assert.deepEqual(again.body, answer.body)
    assert.equal(again.headers['idempotent-replayed'], 'true')
  }
  const statuses = (answer: Answer) => answer.body.seats?.map((seat) => seat.status).join(' ')
  assert.equal(first.answer.body.status, 'CONFIRMED')
  assert.equal(statuses(first.answer), 'CONFIRMED CANCELLED CONFIRMED')
  assert.deepEqual([first.answer.body.refunded_cents, first.answer.body.cancellation_time], [2900, null])
  assert.equal(second.answer.body.status, 'CANCELLED')
  assert.equal(statuses(second.answer), 'CANCELLED CANCELLED CANCELLED')
  assert.equal(second.answer.body.refunded_cents, 8700)
  assert.equal(second.answer.body.cancellation_time, '2027-03-15T08:00:00.000Z')
  assert.deepEqual([second.answer.body.num_passengers, second.answer.body.total_cents], [3, 8700], 'as sold')
  const now = await world.call('GET', `/api/bookings/${sold.body.booking_id}`, { token })
  assert.equal(now.body.status, 'CANCELLED')
  await world.app.close()
})

test('W20: canceled seats are on sale again at once', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const sold = await sell(world, token, ['4-1'])
  await cancel(world, token, sold.body.booking_id, 'c')
  await sell(world, await world.guest(), ['4-1'])
  await world.app.close()
})

test('W2: what a payment can be refused for', async () => {
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

test('W2: while a payment runs its hold is pinned, and its key says so', async () => {
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

test('W2: while payments cannot be made the hold goes on', async () => {
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

test('W2: what a cancellation can be refused for', async () => {
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

test('W6: the booking of somebody else is answered like one that does not exist', async () => {
  const world = await openWorld()
  const owner = await world.guest()
  const stranger = await world.guest()
  const { booking_id: id, link_token: link } = (await sell(world, owner, ['4-1'])).body
  const shape = ({ status, body }: Answer): Wire => ({ status, ...body, instance: '' })
  const asked = (token: string, name: unknown) => [
    () => world.call('GET', `/api/bookings/${name}`, { token }),
    () => world.call('GET', `/api/bookings/${name}/history`, { token }),
    () => world.call('POST', `/api/bookings/${name}/cancellation_quotes`, { token, body: {} }),
    () =>
      world.call('POST', `/api/bookings/${name}/cancellations`, { token, key: 'k', body: { quote_id: 'q' } }),
  ]
  const absent = shape(await world.call('GET', '/api/bookings/00000000', { token: owner }))
  assert.equal(absent.code, 'booking_not_found')
  for (const ask of [...asked(stranger, id), ...asked(owner, 'nonsense'), ...asked(owner, '00000000')])
    assert.deepEqual(shape(await ask()), absent)
  const byLink = await world.call('GET', `/api/bookings/by_link/${link}`)
  assert.equal(byLink.body.booking_id, id)
  const guessed = String(link).replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A'))
  for (const name of [guessed, 'l_1', 'nonsense'])
    assert.deepEqual(shape(await world.call('GET', `/api/bookings/by_link/${name}`)), absent)
  await world.app.close()
})

test('W22: bookings are listed newest first, in pages without gap or repetition', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const sold: unknown[] = []
  for (let seat = 1; seat <= 7; seat++)
    sold.unshift((await sell(world, token, [`4-${seat}`])).body.booking_id)
  await sell(world, await world.guest(), ['4-8'])
  for (const limit of [1, 2, 3, 7, 8]) {
    const listed: unknown[] = []
    let after = ''
    for (let page = 0; page < 10; page++) {
      const answer = await world.call('GET', `/api/bookings?limit=${limit}${after}`, { token })
      listed.push(...(answer.body.bookings ?? []).map((one) => one.booking_id))
      if (answer.body.next === null) break
      after = `&after=${answer.body.next}`
    }
    assert.deepEqual(listed, sold, `limit ${limit}`)
  }
  await world.app.close()
})

test('W20: the history of a booking tells of its hold, payment and cancellation, and names nobody', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { booking_id: id } = (await sell(world, token, ['4-1', '4-2'])).body
  await cancel(world, token, id, 'c', ['4-2'])
  const history = await world.call('GET', `/api/bookings/${id}/history`, { token })
  assert.deepEqual(
    history.body.entries?.map((entry) => entry.action),
    ['hold_placed', 'payment_requested', 'booking_confirmed', 'seats_cancelled'],
  )
  assert.deepEqual(history.body.entries?.[0]?.facts?.seat_numbers, ['4-1', '4-2'])
  assert.ok(!history.text.includes('Ada'))
  await world.app.close()
})

test('W18: neither logs nor metrics nor problems repeat names, contacts, tokens or keys', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const held = await holdSeats(world, token, 'canary-key', ['4-1'])
  const canaries = ['Canaria Vogel', 'canary@example.org', 'tok_declined', held, token, 'canary-key']
  const send = (change: object) =>
    world.call('POST', '/api/bookings', {
      token,
      key: 'canary-key',
      body: {
        hold_token: held,
        passengers: [
          {
            seat_number: '4-1',
            passenger_name: 'Canaria Vogel',
            passenger_age: 1,
            passenger_gender: 'F',
            ...change,
          },
        ],
        contact: { email: 'canary@example.org' },
        payment: { method: 'mock', token: 'tok_declined' },
      },
    })
  const refused = [await send({ passenger_age: 999 }), await send({ seat_number: '4-2' }), await send({})]
  assert.deepEqual(refused.map(refusedAs), [
    '400 malformed_request',
    '422 passengers_do_not_match_seats',
    '402 payment_declined',
  ])
  const seen = [
    ...world.logged,
    ...refused.map((one) => one.text),
    (await world.call('GET', '/metrics')).text,
  ]
  assert.ok(world.logged.length > 0)
  for (const canary of canaries) assert.ok(!seen.some((text) => text.includes(canary)), canary)
  await world.app.close()
})
