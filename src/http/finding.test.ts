import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowances, findingInTotal } from './budgets.ts'
import { openWorld, type World } from './world.fixture.ts'

const email = 'ada@example.org'

async function sold(world: World) {
  const token = await world.guest()
  const hold = await world.call('POST', '/api/seat_holds', {
    ...{ token, key: 'hold' },
    body: {
      ...{ train_run_id: world.runId('DAY 2'), from_station_code: 'A', to_station_code: 'C' },
      seat_numbers: ['4-1'],
    },
  })
  assert.equal(hold.status, 201, hold.text)
  const booked = await world.call('POST', '/api/bookings', {
    ...{ token, key: 'book' },
    body: {
      hold_token: hold.body.hold_token,
      passengers: [{ seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }],
      ...{ contact: { email }, payment: { method: 'mock', token: 'tok_ok' } },
    },
  })
  assert.equal(booked.status, 201, booked.text)
  return { id: String(booked.body.booking_id), link: String(booked.body.link_token) }
}

/** The code in the outbox, which is what a worker would send. */
async function codeIn({ store }: World): Promise<string> {
  const due = (await store.outbox.lease(9)).findLast(({ message }) => message.kind === 'access_code')
  assert.ok(due?.message.content)
  return due.message.content.code ?? ''
}

const from = (remote: string) => ({ headers: { 'x-forwarded-for': remote } })

test('R15: a million guesses of pairs and codes from many addresses get nowhere, and the owner still gets in by the link', async () => {
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  const { id, link } = await sold(world)
  let guesser = await world.guest()
  // The limits are of token buckets: each address adds its burst, and all together the total one. Instead of
  // a million addresses, the test takes as many as are needed until everything is refused.
  let [tried, refused] = [0, 0]
  for (let address = 0; refused < 50; address++) {
    const asked = await world.call('POST', '/api/bookings/find', {
      ...{ token: guesser, body: { booking_id: 'ZZZZZZZZ', email: `eve${address}@example.org` } },
      ...from(`10.1.${address >> 8}.${address & 255}`),
    })
    tried++
    if (asked.status === 429) refused++
    else assert.equal(asked.status, 202, asked.text)
    // The budget of a caller is another matter.
    if (tried % 100 === 0) guesser = await world.guest()
  }
  assert.ok(
    tried - refused >= findingInTotal.burst && tried - refused <= findingInTotal.burst * 2,
    `${tried}`,
  )
  const owner = await world.guest()
  const locked = await world.call('POST', '/api/bookings/find', {
    ...{ token: owner, body: { booking_id: id, email } },
    ...from('10.9.9.9'),
  })
  assert.equal(locked.status, 429, 'strangers have used up what all addresses may try together')
  assert.ok(Number(locked.headers['retry-after']) >= 1)
  const sent = await world.call('POST', `/api/bookings/by_link/${link}/codes`, {
    ...{ token: owner, body: {} },
    ...from('10.9.9.9'),
  })
  assert.equal(sent.status, 202, sent.text)
  const found = await world.call('POST', `/api/bookings/${id}/grants`, {
    ...{ token: owner, body: { code: await codeIn(world) } },
    ...from('10.9.9.9'),
  })
  assert.equal(found.status, 201, found.text)
})

test('R15: an address that guesses is refused after its burst, with a Retry-After, and others are not', async () => {
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  const token = await world.guest()
  const find = (remote: string) =>
    world.call('POST', '/api/bookings/find', {
      ...{ token, body: { booking_id: 'ZZZZZZZZ', email } },
      ...from(remote),
    })
  const statuses = []
  for (let count = 0; count <= allowances.finding.burst; count++)
    statuses.push((await find('10.1.1.1')).status)
  assert.deepEqual(new Set(statuses.slice(0, -1)), new Set([202]))
  assert.equal(statuses.at(-1), 429)
  assert.equal((await find('10.1.1.2')).status, 202)
})

test('R16: what is not an address, not a code and not a language is malformed, and nothing is said of the booking', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { id } = await sold(world)
  for (const body of [
    {},
    { booking_id: id },
    { booking_id: id, email: 'ada@example.org\r\nBcc: eve@example.org' },
    { booking_id: id, email: 'ada' },
    { booking_id: id, email, language: 'fr' },
  ]) {
    const asked = await world.call('POST', '/api/bookings/find', { token, body })
    assert.deepEqual([asked.status, asked.body.code], [400, 'malformed_request'], asked.text)
  }
  for (const code of ['', 'abc', '12345', '12345 67890 1'])
    assert.equal(
      (await world.call('POST', `/api/bookings/${id}/grants`, { token, body: { code } })).body.code,
      'code_not_accepted',
    )
  assert.equal(
    (await world.call('POST', '/api/bookings/find', { body: { booking_id: id, email } })).status,
    401,
  )
})

test('J11: the outbox is for a demo, and for who is at the machine itself', async () => {
  const mail = { at: 0 as never, to: email, subject: 'Your code', text: 'Code' }
  const demo = await openWorld({ outboxMails: () => [mail] })
  const shown = await demo.call('GET', '/api/outbox', { headers: { host: 'localhost:8080' } })
  assert.deepEqual(
    [shown.status, shown.body.mails],
    [200, [{ ...mail, at: '1970-01-01T00:00:00.000Z' }]],
    shown.text,
  )
  for (const headers of [
    { host: 'localhost', 'x-forwarded-for': '10.1.1.1' },
    { host: 'localhost', forwarded: 'for=10.1.1.1' },
    // Another site's name for this machine.
    { host: 'evil.example.org' },
    { host: 'localhost.evil.example.org' },
    { host: '127.0.0.1.evil.example.org' },
  ])
    assert.equal((await demo.call('GET', '/api/outbox', { headers })).status, 404, JSON.stringify(headers))
  const remote = await demo.app.inject({
    ...{ method: 'GET', url: '/api/outbox', remoteAddress: '10.1.1.1', headers: { host: 'localhost' } },
  })
  assert.equal(remote.statusCode, 404)
  const real = await openWorld()
  assert.equal((await real.call('GET', '/api/outbox', { headers: { host: 'localhost' } })).status, 404)
})
