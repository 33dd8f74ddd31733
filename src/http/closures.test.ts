import assert from 'node:assert/strict'
import test from 'node:test'
import { giveBackBookings } from '../app/after-sale/give-back-bookings.ts'
import { keyWith } from './key.fixture.ts'
import { holdSeats, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

interface Found {
  readonly train_run_id: string
  readonly on_sale: boolean
  readonly off_sale_reason: string | null
  readonly classes: readonly { readonly travel_class: string; readonly seats_available: number }[]
}

async function openRailway() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['runs.change', 'runs.read'])
  const id = world.runId('DAY 2', '2027-03-17')
  const path = `/api/operator/train_runs/${id}`
  const pair = 'from_station_code=A&to_station_code=C'
  return {
    ...{ world, id: String(id) },
    act: (verb: string, body: object = {}) =>
      world.call('POST', `${path}/${verb}`, { token, body: { reason: 'operational', ...body } }),
    list: async () => (await world.call('GET', `${path}/closures`, { token })).body.closures,
    search: async () => {
      const { body } = await world.call('GET', `/api/train_runs?${pair}&journey_date=2027-03-17`)
      const found = (body.train_runs as unknown as Found[]).find((run) => run.train_run_id === String(id))
      assert.ok(found)
      return found
    },
    free: async () => {
      const { body } = await world.call('GET', `/api/train_runs/${id}/seats?${pair}`)
      const coaches = body.coaches as { travel_class: string; seats: { status: string }[] }[]
      const free = (one: (typeof coaches)[number]) =>
        one.seats.filter(({ status }) => status === 'AVAILABLE').length
      return coaches.reduce((sum, one) => sum + free(one), 0)
    },
  }
}

test('Y50, Y54: a run that is closed says so in the search, and on its map nothing is free, until it is opened', async () => {
  const { world, id, act, list, search, free } = await openRailway()
  const before = await free()
  assert.ok(before > 0)
  const closed = await act('closures', { from_station_code: 'B' })
  assert.equal(closed.status, 200, closed.text)
  assert.deepEqual(closed.body.closures, await list())
  const found = await search()
  assert.deepEqual([found.on_sale, found.off_sale_reason], [false, 'CLOSED'])
  assert.deepEqual(
    found.classes.map((one) => one.seats_available),
    found.classes.map(() => 0),
  )
  assert.equal(await free(), 0)
  const refused = await world.call('POST', '/api/seat_holds', {
    ...{ token: await world.guest(), key: 'x' },
    body: { train_run_id: id, from_station_code: 'A', to_station_code: 'C', seat_numbers: ['4-1'] },
  })
  assert.equal(refusedAs(refused), '409 sale_closed')
  assert.deepEqual([refused.body.reason, refused.body.travel_class], ['CLOSED', null])
  assert.deepEqual((await act('closure_removals')).body.closures, [])
  assert.deepEqual([(await search()).on_sale, await free()], [true, before])
})

test('X77: a run is off sale for the railway once nothing of it can be bought on any leg', async () => {
  const { world, id, act } = await openRailway()
  const token = await keyWith(world, ['runs.read'])
  const shown = async () => {
    const picture = await world.call('GET', `/api/operator/train_runs/${id}/picture`, { token })
    const day = await world.call('GET', '/api/operator/train_runs?date=2027-03-17', { token })
    const runs = day.body.train_runs as Pick<Found, 'train_run_id' | 'off_sale_reason'>[]
    return [picture.body.off_sale_reason, runs.find((one) => one.train_run_id === id)?.off_sale_reason]
  }
  await act('closures', { from_station_code: 'B' })
  assert.deepEqual(await shown(), [null, null], 'the way to B is sold')
  await act('closures', { to_station_code: 'B' })
  assert.deepEqual(await shown(), ['CLOSED', 'CLOSED'])
  await act('cancellations', { from_station_code: 'B' })
  assert.deepEqual(await shown(), ['CLOSED', 'CLOSED'], 'it runs to B')
  await act('cancellations')
  assert.deepEqual(await shown(), ['CANCELLED', 'CANCELLED'])
})

test('Y50, Y54: a class that is closed has no free seat, and the others are sold', async () => {
  const { act, search, free } = await openRailway()
  const [first, ...others] = (await search()).classes
  const before = await free()
  await act('closures', { travel_class: first?.travel_class })
  const found = await search()
  assert.deepEqual([found.on_sale, found.off_sale_reason], [true, null])
  assert.deepEqual(found.classes, [{ ...first, seats_available: 0 }, ...others])
  assert.equal(await free(), before - (first?.seats_available ?? 0))
  assert.equal(refusedAs(await act('closures', { travel_class: 'NONE' })), '404 seat_not_on_run')
})

/** Messages that wait, as if a worker had sent them. */
async function leaseAndEnd({ deps: { store } }: World) {
  const due = await store.outbox.lease(9)
  for (const one of due) await store.outbox.settle(one, { state: 'SENT', at: store.now() })
  return due
}

test('Y41, Y43, Y47, X59: a canceled run says so, tells first whom it concerns and what goes back, and gives bookings back with a message', async () => {
  const { world, act, list, search } = await openRailway()
  const owner = await world.guest()
  const booking = (await sell(world, owner, ['4-1', '4-2'])).body
  await leaseAndEnd(world)
  await holdSeats(world, owner, 'held', ['4-3'])
  const told = await act('cancellations', { dry_run: true })
  const refunds = [{ currency: booking.currency, amount_cents: booking.total_cents }]
  assert.deepEqual(told.body.affected, { bookings: 1, seats: 2, holds: 1, refunds })
  assert.deepEqual([told.body.closures, (await search()).on_sale], [[], true])
  const done = await act('cancellations')
  assert.deepEqual(done.body.affected, { bookings: 1, seats: 2, holds: 1, refunds })
  const again = await act('cancellations', { dry_run: true })
  assert.deepEqual(again.body.affected, { bookings: 1, seats: 2, holds: 0, refunds }, 'not given back yet')
  assert.equal((await search()).off_sale_reason, 'CANCELLED')
  assert.deepEqual((await act('closure_removals')).body.closures, await list(), 'it cannot be undone')
  await giveBackBookings(world.deps)
  const [one] = (await list()) as { status: string; bookings: number; bookings_left: number }[]
  assert.deepEqual([one?.status, one?.bookings, one?.bookings_left], ['CANCELLED', 1, 0])
  const nothing = { bookings: 0, seats: 0, holds: 0, refunds: [] }
  assert.deepEqual((await act('cancellations', { dry_run: true })).body.affected, nothing)
  const shown = await world.call('GET', `/api/bookings/${booking.booking_id}`, { token: owner })
  assert.deepEqual([shown.body.status, shown.body.refunded_cents], ['CANCELLED', booking.total_cents])
  const [due] = await world.deps.store.outbox.lease(9)
  assert.equal(due?.message.kind, 'train_cancelled')
  assert.equal(due?.message.content?.booking, booking.booking_id)
})

test('J17: a mail about a booking is in the language that it was bought in, or else in the first of the railway', async () => {
  const { world, act } = await openRailway()
  const owner = await world.guest()
  const asked: readonly (readonly [string, { language?: string | null }, number])[] = [
    ['4-1', { language: 'de' }, 201],
    ['4-2', { language: 'ar' }, 201],
    ['4-3', {}, 201],
    ['4-4', { language: 'fr' }, 400],
    ['4-4', { language: null }, 400],
  ]
  const expected = new Map<unknown, string>()
  for (const [index, [seat, language, status]] of asked.entries()) {
    const hold = await holdSeats(world, owner, `hold ${index}`, [seat])
    const passenger = { passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }
    const body = {
      ...{ hold_token: hold, passengers: [{ seat_number: seat, ...passenger }], ...language },
      ...{ contact: { email: 'ada@example.org' }, payment: { method: 'mock', token: 'tok_ok' } },
    }
    const sold = await world.call('POST', '/api/bookings', { token: owner, key: `sale ${index}`, body })
    assert.equal(sold.status, status, JSON.stringify(sold.body))
    if (status === 201) expected.set(sold.body.booking_id, language.language ?? 'en')
    else await world.call('DELETE', `/api/seat_holds/${hold}`, { token: owner })
  }
  const sales = await leaseAndEnd(world)
  await act('cancellations')
  await giveBackBookings(world.deps)
  const due = await world.deps.store.outbox.lease(9)
  assert.deepEqual(
    new Map(sales.map(({ message }) => [message.content?.booking, message.language])),
    expected,
  )
  const told = new Map(due.map(({ message }) => [message.content?.booking, message.language]))
  assert.deepEqual(told, expected)
})
