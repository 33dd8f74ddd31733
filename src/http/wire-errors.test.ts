import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { OutcomeUnknown, StoreUnavailable } from '../store/faults.ts'
import { addressOf } from './address.fixture.ts'
import { refusedAs } from './sale.fixture.ts'
import { type Answer, openWorld, type World } from './world.fixture.ts'

function assertProblem(answer: Answer, expected: string): void {
  assert.equal(refusedAs(answer), expected, answer.text)
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  assert.equal(answer.body.status, answer.status)
  assert.match(String(answer.body.instance), /#\S+-\w+$/)
}

function pointersOf(answer: Answer): string[] {
  return (answer.body.errors ?? []).map((error) => String(error.pointer))
}

const bookingBody = {
  hold_token: 'h_0',
  passengers: [{ seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }],
  payment: { method: 'mock', token: 'tok_ok' },
}

test('W1: an unknown route is 404, and a known one with the wrong method is 405 with Allow', async () => {
  const world = await openWorld()
  for (const path of ['/api', '/api/seat_hold', '/api/bookings/X/y', '/%2e%2e/etc', '/docs/nothing'])
    assertProblem(await world.call('GET', path), '404 not_found')
  const cases = [
    ['DELETE', '/api/bookings', 'GET, HEAD, POST'],
    ['GET', '/api/seat_holds', 'POST'],
    ['POST', '/api/seat_holds/h_1', 'DELETE, GET, HEAD'],
    ['DELETE', '/healthz', 'GET, HEAD'],
    ['GET', '/api/bookings/X/cancellations', 'POST'],
    // Pages are routes, too.
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/docs/js/scalar.js', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ] as const
  for (const [method, path, allow] of cases) {
    const answer = await world.call(method, path)
    assertProblem(answer, '405 method_not_allowed')
    assert.equal(answer.headers.allow, allow, path)
  }
  await world.app.close()
})

test('W1: a URL that cannot be decoded is a malformed request', async () => {
  const world = await openWorld()
  assertProblem(await world.call('GET', '/api/train_runs/%zz'), '400 malformed_request')
  await world.app.close()
})

test('W3: a body that is not JSON is refused, and no part of it is repeated', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const bodies = ['{"hold_token": "Ada Lindqvist', '{', 'null', '[]', '"text"', '12', '{"a":1}}', '\u0000']
  for (const body of bodies) {
    const answer = await world.call('POST', '/api/bookings', { token, key: 'k', body })
    assertProblem(answer, '400 malformed_request')
    assert.ok(pointersOf(answer).length > 0)
    assert.ok(!answer.text.includes('Lindqvist'))
  }
  const badUtf8 = await world.app.inject({
    method: 'POST',
    url: '/api/sessions',
    headers: { 'content-type': 'application/json' },
    payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  })
  assert.equal(badUtf8.statusCode, 400)
  await world.app.close()
})

test('W1: other media types and compressed bodies are 415, and an empty body counts as missing', async () => {
  const world = await openWorld()
  const token = await world.guest()
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])
    assertProblem(
      await world.call('POST', '/api/seat_holds', {
        token,
        key: 'k',
        body: '{}',
        headers: { 'content-type': type },
      }),
      '415 unsupported_media_type',
    )
  for (const encoding of ['gzip', 'br', 'identity, gzip'])
    assertProblem(
      await world.call('POST', '/api/seat_holds', {
        token,
        key: 'k',
        body: '{}',
        headers: { 'content-encoding': encoding },
      }),
      '415 unsupported_media_type',
    )
  assertProblem(await world.call('POST', '/api/seat_holds', { token, key: 'k' }), '400 malformed_request')
  assert.equal((await world.call('POST', '/api/sessions')).status, 201, 'a guest needs to send nothing')
  assert.equal(
    (
      await world.call('POST', '/api/sessions', {
        body: '{}',
        headers: { 'content-type': 'APPLICATION/JSON; charset=UTF-8' },
      })
    ).status,
    201,
  )
  await world.app.close()
})

test('W3: a refused hold points to each mistake', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const good = { train_run_id: world.runId('DAY 2'), from_station_code: 'A', to_station_code: 'B' }
  const cases: readonly [body: object, pointers: readonly string[]][] = [
    [{}, ['/train_run_id', '/from_station_code', '/to_station_code']],
    [good, ['/seat_numbers']],
    [{ ...good, seat_numbers: [] }, ['/seat_numbers']],
    [{ ...good, seat_numbers: '4-1' }, ['/seat_numbers']],
    [{ ...good, seat_numbers: [1] }, ['/seat_numbers/0']],
    [{ ...good, seat_numbers: ['4-1', null] }, ['/seat_numbers/1']],
    [{ ...good, train_run_id: 8, seat_numbers: ['4-1'] }, ['/train_run_id']],
    [{ ...good, travel_class: 'SECOND' }, ['/seat_count']],
    [{ ...good, seat_count: 2 }, ['/travel_class']],
    [{ ...good, travel_class: 'SECOND', seat_count: 0 }, ['/seat_count']],
    [{ ...good, travel_class: 'SECOND', seat_count: '2' }, ['/seat_count']],
    [{ ...good, travel_class: 'SECOND', seat_count: 1.5 }, ['/seat_count']],
    [{ ...good, travel_class: 'SECOND', seat_count: 1, seat_numbers: ['4-1'] }, ['/seat_numbers']],
    [
      { ...good, travel_class: 'SECOND', seat_count: 1, preferences: { position: 'roof' } },
      ['/preferences/position'],
    ],
  ]
  for (const [body, pointers] of cases) {
    const answer = await world.call('POST', '/api/seat_holds', { token, key: 'k', body })
    assertProblem(answer, '400 malformed_request')
    assert.deepEqual(pointersOf(answer), pointers, JSON.stringify(body))
  }
  await world.app.close()
})

test('W3: a refused booking points to each mistake, including ages of -1 and 400 and empty names', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const [passenger] = bookingBody.passengers
  const withPassenger = (change: object) => ({ ...bookingBody, passengers: [{ ...passenger, ...change }] })
  const cases: readonly [body: object, pointers: readonly string[]][] = [
    [{}, ['/hold_token', '/passengers', '/payment']],
    [withPassenger({ passenger_age: -1 }), ['/passengers/0/passenger_age']],
    [withPassenger({ passenger_age: 400 }), ['/passengers/0/passenger_age']],
    [withPassenger({ passenger_age: 126 }), ['/passengers/0/passenger_age']],
    [withPassenger({ passenger_age: 3.5 }), ['/passengers/0/passenger_age']],
    [withPassenger({ passenger_age: '36' }), ['/passengers/0/passenger_age']],
    [withPassenger({ passenger_name: '' }), ['/passengers/0/passenger_name']],
    [withPassenger({ passenger_name: '   ' }), ['/passengers/0/passenger_name']],
    [withPassenger({ passenger_name: 'x'.repeat(101) }), ['/passengers/0/passenger_name']],
    [withPassenger({ passenger_gender: 'f' }), ['/passengers/0/passenger_gender']],
    [{ ...bookingBody, payment: { method: 'cash', token: 'x' } }, ['/payment/method']],
    [{ ...bookingBody, payment: { method: 'mock' } }, ['/payment/token']],
    [{ ...bookingBody, contact: { email: 3 } }, ['/contact/email']],
  ]
  for (const [body, pointers] of cases) {
    const answer = await world.call('POST', '/api/bookings', { token, key: 'k', body })
    assertProblem(answer, '400 malformed_request')
    assert.deepEqual(pointersOf(answer), pointers, JSON.stringify(body))
  }
  for (const age of [0, 125])
    assertProblem(
      await world.call('POST', '/api/bookings', {
        token,
        key: 'k',
        body: withPassenger({ passenger_age: age }),
      }),
      '404 hold_not_found',
    )
  assertProblem(
    await world.call('POST', '/api/bookings', {
      token,
      key: 'k',
      body: { ...withPassenger({ passenger_name: '😀'.repeat(100), hat: 1 }), unknown: { deep: [] } },
    }),
    '404 hold_not_found',
  )
  await world.app.close()
})

test('W3: a refused URL points to each mistake', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const cases = [
    ['/api/train_runs', '/from_station_code /to_station_code /journey_date'],
    ['/api/train_runs?from_station_code=A&to_station_code=B&journey_date=2027-3-5', '/journey_date'],
    ['/api/train_runs?from_station_code=A&to_station_code=B&journey_date=2027-02-29', '/journey_date'],
    ['/api/train_runs?from_station_code=&to_station_code=B&journey_date=2027-02-28', '/from_station_code'],
    ['/api/fare_calendar?from_station_code=A&to_station_code=B&from_date=2027-02-28&days=63', '/days'],
    ['/api/fare_calendar?from_station_code=A&to_station_code=B&from_date=2027-02-28&days=0', '/days'],
    ['/api/fare_calendar?from_station_code=A&to_station_code=B&from_date=2027-02-28&days=x', '/days'],
    ['/api/bookings?limit=0', '/limit'],
    ['/api/bookings?limit=101', '/limit'],
    ['/api/bookings?limit=5.7', '/limit'],
    ['/api/bookings?limit=0x10', '/limit'],
    ['/api/bookings?limit=true', '/limit'],
    ['/api/bookings?limit=5&limit=6', '/limit'],
    ['/api/bookings?limit=', '/limit'],
    ['/api/bookings?after=U', '/after'],
    [`/api/stations?q=${'x'.repeat(101)}`, '/q'],
  ] as const
  for (const [path, pointers] of cases) {
    const answer = await world.call('GET', path, { token })
    assertProblem(answer, '400 malformed_request')
    assert.equal(pointersOf(answer).join(' '), pointers, path)
  }
  await world.app.close()
})

test('W5: a request that breaks several rules at the gate is refused for the first one only', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const broken = { body: '{', headers: { 'content-type': 'text/plain' } }
  assertProblem(await world.call('POST', '/api/bookings', broken), '401 unauthenticated')
  assertProblem(
    await world.call('POST', '/api/bookings', { ...broken, token }),
    '400 idempotency_key_missing',
  )
  assertProblem(
    await world.call('POST', '/api/bookings', { ...broken, token, key: 'k' }),
    '415 unsupported_media_type',
  )
  await world.app.close()
})

test('W8: a key has 1 to 255 printable characters', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const ask = (key: string) => world.call('POST', '/api/seat_holds', { token, key, body: {} })
  assertProblem(await ask(''), '400 idempotency_key_missing')
  for (const key of ['x'.repeat(256), 'ä', 'tab\there']) {
    const answer = await ask(key)
    assertProblem(answer, '400 malformed_request')
    assert.deepEqual(pointersOf(answer), ['/Idempotency-Key'])
  }
  for (const key of ['x', 'x'.repeat(255), '~ !'])
    assert.deepEqual(pointersOf(await ask(key))[0], '/train_run_id')
  await world.app.close()
})

test('W16: a session identifies its user until it expires, and an altered token identifies no one', async () => {
  const world = await openWorld()
  const made = await world.call('POST', '/api/sessions', { body: { nickname: 'x' } })
  assert.equal(made.status, 201)
  assert.equal(made.body.expires_at, '2027-03-15T09:00:00.000Z')
  const token = String(made.body.token)
  const ask = (authorization: string) => world.call('GET', '/api/bookings', { headers: { authorization } })
  for (const header of [`Bearer ${token}`, `bearer ${token}`, `BEARER  ${token}`])
    assert.equal((await ask(header)).status, 200, header)
  const [kind, user, expiry, signature = ''] = token.split('.')
  const forged = [
    `${kind}.${Number(user) + 1}.${expiry}.${signature}`,
    `${kind}.${user}.${Number(expiry) + 1}.${signature}`,
    `${kind}.${user}.${expiry}.${signature.slice(0, -1)}A`,
    `${kind}.${user}.${expiry}.`,
    `${kind}.0${user}.${expiry}.${signature}`,
    'x',
    '',
  ]
  for (const other of forged) {
    const answer = await ask(`Bearer ${other}`)
    assertProblem(answer, '401 unauthenticated')
    assert.equal(answer.headers['www-authenticate'], 'Bearer')
  }
  assertProblem(await ask(`Basic ${token}`), '401 unauthenticated')
  await world.advance(3_600_000 - 1)
  assert.equal((await ask(`Bearer ${token}`)).status, 200)
  await world.advance(1)
  const late = await ask(`Bearer ${token}`)
  assertProblem(late, '401 unauthenticated')
  assert.equal(late.body.reason, 'session_expired')
  await world.app.close()
})

test('W16, R66: an address without an account is refused as a wrong password is', async () => {
  const world = await openWorld()
  const answer = await world.call('POST', '/api/sessions', {
    body: { email: 'a@example.org', password: 'x' },
  })
  assertProblem(answer, '401 sign_in_refused')
  await world.app.close()
})

async function worldWithFault(fault: Error): Promise<{ world: World; ask: () => Promise<Answer> }> {
  const world = await openWorld()
  const token = await world.guest()
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'B',
    seat_numbers: ['4-1'],
  }
  world.store.decide = async () => {
    throw fault
  }
  return { world, ask: () => world.call('POST', '/api/seat_holds', { token, key: 'k', body }) }
}

test('W21: a fault before the commit is 503 overloaded, one at the commit 503 outcome_unknown, and a bug 500', async () => {
  const cases = [
    [new StoreUnavailable('disk full'), '503 overloaded'],
    [new OutcomeUnknown('at COMMIT'), '503 outcome_unknown'],
    [new TypeError('secret_token of Ada is undefined'), '500 internal_error'],
  ] as const
  for (const [fault, expected] of cases) {
    const { world, ask } = await worldWithFault(fault)
    const answer = await ask()
    assertProblem(answer, expected)
    assert.equal(answer.headers['retry-after'] !== undefined, answer.status === 503)
    assert.ok(!answer.text.includes('Ada'), 'internals do not reach the wire')
    await world.app.close()
  }
})

test('W41: a body has at most 64 KiB and 8 levels, and a larger one is refused with the limit', async () => {
  const world = await openWorld()
  const send = (body: string) => world.call('POST', '/api/sessions', { body })
  const long = (bytes: number) => `{"x":"${'x'.repeat(bytes - 8)}"}`
  assert.equal((await send(long(64 * 1024))).status, 201)
  const tooLarge = await send(long(64 * 1024 + 1))
  assertProblem(tooLarge, '413 body_too_large')
  assert.equal(tooLarge.body.limit_bytes, 64 * 1024)
  for (const [open, close] of ['[]', ['{"a":', '}']] as const) {
    const nested = (levels: number) => `{"x":${open?.repeat(levels - 1)}1${close?.repeat(levels - 1)}}`
    assert.equal((await send(nested(8))).status, 201)
    const tooDeep = await send(nested(9))
    assertProblem(tooDeep, '400 malformed_request')
    assert.equal(tooDeep.body.errors?.[0]?.detail, 'must not be nested more than 8 levels deep')
  }
  assert.equal(
    (await send('{"[[[[[[[[[[":"{{{{{{{{{{\\"[[[[[[[[[["}')).status,
    201,
    'brackets in a string do not nest',
  )
  assertProblem(await send('['.repeat(60_000)), '400 malformed_request')
  await world.app.close()
})

test('W41: an operation may declare its own limits, as the one for payment events does', async () => {
  const world = await openWorld()
  const send = (body: string) => world.call('POST', '/api/payments/webhooks/mock', { body })
  const event = (bytes: number) => `{"x":"${'x'.repeat(bytes - 8)}"}`
  assertProblem(await send(event(128 * 1024)), '401 unauthenticated')
  const tooLarge = await send(event(128 * 1024 + 1))
  assertProblem(tooLarge, '413 body_too_large')
  assert.equal(tooLarge.body.limit_bytes, 128 * 1024)
  await world.app.close()
})

test('W19: a client that sends 20 MB reads the 413, and the connection continues', async () => {
  const world = await openWorld()
  const { port, host } = await addressOf(world.app)
  const token = await world.guest()
  const socket = connect(port, host)
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text
  })
  const head =
    'POST /api/seat_holds HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ' +
    `${token}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n`
  const size = 20 * 1024 * 1024
  socket.write(`${head}Content-Length: ${size}\r\n\r\n`)
  socket.write(Buffer.alloc(size, 0x20))
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  assert.match(received, /^HTTP\/1\.1 413 /)
  assert.match(received, /"code":"body_too_large"/)
  assert.match(received, /HTTP\/1\.1 200 OK[\s\S]*"status":"ok"/)
  await world.app.close()
})

test('W1: input that is not HTTP gets a problem too', async () => {
  const world = await openWorld()
  const { port, host } = await addressOf(world.app)
  const socket = connect(port, host)
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text
  })
  socket.write('HELLO\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  assert.match(received, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"malformed_request"/)
  await world.app.close()
})
