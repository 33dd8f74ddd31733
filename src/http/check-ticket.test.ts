import assert from 'node:assert/strict'
import test from 'node:test'
import { readCode, ticketBytes } from '../domain/tickets/ticket-code.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

async function openDoor() {
  const world = await openWorld({ limits: false })
  const inspector = await keyWith(world, ['tickets.check'])
  const passenger = await world.guest()
  const booking = (await sell(world, passenger, ['4-1', '4-2'])).body
  const codeNow = async () => {
    const url = `/api/bookings/${booking.booking_id}/ticket`
    return String((await world.call('GET', url, { token: passenger })).body.code)
  }
  const check = (code: string, run: unknown = booking.train_run_id, token: string = inspector) =>
    world.call('POST', `/api/operator/train_runs/${run}/ticket_verdicts`, { token, body: { code } })
  const verdict = async (code: string, run?: unknown) => (await check(code, run)).body.verdict
  return { world, passenger, booking, codeNow, check, verdict }
}

test('F57: a checker hears whether a ticket is good on its run, and of a good one its way and seats', async () => {
  const { world, passenger, booking, codeNow, check, verdict } = await openDoor()
  const code = await codeNow()
  const early = await check(code)
  assert.deepEqual([early.status, early.body.verdict, early.body.seat_numbers], [200, 'OTHER_DAY', []])
  await world.advance(Date.parse(String(booking.departure_time)) - world.store.now())
  const good = await check(code)
  assert.equal(good.headers['cache-control'], 'no-store')
  assert.deepEqual(good.body, {
    verdict: 'VALID',
    booking_id: booking.booking_id,
    train_number: booking.train_number,
    service_date: '2027-03-17',
    from_station_code: 'A',
    to_station_code: 'C',
    seat_numbers: ['4-1', '4-2'],
  })
  assert.equal(await verdict(code, world.runId('DAY 2', '2027-03-16')), 'OTHER_DAY')
  assert.equal(await verdict(code, world.runId('NIGHT 3', '2027-03-16')), 'OTHER_TRAIN')
  assert.equal(refusedAs(await check(code, '999999')), '404 run_not_found')
  assert.equal((await check(code, booking.train_run_id, passenger)).status, 401)
  const other = await keyWith(world, ['manifest.read'])
  assert.equal(refusedAs(await check(code, booking.train_run_id, other)), '403 forbidden')
  await world.app.close()
})

test('F57: a canceled seat makes the earlier ticket worthless at once, and the newer one is good', async () => {
  const { world, passenger, booking, codeNow, verdict } = await openDoor()
  const first = await codeNow()
  await cancel(world, passenger, booking.booking_id, 'k', ['4-1'])
  const second = await codeNow()
  await world.advance(Date.parse(String(booking.departure_time)) - 60_000 - world.store.now())
  assert.deepEqual([await verdict(first), await verdict(second)], ['REVOKED', 'VALID'])
  await world.app.close()
})

test('F58: a code that the railway has not signed is forged or unreadable, and nothing of it is shown', async () => {
  const { world, codeNow, check } = await openDoor()
  const bytes = Buffer.from(await codeNow(), 'base64url')
  const read = readCode(bytes)
  assert.ok(read)
  const raised = Buffer.concat([ticketBytes({ ...read.ticket, issue: 9 }), read.signature])
  const shown = async (code: string): Promise<Wire> => (await check(code)).body
  const nothing = {
    ...{ booking_id: null, train_number: null, service_date: null },
    ...{ from_station_code: null, to_station_code: null, seat_numbers: [] },
  }
  assert.deepEqual(await shown(raised.toString('base64url')), { verdict: 'FORGED', ...nothing })
  for (const text of [
    'https://example.org/?q=1',
    bytes.toString('base64url').slice(2),
    `${bytes.toString('base64')}=`,
  ])
    assert.deepEqual(await shown(text), { verdict: 'UNREADABLE', ...nothing }, text)
  await world.app.close()
})
