import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bookingRequest } from './harness/client.ts'
import { createMailServer } from './harness/mails.ts'
import type { Environment } from './harness/processes.ts'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { until } from './harness/wait.ts'
import type { BookingBody, HistoryBody } from './harness/wire.ts'
import { createWorld, type TestScope } from './harness/world.ts'

const email = 'canary-ada@canary.example.org'
const soonMs = 60_000

/** A world with a mail server, and a booking with an address. */
async function sold(t: TestScope, env: Environment = {}) {
  const mail = await createMailServer(t)
  const world = await createWorld(t, { env: { ...mail.environment, ...env, LOG_LEVEL: 'debug' } })
  const { client } = world
  const ride = await findRide(client, { stops: 3, seats: 4, date: dayAhead(3) })
  const owner = await client.session()
  const hold = (await client.hold(owner, wholeWay(ride, ride.seatNumbers.slice(0, 2)))).body
  const body = { ...bookingRequest(hold), contact: { email } }
  const { body: booking } = await client.call<BookingBody>('POST', '/api/bookings', {
    ...{ token: owner, key: randomUUID(), body },
  })
  assert.ok(booking.booking_id)
  const api = (url: () => typeof client) => ({
    find: (token: string, given: object) => url().call('POST', '/api/bookings/find', { token, body: given }),
    enter: (token: string, code: string, id = booking.booking_id) =>
      url().call<BookingBody>('POST', `/api/bookings/${id}/grants`, { token, body: { code } }),
  })
  const named = { booking_id: booking.booking_id, email }
  return { mail, world, owner, booking, named, ...api(() => world.client) }
}

test('R1, R7, R8, I17, W18: a passenger with a new browser finds, sees and cancels a booking, and nothing says who it was', async (t) => {
  const { mail, world, owner, booking, named, find, enter } = await sold(t)
  const { client } = world
  const id = booking.booking_id
  const token = await client.session()
  assert.equal((await client.booking(token, id)).status, 404)
  const asked = await find(token, { ...named, email: email.toUpperCase(), language: 'de' })
  assert.deepEqual(
    [asked.status, asked.body],
    [202, { expires_in_ms: 900_000, resend_in_ms: 30_000 }],
    asked.text,
  )
  const code = await mail.codeOf(0)
  assert.ok(mail.mails[0]?.data.includes(world.server.url), 'J12: without PUBLIC_URL')
  const refused = await enter(token, '0000000000')
  assert.deepEqual([refused.status, refused.problem.code], [422, 'code_not_accepted'])
  assert.equal((await enter(await client.session(), code)).status, 422, 'a code is of one session')
  const found = await enter(token, code)
  assert.equal(found.status, 201, found.text)
  for (const one of [owner, token]) assert.equal((await client.booking(one, id)).status, 200)
  const quote = (await client.quote(token, id)).body
  const cancelled = await client.cancel(token, id, quote.quote_id)
  assert.equal(cancelled.body.status, 'CANCELLED', cancelled.text)
  const history = await client.call<HistoryBody>('GET', `/api/bookings/${id}/history`, { token })
  const actions = history.body.entries.map(({ action }) => action)
  assert.ok(actions.includes('access_code_sent') && actions.includes('access_granted'), actions.join(' '))

  const metrics = (await client.call('GET', '/metrics')).text
  assert.match(metrics, /^holdfast_sent_messages_total\{kind="access_code"\} 1$/m)
  assert.match(metrics, /^holdfast_waiting_messages 0$/m)
  const audit = JSON.stringify(await world.database.rows('SELECT * FROM audit_entries'))
  const rows = JSON.stringify(await world.database.rows('SELECT * FROM messages'))
  const codes = JSON.stringify(await world.database.rows('SELECT * FROM access_codes'))
  assert.match(rows, /SENT/)
  const texts = { metrics, audit, rows, codes, refused: refused.text, history: history.text }
  for (const [name, text] of Object.entries({ ...texts, log: world.server.output() }))
    for (const secret of [email, code, code.replace(' ', '')])
      assert.ok(!text.toLowerCase().includes(secret), `${name} has ${secret}`)
})

test('R14, J12: a wrong address, a wrong locator and no locator get the same answers as the right one', async (t) => {
  const site = 'https://trains.example.org'
  const { mail, world, named, find, enter } = await sold(t, { PUBLIC_URL: site })
  const token = await world.client.session()
  const givens = [
    { ...named, email: 'eve@example.org' },
    { ...named, booking_id: 'ZZZZZZZZ' },
    { ...named, booking_id: 'no' },
    named,
  ]
  const answers = []
  for (const given of givens) answers.push(await find(token, given))
  for (const { status, body } of answers) assert.deepEqual([status, body], [202, answers[0]?.body])
  const entered = []
  for (const id of ['ZZZZZZZZ', 'no', named.booking_id]) entered.push(await enter(token, '1234567890', id))
  const plain = entered.map(({ problem }) => ({ ...problem, instance: '' }))
  for (const one of plain) assert.deepEqual(one, plain[0])
  assert.ok(await mail.codeOf(0))
  const withCode = mail.mails.filter(({ data }) => /\b\d{5} \d{5}\b/.test(data))
  assert.equal(withCode.length, 1)
  assert.match(withCode[0]?.data ?? '', /^https:\/\/trains\.example\.org\r?$/m)
})

test('J3, J4: a code that was asked for while the mail server was away comes when both are back, though the server was killed', async (t) => {
  const { mail, world, named, find, enter } = await sold(t)
  await mail.stop()
  const token = await world.client.session()
  assert.equal((await find(token, named)).status, 202)
  await until(
    'a try',
    async () => (await world.database.number('SELECT try_count FROM messages')) || undefined,
    soonMs,
  )
  await world.stopServer('SIGKILL')
  await mail.start()
  await world.startServer()
  const found = await enter(token, await mail.codeOf(0))
  assert.equal(found.status, 201, found.text)
  await until(
    'the end of the message',
    async () =>
      (await world.database.number(
        "SELECT count(*) FROM messages WHERE state = 'SENT' AND recipient IS NULL",
      )) || undefined,
    soonMs,
  )
  assert.equal(new Set(mail.mails.map(({ data }) => /^Message-ID: .*$/m.exec(data)?.[0])).size, 1)
  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
})

test('R12, R13: the link of a booking shows it without a code, and changes it with one', async (t) => {
  const { mail, world, booking, enter } = await sold(t)
  const { client } = world
  const token = await client.session()
  const path = `/api/bookings/by_link/${booking.link_token}`
  assert.equal((await client.call('GET', path)).status, 200)
  assert.equal((await client.quote(token, booking.booking_id)).status, 404)
  const sent = await client.call('POST', `${path}/codes`, { token, body: {} })
  assert.equal(sent.status, 202, sent.text)
  assert.equal((await enter(token, await mail.codeOf(0))).status, 201)
  assert.equal((await client.quote(token, booking.booking_id)).status, 201)
  const other = await client.call('POST', `${path.slice(0, -1)}x/codes`, { token, body: {} })
  assert.equal(other.problem.code, 'booking_not_found')
})
