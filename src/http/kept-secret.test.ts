import assert from 'node:assert/strict'
import test from 'node:test'
import { holdSeats, refusedAs, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

test('W45: no problem repeats a token of its path, whatever the method, the route and the outcome', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const held = await holdSeats(world, token, 'k', ['4-1'])
  const { link_token: link } = (await sell(world, token, ['4-2'])).body
  const { quote_id: quote } = (
    await world.call(
      'POST',
      `/api/bookings/${(await sell(world, token, ['4-3'])).body.booking_id}/cancellation_quotes`,
      {
        token,
        body: {},
      },
    )
  ).body
  const stranger = await world.guest()
  for (const secret of [held, link, quote, token])
    for (const path of [
      `/api/seat_holds/${secret}`,
      `/api/seat_holds/${secret}/`,
      `/api/bookings/by_link/${secret}/x`,
      `/api/bookings/${secret}/history`,
      `/${secret}`,
      `/api/${secret}?${secret}`,
    ])
      for (const method of ['GET', 'POST', 'DELETE'] as const) {
        const answer = await world.call(method, path, { token: stranger })
        assert.ok(answer.status >= 400, `${method} ${path} ${answer.status}`)
        assert.ok(!answer.text.includes(String(secret).slice(-20)), answer.text)
        assert.ok(!world.logged.join().includes(String(secret).slice(-20)))
      }
  const shown = await world.call('GET', '/api/bookings/AAAAAAAA/history', { token })
  assert.match(String(shown.body.instance), /^\/api\/bookings\/AAAAAAAA\/history#/)
  const masked = await world.call('GET', `/api/seat_holds/${held}`, { token: stranger })
  assert.match(String(masked.body.instance), /^\/api\/seat_holds\/\*\*\*#/)
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
