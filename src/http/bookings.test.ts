import assert from 'node:assert/strict'
import test from 'node:test'
import { cancel, holdSeats, pay, sell } from './sale.fixture.ts'
import { type Answer, openWorld, type Wire } from './world.fixture.ts'

test('W20: a booking has every member that the contract names', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { body } = await sell(world, token, ['4-1', '4-2'])
  const seat = (number: string, index: number) => ({
    seat_id: number,
    seat_number: `4-${number}`,
    seat_label: number,
    coach_number: '4',
    travel_class: 'SECOND',
    kind: 'seat',
    companion_of: null,
    is_elsewhere: false,
    passenger_name: `Ada ${index}`,
    moved_from_seat_number: null,
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
    headsign: 'Étang',
    headsigns: {},
    from_station_code: 'A',
    from_station_names: {},
    from_station_name: 'Ålund',
    to_station_code: 'C',
    to_station_names: {},
    to_station_name: 'Castell',
    departure_time: '2027-03-17T12:00:00+01:00',
    arrival_time: '2027-03-17T13:58:00+01:00',
    sold_departure_time: null,
    sold_arrival_time: null,
    run_change: null,
    coaches_changed: false,
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

test('W20: a repeated payment or cancellation gets the first answer, whatever has happened since', async () => {
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

test('W6: the booking of another user is answered like one that does not exist', async () => {
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
