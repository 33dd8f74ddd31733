import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { assertProblem, openCounter } from '../harness/counter.ts'
import { wholeWay } from '../harness/railway.ts'
import { rawRequest, sendRaw, sendSlowly } from '../harness/raw.ts'
import type { Problem } from '../harness/wire.ts'

const { world, client, ride, token } = await openCounter({ after }, {})
const whole = () => wholeWay(ride, ride.seatNumbers.slice(-1))

test('W16: a caller with a missing or wrong token is 401 unauthenticated', async () => {
  for (const made of [undefined, 'nonsense', `${token}x`, 'x'.repeat(5000)])
    assertProblem(
      await client.call('POST', '/api/seat_holds', {
        key: randomUUID(),
        body: whole(),
        ...(made ? { token: made } : {}),
      }),
      [401, 'unauthenticated'],
    )
  assertProblem(await client.call('GET', '/api/bookings', { headers: { authorization: 'Basic YTpi' } }), [
    401,
    'unauthenticated',
  ])
})

test('W3: searches with impossible dates and stations are refused', async () => {
  const pair = `from_station_code=${ride.stations[0]}&to_station_code=${ride.stations[1]}`
  for (const date of ['', '2026-02-30', 'tomorrow', '2026-13-01', '20260101'])
    assertProblem(await client.call('GET', `/api/train_runs?${pair}&journey_date=${date}`), [
      400,
      'malformed_request',
    ])
  assertProblem(await client.call('GET', `/api/train_runs?${pair}`), [400, 'malformed_request'])
  assertProblem(
    await client.search(
      { from_station_code: 'NOWHERE-AT-ALL', to_station_code: ride.stations[0] ?? '' },
      ride.journeyDate,
    ),
    [422, 'unknown_station'],
  )
  assertProblem(
    await client.call('GET', `/api/fare_calendar?${pair}&from_date=${ride.journeyDate}&days=63`),
    [400, 'malformed_request'],
  )
  assertProblem(await client.call('GET', `/api/train_runs/999999999/seats?${pair}`), [404, 'run_not_found'])
  const far = await client.search(
    { from_station_code: ride.stations[0] ?? '', to_station_code: ride.stations[1] ?? '' },
    '2019-01-01',
  )
  assert.deepEqual(far.body.train_runs, [], 'no train: an empty list')
})

test('W1: unknown routes are 404, other methods 405 with Allow, other media types 415', async () => {
  assertProblem(await client.call('GET', '/api/nothing/here'), [404, 'not_found'])
  assertProblem(await client.call('GET', '/%ff'), [400, 'malformed_request'])
  const answer = await client.call('DELETE', '/api/stations')
  assertProblem(answer, [405, 'method_not_allowed'])
  assert.match(String(answer.headers.allow), /GET/)
  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])
    assertProblem(
      await client.call('POST', '/api/seat_holds', {
        token,
        key: randomUUID(),
        body: JSON.stringify(whole()),
        headers: { 'content-type': type },
      }),
      [415, 'unsupported_media_type'],
    )
})

test('W19: a body of 20 MB is 413 body_too_large, whether its length is announced or not', async () => {
  const body = Buffer.alloc(20_000_000, 0x20)
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': randomUUID(),
    'content-type': 'application/json',
  }
  for (const connection of ['close', 'close', 'keep-alive']) {
    const bytes = rawRequest('POST', '/api/seat_holds', { ...headers, connection }, body)
    const whole = await sendRaw(world.server.url, bytes)
    assert.equal(whole.status, 413)
    assert.equal(problemOf(whole.body).code, 'body_too_large')
  }
  const announced = await sendRaw(
    world.server.url,
    rawRequest('POST', '/api/seat_holds', { ...headers, 'content-length': '20000000' }),
  )
  assert.equal(announced.status, 413)
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 0x20), Buffer.from('\r\n')])
  const head =
    'POST /api/seat_holds HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n' +
    `content-type: application/json\r\nauthorization: Bearer ${token}\r\nidempotency-key: k\r\n\r\n`
  const chunked = await sendRaw(
    world.server.url,
    Buffer.concat([Buffer.from(head), ...Array.from({ length: 20 }, () => chunk), Buffer.from('0\r\n\r\n')]),
  )
  assert.equal(chunked.status, 413)
})

test('W1: bytes that are not HTTP, two lengths, and a length together with chunks are refused with 400', async () => {
  const smuggled = [
    'GARBAGE\r\n\r\n',
    'POST /api/seat_holds HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
    'POST /api/seat_holds HTTP/1.1\r\nhost: x\r\ncontent-length: ' +
      '5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`,
  ]
  for (const bytes of smuggled) {
    const answer = await sendRaw(world.server.url, Buffer.from(bytes))
    assert.ok([0, 400, 431].includes(answer.status), `${answer.status} for ${bytes.slice(0, 60)}`)
  }
})

test('W1: a client that sends its bytes one by one does not delay other clients', async () => {
  const bytes = rawRequest('POST', '/api/sessions', { 'content-type': 'application/json' }, '{}')
  const slow = Array.from({ length: 20 }, () => sendSlowly(world.server.url, bytes, 20, 120_000))
  const answers = Promise.all(slow)
  const first = await Promise.race([client.stations(), answers])
  assert.ok('status' in first, 'the others were still sending')
  assert.equal(first.status, 200)
  for (const answer of await answers) assert.equal(answer.status, 201)
})

test('W23, O9: after all of this the server still serves, and doctor finds nothing', async () => {
  assert.equal((await client.call('GET', '/readyz')).status, 200)
  const doctor = await world.run(['doctor', '--json'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
  assert.doesNotMatch(world.server.output(), /unhandled|TypeError|ReferenceError/i)
})

function problemOf(text: string): Problem {
  return JSON.parse(text)
}
