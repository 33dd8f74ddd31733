import assert from 'node:assert/strict'
import test from 'node:test'
import type { Right } from '../domain/people/rights.ts'
import { keyWith } from './key.fixture.ts'
import { refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

const all: readonly Right[] = [
  ...(['bookings.sell', 'bookings.find', 'bookings.cancel', 'personal_data.read'] as const),
  ...(['money.forgive_fees', 'audit.read'] as const),
]
const till = 'window-3'

async function openDesk(rights: readonly Right[] = all) {
  const world = await openWorld()
  const token = await keyWith(world, rights)
  let keys = 0
  const post = (path: string, body: object, key = `k${++keys}`) =>
    world.call('POST', `/api/operator/${path}`, { token, key, body })
  const hold = (seats: readonly string[]) =>
    post('seat_holds', {
      ...{ train_run_id: world.runId('DAY 2', '2027-03-17'), seat_numbers: seats },
      ...{ from_station_code: 'A', to_station_code: 'C' },
    })
  const saleOf = (held: Wire, method: string) => ({
    hold_token: held.hold_token,
    passengers: (held.seats ?? []).map(({ seat_number }) => ({
      ...{ seat_number, passenger_name: 'Ada Lind', passenger_age: 36, passenger_gender: 'F' },
    })),
    payment: { method, till },
  })
  return {
    ...{ world, token, hold, saleOf, post },
    sell: async (seats: readonly string[], method: string) =>
      post('bookings', saleOf((await hold(seats)).body, method)),
    settle: (id: unknown, amount_cents: number, means = 'CASH') =>
      post(`bookings/${id}/settlements`, { amount_cents, means, till }),
    receipt: (id: unknown) => world.call('GET', `/api/operator/bookings/${id}/receipt`, { token }),
    accounts: () => world.call('GET', '/api/operator/desk_accounts', { token }),
    cancel: async (id: unknown) => {
      const reason = 'passenger_request'
      const quote = await post(`bookings/${id}/cancellation_quotes`, { terms: 'IN_FULL', reason })
      return post(`bookings/${id}/cancellations`, { quote_id: quote.body.quote_id, reason })
    },
  }
}

test('Y100, Y101, P31: staff hold and sell for a passenger; a repeat answers the same, and the audit has who did it', async () => {
  const desk = await openDesk()
  const held = await desk.hold(['4-1', '4-2'])
  assert.equal(held.status, 201, held.text)
  const body = desk.saleOf(held.body, 'cash')
  const sold = await desk.post('bookings', body, 'k')
  assert.deepEqual([sold.status, sold.body.method], [201, 'cash'], sold.text)
  assert.equal(sold.body.total_cents, held.body.total_cents)
  const again = await desk.post('bookings', body, 'k')
  assert.deepEqual([again.body, again.headers['idempotent-replayed']], [sold.body, 'true'])
  const path = `/api/operator/audit?booking_id=${sold.body.booking_id}`
  const { body: trail } = await desk.world.call('GET', path, { token: desk.token })
  const entries = trail.entries as readonly Wire[]
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['desk_settled', 'payment_captured', 'booking_confirmed', 'hold_placed'],
  )
  assert.ok(entries.every((entry) => entry.key_id !== null))
  const link = await desk.world.call('GET', `/api/bookings/by_link/${sold.body.link_token}`, {})
  assert.equal(link.status, 200, 'the passenger has a link to the booking')
  assert.equal(refusedAs(await desk.post('bookings', body)), '409 hold_consumed')
})

test('Y100: one clerk keeps more holds of a run than a passenger may, and not without end', async () => {
  const desk = await openDesk()
  const run = desk.world.runId('DAY 2', '2027-03-17')
  const wish = { train_run_id: run, from_station_code: 'A', to_station_code: 'B' }
  const codes: string[] = []
  for (let index = 0; index < 21; index++) {
    const held = await desk.post('seat_holds', { ...wish, travel_class: 'SECOND', seat_count: 1 })
    codes.push(held.status === 201 ? 'held' : refusedAs(held))
  }
  assert.deepEqual(new Set(codes.slice(0, 20)), new Set(['held']))
  assert.equal(codes[20], '429 too_many_holds')
})

test('Y102, P33, P34, P35: cash that a cancellation gives back is paid out once, and the receipt has all of it', async () => {
  const desk = await openDesk()
  const { booking_id: id, total_cents: total } = (await desk.sell(['4-1'], 'cash')).body
  const cents = Number(total)
  assert.deepEqual((await desk.accounts()).body.accounts, [])
  assert.equal(refusedAs(await desk.settle(id, cents)), '409 balance_differs')
  assert.equal((await desk.cancel(id)).status, 201)
  const [open] = (await desk.accounts()).body.accounts as readonly Wire[]
  assert.deepEqual([open?.booking_id, open?.balance_cents], [id, -cents])
  const paid = await desk.settle(id, -cents)
  assert.deepEqual([paid.status, paid.body.amount_cents], [201, -cents], paid.text)
  assert.equal(refusedAs(await desk.settle(id, -cents)), '409 balance_differs')
  const { body } = await desk.receipt(id)
  const { entries, balance_cents: balance } = body as unknown as {
    entries: readonly Wire[]
    balance_cents: number
  }
  assert.equal(balance, 0)
  assert.deepEqual(
    entries.map((one) => [one.amount_cents, one.means, one.till]),
    [
      [cents, 'CASH', till],
      [-cents, 'CASH', till],
    ],
  )
})

test('Y102: an invoice is open until it is settled, and a booking of a provider is none', async () => {
  const desk = await openDesk()
  const { booking_id: id, total_cents: total } = (await desk.sell(['4-1'], 'invoice')).body
  assert.equal((await desk.receipt(id)).body.balance_cents, total)
  assert.equal((await desk.settle(id, Number(total), 'TRANSFER')).status, 201)
  assert.equal((await desk.receipt(id)).body.balance_cents, 0)
  assert.equal(refusedAs(await desk.settle('AAAAAAAA', 100)), '404 booking_not_found')
  const guest = await desk.world.guest()
  const online = (await sell(desk.world, guest, ['4-3'])).body.booking_id
  assert.equal(refusedAs(await desk.settle(online, 100)), '409 not_sold_at_desk')
  assert.equal(refusedAs(await desk.receipt(online)), '409 not_sold_at_desk')
})

test('Y101: hold and sale are for who may sell, each for its own holds, and for a till with a name', async () => {
  const desk = await openDesk()
  const held = (await desk.hold(['4-1'])).body
  const body = desk.saleOf(held, 'cash')
  const other = await openOther(desk.world, ['bookings.sell'])
  assert.equal(refusedAs(await other('bookings', body)), '404 hold_not_found')
  assert.equal(
    refusedAs(await (await openOther(desk.world, ['bookings.find']))('bookings', body)),
    '403 forbidden',
  )
  for (const payment of [{ method: 'cash', till: 'Ada Lind' }, { method: 'cash' }, { method: 'mock', till }])
    assert.equal(refusedAs(await desk.post('bookings', { ...body, payment })), '400 malformed_request')
  const released = await desk.world.call('DELETE', `/api/operator/seat_holds/${held.hold_token}`, {
    token: desk.token,
  })
  assert.equal(released.status, 204)
  assert.equal(refusedAs(await desk.post('bookings', body)), '410 hold_released')
})

test('Y102: without the right to personal data a receipt has no names', async () => {
  const desk = await openDesk(['bookings.sell', 'bookings.find'])
  const { booking_id: id } = (await desk.sell(['4-1'], 'cash')).body
  const receipt = await desk.receipt(id)
  assert.equal(receipt.status, 200, receipt.text)
  assert.ok(!receipt.text.includes('Lind'))
})

async function openOther(world: Awaited<ReturnType<typeof openWorld>>, rights: readonly Right[]) {
  const token = await keyWith(world, rights)
  let keys = 0
  return (path: string, body: object) =>
    world.call('POST', `/api/operator/${path}`, { token, key: `o${++keys}`, body })
}
