import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import test from 'node:test'
import { drawSymbol } from '../app/tickets/draw-symbol.ts'
import { extended, type Keyring, soleKey } from '../domain/people/keyring.ts'
import { readCode } from '../domain/tickets/ticket-code.ts'
import { sell } from './sale.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

/** What a code says, if a listed key has signed it, as a checker without us would look at it. */
async function checked(world: World, code: unknown) {
  const read = readCode(Buffer.from(String(code), 'base64url'))
  const { body } = await world.call('GET', '/api/ticket_keys')
  const keys = body.ticket_keys as readonly { readonly key_id: number; readonly public_key: string }[]
  const named = keys.find((key) => key.key_id === read?.ticket.keyId)
  if (!read || !named) return undefined
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: named.public_key }
  const isSigned = verify(null, read.signed, createPublicKey({ key: jwk, format: 'jwk' }), read.signature)
  return isSigned ? read.ticket : undefined
}

test('F43: the ticket of a booking is for its owner and for its link, and says what was booked', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1', '4-2'])
  const url = `/api/bookings/${booking.booking_id}/ticket`
  const shown = await world.call('GET', url, { token })
  assert.equal(shown.status, 200, shown.text)
  assert.deepEqual(shown.body.seat_numbers, ['4-1', '4-2'])
  assert.equal(shown.headers['cache-control'], 'no-store')
  const ticket = await checked(world, shown.body.code)
  assert.equal(ticket?.locator, booking.booking_id)
  assert.equal(String(ticket?.trainRunId), booking.train_run_id)
  assert.equal(ticket?.seatIds.length, 2)
  assert.ok(Date.parse(String(shown.body.valid_from)) < Date.parse(String(booking.departure_time)))
  assert.ok(Date.parse(String(shown.body.valid_until)) > Date.parse(String(booking.arrival_time)))
  const linked = await world.call('GET', `/api/bookings/by_link/${booking.link_token}/ticket`)
  assert.deepEqual(linked.body, shown.body)
  assert.equal((await world.call('GET', url, { token: await world.guest() })).status, 404)
  assert.equal((await world.call('GET', url)).status, 401)
  await world.app.close()
})

test('F43: a canceled seat is on no new code, whose issue is another one; without seats there is none', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1', '4-2'])
  const url = `/api/bookings/${booking.booking_id}`
  const cancel = async (seats: readonly string[]) => {
    const body = { seat_numbers: seats }
    const quote = await world.call('POST', `${url}/cancellation_quotes`, { token, body })
    const done = await world.call('POST', `${url}/cancellations`, {
      ...{ token, key: seats.join(' '), body: { quote_id: quote.body.quote_id } },
    })
    assert.equal(done.status, 201, done.text)
  }
  const before = await world.call('GET', `${url}/ticket`, { token })
  await cancel(['4-1'])
  const left = await world.call('GET', `${url}/ticket`, { token })
  assert.deepEqual([left.body.seat_numbers, left.body.issue], [['4-2'], Number(before.body.issue) + 1])
  assert.equal((await checked(world, left.body.code))?.seatIds.length, 1)
  await cancel(['4-2'])
  const none = await world.call('GET', `${url}/ticket`, { token })
  assert.deepEqual([none.status, none.body.code], [409, 'already_cancelled'])
  await world.app.close()
})

test('F40: initials are in the code unless the railway says otherwise', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1'])
  const initials = async () => {
    const { body } = await world.call('GET', `/api/bookings/${booking.booking_id}/ticket`, { token })
    return (await checked(world, body.code))?.initials
  }
  assert.equal((await initials())?.length, 1)
  Object.assign(world.deps.settings, { ticketInitials: false })
  assert.deepEqual(await initials(), [])
  await world.app.close()
})

test('F44: after a rotation the earlier tickets are good, and a new key is listed before it signs', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1'])
  const ticket = async () =>
    (await world.call('GET', `/api/bookings/${booking.booking_id}/ticket`, { token })).body
  const early = await ticket()
  const fresh = Buffer.alloc(32, 10).toString('base64url')
  const old: Keyring = soleKey(Buffer.alloc(32, 9).toString('base64url'))
  const signsFrom = (world.store.now() + 60_000) as never
  Object.assign(world.deps, { ticketKeys: () => extended(old, fresh, signsFrom) })
  const listed = (await world.call('GET', '/api/ticket_keys')).body.ticket_keys
  assert.equal((listed as readonly object[]).length, 2)
  assert.deepEqual(await ticket(), early)
  await world.advance(60_000)
  const late = await ticket()
  assert.notEqual(late.key_id, early.key_id)
  assert.ok(await checked(world, early.code))
  assert.ok(await checked(world, late.code))
  await world.app.close()
})

test('F46: the ticket has its code drawn, and the same code for the same ticket', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1'])
  const { body } = await world.call('GET', `/api/bookings/${booking.booking_id}/ticket`, { token })
  assert.deepEqual(body.symbol, drawSymbol(Buffer.from(String(body.code), 'base64url')))
  await world.app.close()
})

test('F48: the ticket is a PDF for its owner, for its link and for the railway, and for nobody else', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1', '4-2'])
  const url = `/api/bookings/${booking.booking_id}`
  const own = await world.call('GET', `${url}/ticket.pdf?language=de`, { token })
  assert.equal(own.status, 200, own.text)
  assert.equal(own.headers['content-type'], 'application/pdf')
  assert.equal(own.headers['cache-control'], 'no-store')
  assert.equal(own.headers['content-disposition'], `attachment; filename="${booking.booking_id}.pdf"`)
  assert.match(own.text, /^%PDF-1\.7[\s\S]*\/Lang \(de\)/)
  const linked = await world.call('GET', `/api/bookings/by_link/${booking.link_token}/ticket.pdf?language=de`)
  assert.equal(linked.text, own.text)
  assert.notEqual((await world.call('GET', `${url}/ticket.pdf?paper=phone`, { token })).text, own.text)
  const railway = `/api/operator${url.slice('/api'.length)}/ticket.pdf`
  assert.equal((await world.call('GET', `${url}/ticket.pdf`, { token: await world.guest() })).status, 404)
  assert.equal((await world.call('GET', railway, { token })).status, 401)
  const quote = await world.call('POST', `${url}/cancellation_quotes`, { token, body: {} })
  const body = { quote_id: quote.body.quote_id }
  await world.call('POST', `${url}/cancellations`, { token, key: 'all', body })
  assert.equal((await world.call('GET', `${url}/ticket.pdf`, { token })).body.code, 'already_cancelled')
  await world.app.close()
})

test('F47: the calendar has the journey at its moments, and loses it with the booking', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const { body: booking } = await sell(world, token, ['4-1', '4-2'])
  const url = `/api/bookings/${booking.booking_id}`
  const calendar = (path: string) => world.call('GET', path, { token })
  const member = (text: string, name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(text)?.[1]?.trim()
  const first = await calendar(`${url}/calendar.ics`)
  assert.equal(first.status, 200, first.text)
  assert.equal(first.headers['content-type'], 'text/calendar; charset=utf-8')
  assert.equal(first.headers['content-disposition'], `attachment; filename="${booking.booking_id}.ics"`)
  const utc = (time: unknown) =>
    `${new Date(String(time)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  assert.equal(member(first.text, 'DTSTART'), utc(booking.departure_time))
  assert.equal(member(first.text, 'DTEND'), utc(booking.arrival_time))
  assert.deepEqual([member(first.text, 'METHOD'), member(first.text, 'STATUS')], ['PUBLISH', 'CONFIRMED'])
  assert.match(first.text, /Coach 4\\, seat 1\\nCoach 4\\, seat 2/)
  const linked = await world.call(
    'GET',
    `/api/bookings/by_link/${booking.link_token}/calendar.ics?language=de`,
  )
  assert.match(linked.text, /Wagen 4\\, Platz 1/)
  assert.equal((await world.call('GET', `${url}/calendar.ics`, { token: await world.guest() })).status, 404)
  await world.advance(5_000)
  const quote = await world.call('POST', `${url}/cancellation_quotes`, { token, body: {} })
  const body = { quote_id: quote.body.quote_id }
  await world.call('POST', `${url}/cancellations`, { token, key: 'all', body })
  const last = await calendar(`${url}/calendar.ics`)
  assert.deepEqual([member(last.text, 'METHOD'), member(last.text, 'STATUS')], ['CANCEL', 'CANCELLED'])
  assert.equal(member(last.text, 'UID'), member(first.text, 'UID'))
  assert.ok(Number(member(last.text, 'SEQUENCE')) > Number(member(first.text, 'SEQUENCE')))
  await world.app.close()
})
