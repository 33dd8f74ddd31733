import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { until } from '../../test/harness/wait.ts'
import { addressOf } from './address.fixture.ts'
import { allowances } from './budgets.ts'
import { mostUnanswered } from './connections.ts'
import { type RawAnswer, sendRaw } from './raw.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

async function listen(t: TestContext): Promise<{ world: World; port: number }> {
  const world = await openWorld()
  t.after(() => world.app.close())
  return { world, port: (await addressOf(world.app)).port }
}

function assertProblem({ status, headers, body }: RawAnswer, expected: string): void {
  assert.equal(headers['content-type'], 'application/problem+json', body)
  const problem = JSON.parse(body.slice(0, Number(headers['content-length'])))
  assert.equal(`${status} ${problem.code}`, expected)
  assert.equal(problem.status, status)
}

const broken: readonly (readonly [text: string, expected: string])[] = [
  ['GET /healthz HTTP/1.1\r\n\r\n', '400 malformed_request'],
  ['GET /docs/js/scalar.js HTTP/1.1\r\n\r\n', '400 malformed_request'],
  ['GET /nowhere HTTP/1.1\r\n\r\n', '400 malformed_request'],
  ['GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: the-moon\r\n\r\n', '400 malformed_request'],
  ['CONNECT example.org:80 HTTP/1.1\r\nHost: x\r\n\r\n', '405 method_not_allowed'],
  ['BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n', '400 malformed_request'],
  ['get /healthz HTTP/1.1\r\nHost: x\r\n\r\n', '400 malformed_request'],
  ['PROPFIND /healthz HTTP/1.1\r\nHost: x\r\n\r\n', '405 method_not_allowed'],
  ['QUERY /api/stations HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', '405 method_not_allowed'],
  ['TRACE /nowhere HTTP/1.1\r\nHost: x\r\n\r\n', '404 not_found'],
  ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', '404 not_found'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400 malformed_request'],
  ['GET /healthz HTTP/1.1\nHost: x\n\n', '400 malformed_request'],
  [`GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '400 malformed_request'],
  ['POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\n', '400 malformed_request'],
]

test('W33: a request that HTTP itself forbids gets a problem, like any other refusal', async (t) => {
  const { port } = await listen(t)
  for (const [text, expected] of broken) {
    const answer = await sendRaw(port, text)
    t.diagnostic(`${text.slice(0, 40).replaceAll(/[\r\n]+/g, ' ')}: ${answer.status}`)
    assertProblem(answer, expected)
  }
})

test('W33: a client that waits for 100 Continue gets it, and HTTP/1.0 needs no Host', async (t) => {
  const { port } = await listen(t)
  const head =
    'POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n'
  const { text } = await sendRaw(port, `${head}Expect: 100-continue\r\nConnection: close\r\n\r\n{}`, true)
  assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /)
  assert.equal((await sendRaw(port, 'GET /healthz HTTP/1.0\r\n\r\n')).status, 200)
})

test('W34: nonsense after a request is answered after it, so no client takes it for the answer', async (t) => {
  const { world, port } = await listen(t)
  const token = await world.guest()
  const gate = Promise.withResolvers<void>()
  const decide = world.store.decide.bind(world.store)
  world.store.decide = async (scope, rule) => {
    await gate.promise
    return decide(scope, rule)
  }
  const body = JSON.stringify({
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'B',
    seat_numbers: ['4-1'],
  })
  const lines = [
    'POST /api/seat_holds HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${token}`,
    'Idempotency-Key: k',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  const hold = `${lines.join('\r\n')}\r\n\r\n${body}`
  for (const nonsense of ['nonsense\r\n\r\n', 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n']) {
    const answers = sendRaw(port, hold + nonsense, true)
    setTimeout(gate.resolve, 50)
    const { text } = await answers
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
    assert.deepEqual(statuses, ['201', nonsense.startsWith('C') ? '405' : '400'], text)
  }
})

test('L15: a connection that sends far more requests than it waits for has the rest refused', async (t) => {
  const { world, port } = await listen(t)
  const one = 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'
  const last = 'GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  const sent = one.repeat(mostUnanswered + 9) + last
  let bytesRead = () => 0
  world.app.server.once('connection', (socket) => {
    bytesRead = () => socket.bytesRead
  })
  // No answer before all of them are there.
  world.store.health = async () => {
    await until('every request', () => bytesRead() >= sent.length || undefined)
    return { ok: true, detail: '' }
  }
  const { text } = await sendRaw(port, sent, true)
  assert.equal(text.split('HTTP/1.1 200').length - 1, mostUnanswered)
  assert.equal(text.split('HTTP/1.1 429').length - 1, 10)
})

test('W5: a request that breaks both HTTP rules and ours is refused for HTTP first, and for the rate limit before both', async (t) => {
  const { port } = await listen(t)
  const ask = async () => {
    const { body } = await sendRaw(port, 'POST /api/bookings HTTP/1.1\r\nContent-Length: 0\r\n\r\n')
    return JSON.parse(body)
  }
  const { code, errors } = await ask()
  assert.deepEqual([code, errors[0].pointer], ['malformed_request', '/Host'])
  const { burst } = allowances.general
  const one = 'GET /api/stations?q=x HTTP/1.1\r\nHost: x\r\n\r\n'
  const last = 'GET /api/stations?q=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  for (let sent = 0; sent < burst; sent += 50) await sendRaw(port, one.repeat(49) + last, true)
  assert.equal((await ask()).code, 'rate_limited')
})
