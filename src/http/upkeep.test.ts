import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { addressOf } from './address.fixture.ts'
import { atMostEvery } from './at-most-every.ts'
import { laneBounds, makeLanes } from './lanes.ts'
import { openWorld } from './world.fixture.ts'

const metricsToken = 'a-token-of-the-operator-0123456789'

test('W32: metrics are only for requests from the machine of the server or with its METRICS_TOKEN', async () => {
  const world = await openWorld({
    metricsToken: `${'n'.repeat(32)},${metricsToken}`,
    trustProxy: '127.0.0.1',
  })
  const ask = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') => {
    const answer = await world.app.inject({ method: 'GET', url: '/metrics', headers, remoteAddress })
    return answer.statusCode
  }
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    assert.equal(await ask({}, address), 200, address)
  for (const address of ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', '128.0.0.1'])
    assert.equal(await ask({}, address), 401, address)
  for (const name of [
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
  ])
    assert.equal(await ask({ [name]: '127.0.0.1' }), 401, name)
  for (const scheme of ['Bearer', 'bearer'])
    assert.equal(await ask({ authorization: `${scheme} ${metricsToken}` }, '192.0.2.1'), 200)
  for (const wrong of [`${metricsToken}x`, metricsToken.slice(1), ''])
    assert.equal(await ask({ authorization: `Bearer ${wrong}` }), 401, wrong)
  await world.app.close()
})

test('W32: without METRICS_TOKEN, no token works, and the answer says what to do', async () => {
  const world = await openWorld()
  for (const token of ['', 'null', 'undefined', await world.guest()]) {
    const answer = await world.call('GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })
    assert.equal(`${answer.status} ${answer.body.code}`, '401 unauthenticated')
    assert.match(String(answer.body.detail), /METRICS_TOKEN/)
  }
  await world.app.close()
})

test('L13: metrics are generated at most once a second, however many clients ask', async () => {
  const world = await openWorld()
  let made = 0
  const { registry } = world.deps
  const metrics = registry.metrics.bind(registry)
  registry.metrics = async () => {
    made++
    return metrics()
  }
  await Promise.all(Array.from({ length: 100 }, () => world.call('GET', '/metrics')))
  await world.advance(999)
  await world.call('GET', '/metrics')
  assert.equal(made, 1)
  await world.advance(1)
  await world.call('GET', '/metrics')
  assert.equal(made, 2)
  await world.app.close()
})

test('L13: after a failure, the next request tries again', async () => {
  let tries = 0
  const make = atMostEvery(
    1_000,
    () => 0,
    async () => {
      if (++tries === 1) throw new Error('not yet')
      return tries
    },
  )
  await assert.rejects(make())
  assert.equal(await make(), 2)
  assert.equal(await make(), 2)
})

test('L11: with everything else refused, health and webhooks are answered', async () => {
  const world = await openWorld()
  for (let asked = 0; asked < 10_000; asked++) assert.equal((await world.call('GET', '/healthz')).status, 200)
  assert.equal((await world.call('GET', '/readyz')).status, 200)
  for (let asked = 0; asked < 3_100; asked++) await world.call('GET', '/api/train_runs/1')
  assert.equal((await world.call('GET', '/api/train_runs/1')).status, 429)
  const event = await world.call('POST', '/api/payments/webhooks/mock', { body: {} })
  assert.equal(event.body.code, 'unauthenticated', 'it was checked')
  await world.app.close()
})

test('L11: a late server with every lane full still accepts health checks, webhooks and payments', () => {
  const lanes = makeLanes(() => 60_000)
  for (let count = 0; count < laneBounds.hold.inFlight; count++)
    for (const lane of ['read', 'hold', 'page'] as const) lanes.enter(lane)
  const open = (['health', 'webhook', 'confirm', 'hold', 'page', 'people', 'read'] as const).filter((lane) =>
    lanes.isOpen(lane),
  )
  assert.deepEqual(open, ['health', 'webhook', 'confirm'])
})

test('L14: a body is read only if the operation takes one', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const body = '{"this is": no JSON'
  const lost = await world.call('POST', '/api/nowhere', { body })
  assert.equal(lost.body.code, 'not_found')
  assert.equal((await world.call('POST', '/healthz', { body })).body.code, 'method_not_allowed')
  for (const type of ['application/json', 'text/plain']) {
    const headers = { 'content-type': type }
    const release = await world.call('DELETE', '/api/seat_holds/h_1', { token, body, headers })
    assert.equal(release.body.code, 'hold_not_found', type)
    assert.equal((await world.call('GET', '/api/stations', { body, headers })).status, 200)
  }
  const read = await world.call('POST', '/api/sessions', { body })
  assert.equal(read.body.code, 'malformed_request', 'and here it is read')
  await world.app.close()
})

test('L14: after an unread body, the connection continues', async () => {
  const world = await openWorld()
  const { port } = await addressOf(world.app)
  const size = 300_000
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text
  })
  socket.write(
    `POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${size}\r\n\r\n`,
  )
  socket.write(Buffer.alloc(size))
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  assert.match(received, /^HTTP\/1\.1 404 [\s\S]*HTTP\/1\.1 200 OK[\s\S]*"status":"ok"/)
  await world.app.close()
})

test('L12: 170 simultaneous requests for the script of the reference take the memory of one, and delay no other request', async () => {
  const world = await openWorld()
  const { port } = await addressOf(world.app)
  const health = `http://127.0.0.1:${port}/healthz`
  await fetch(`http://127.0.0.1:${port}/docs/js/scalar.js`)
  const before = process.memoryUsage().rss
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /docs/js/scalar.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\n'.repeat(170))
  // A client that never reads.
  socket.pause()
  let slowestMs = 0
  for (let asked = 0; asked < 20; asked++) {
    const start = performance.now()
    assert.equal((await fetch(health)).status, 200)
    slowestMs = Math.max(slowestMs, performance.now() - start)
  }
  const megabytes = (process.memoryUsage().rss - before) / 2 ** 20
  assert.ok(megabytes < 100, `${megabytes} MB`)
  // Generous, for a machine with much else to do: compressing it for each request would take a minute.
  assert.ok(slowestMs < 10_000, `${slowestMs} ms`)
  socket.destroy()
  await world.app.close()
})

test('L12: a large file is compressed once, and is the same each time in each encoding', async () => {
  const world = await openWorld()
  const url = '/docs/js/scalar.js'
  const tags = new Set<unknown>()
  for (const encoding of ['', 'gzip', 'br']) {
    const headers = { 'accept-encoding': encoding }
    const [first, second] = [
      await world.app.inject({ url, headers }),
      await world.app.inject({ url, headers }),
    ]
    assert.equal(first.headers['content-encoding'] ?? '', encoding)
    assert.deepEqual(first.rawPayload, second.rawPayload)
    tags.add(first.headers.etag)
    const again = { ...headers, 'if-none-match': String(first.headers.etag) }
    assert.equal((await world.app.inject({ url, headers: again })).statusCode, 304)
  }
  assert.equal(tags.size, 3)
  await world.app.close()
})
