import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import fastify from 'fastify'
import { refusalsOf } from './operation.ts'
import { operations } from './operations.ts'
import { statusOf } from './problem.ts'
import { denyUndeclared } from './server.ts'
import { openWorld } from './world.fixture.ts'

const file = join(import.meta.dirname, '..', '..', 'openapi.json')
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))

interface DescribedAnswer {
  readonly description: string
  readonly content?: object
}

interface Described {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, DescribedAnswer>>
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

async function makeDocument(): Promise<{ document: Document; text: string }> {
  const world = await openWorld({ version })
  const { text } = await world.call('GET', '/openapi.json')
  await world.app.close()
  return { document: JSON.parse(text), text: `${text}\n` }
}

/** The operations of the contract, with the statuses that its tables give them. */
const contract: Readonly<Record<string, string>> = {
  'post /api/sessions': '201 400 401 413 415 429',
  'post /api/page_sessions': '200 201 403 429',
  'get /api/stations': '200 400 429',
  'get /api/train_runs': '200 400 422 429',
  'get /api/train_runs/{train_run_id}': '200 304 404 429',
  'get /api/fare_calendar': '200 400 422 429',
  'get /api/train_runs/{train_run_id}/seats': '200 304 400 404 422 429',
  'get /api/train_runs/{train_run_id}/seats/events': '200 400 404 422 429',
  'post /api/seat_holds': '201 400 401 404 409 413 415 422 429',
  'get /api/seat_holds/{hold_token}': '200 401 404 429',
  'delete /api/seat_holds/{hold_token}': '204 401 403 404 409 429',
  'post /api/bookings': '201 400 401 402 403 404 409 410 413 415 422 429 503 504',
  'get /api/bookings': '200 400 401 429',
  'get /api/bookings/{booking_id}': '200 401 404 429',
  'get /api/bookings/by_link/{link_token}': '200 404 429',
  'post /api/bookings/{booking_id}/cancellation_quotes': '201 400 401 404 409 413 415 422 429',
  'post /api/bookings/{booking_id}/cancellations': '201 400 401 404 409 410 413 415 422 429',
  'get /api/bookings/{booking_id}/history': '200 401 404 429',
  'post /api/setup': '201 400 401 403 409 413 415 429',
  'post /api/staff/sessions': '201 400 401 403 413 415 429',
  'get /api/staff/me': '200 401 404 429',
  'get /api/operator/rights': '200 401 403 429',
  'get /api/operator/keys': '200 401 403 429',
  'post /api/operator/keys': '201 400 401 403 409 413 415 429',
  'delete /api/operator/keys/{key_id}': '204 401 403 404 429',
  'get /healthz': '200',
  'get /readyz': '200 503',
  'get /metrics': '200 401',
  'get /openapi.json': '200',
}

test('W17: the document has every operation of the contract with all its statuses', async () => {
  const { document } = await makeDocument()
  for (const [name, statuses] of Object.entries(contract)) {
    const [method = '', path = ''] = name.split(' ')
    const described = document.paths[path]?.[method]
    assert.ok(described, name)
    for (const status of [...statuses.split(' '), '500', '503'])
      assert.ok(described.responses[status], `${name} ${status}`)
  }
})

test('W17: every operation is described with what it declares, and every code with its meaning', async () => {
  const { document } = await makeDocument()
  assert.equal(document.openapi, '3.1.0')
  for (const operation of operations) {
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()]
    assert.ok(described, operation.name)
    assert.equal(described.operationId, operation.name)
    assert.equal(described.security !== undefined, operation.access !== 'public')
    const parameters = described.parameters ?? []
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    assert.deepEqual(
      parameters.filter((one) => one.in === 'path').map((one) => one.name),
      inPath,
    )
    const key = parameters.find((one) => one.name === 'Idempotency-Key')
    assert.equal(key?.required === true, operation.idempotency === 'key')
    assert.equal(described.requestBody !== undefined, operation.body !== undefined)
    for (const code of refusalsOf(operation)) {
      const answer: DescribedAnswer | undefined = described.responses[statusOf[code]]
      assert.match(answer?.description ?? '', new RegExp(`\`${code}\``))
      assert.deepEqual(Object.keys(answer?.content ?? {}), ['application/problem+json'])
    }
  }
})

test('W17: every reference in the document leads somewhere', async () => {
  const { document, text } = await makeDocument()
  const names = [...text.matchAll(/"\$ref": "([^"]*)"/g)].map((match) => match[1] ?? '')
  assert.ok(names.length > 50)
  for (const name of new Set(names)) {
    const schema = /^#\/components\/schemas\/(\w+)$/.exec(name)?.[1]
    assert.ok(schema && document.components.schemas[schema], name)
  }
})

test('W17: openapi.json matches the schemas; UPDATE=1 rewrites it', async () => {
  const { text } = await makeDocument()
  if (process.env.UPDATE === '1') writeFileSync(file, text)
  const isSame = readFileSync(file, 'utf8') === text
  assert.ok(isSame, 'openapi.json is stale: UPDATE=1 node --test src/http/openapi.test.ts rewrites it')
})

/**
 * Two create sessions of guests, five ask for a password, a set-up token or a passkey, and a provider signs
 * requests.
 */
const ownProofs: ReadonlySet<string> = new Set([
  ...['openSession', 'openPageSession', 'setUp', 'staffSignIn', 'accountSignIn'],
  ...['beginPasskeySignIn', 'passkeySignIn'],
  'receivePaymentEvent',
])

test('W4: every operation declares who may use it, its key and its lane, and every change has an owner', () => {
  for (const operation of operations) {
    assert.match(operation.access, /^(public|caller|owner|account|staff|operator)$/, operation.name)
    assert.match(operation.lane, /^(confirm|health|hold|people|read|webhook)$/, operation.name)
    assert.match(operation.idempotency, /^(key|none)$/, operation.name)
    const isSafe = operation.method === 'GET' || ownProofs.has(operation.name)
    assert.ok(isSafe || operation.access !== 'public', operation.name)
  }
  assert.equal(new Set(operations.map((one) => one.name)).size, operations.length)
})

test('W4: a server with a route that does not declare who may use it does not start', async () => {
  const app = fastify()
  denyUndeclared(app)
  app.get('/open', () => 'everything')
  await assert.rejects(async () => app.ready(), /GET \/open/)
})

test('W4: an operation that is not public is 401 without a session', async () => {
  const world = await openWorld()
  for (const { method, path, access, name } of operations) {
    if (name === 'watchSeats' || ownProofs.has(name)) continue
    const answer = await world.call(
      method,
      path.replaceAll(/\{\w+\}/g, 'x'),
      // Through a proxy, so a request from this machine does not count as the operator.
      { headers: { 'x-forwarded-for': '192.0.2.1' }, ...(method === 'POST' ? { body: {} } : {}) },
    )
    assert.equal(answer.status === 401, access !== 'public', `${method} ${path} ${answer.status}`)
  }
  await world.app.close()
})

test('W17: the reference pages load only from this server', async () => {
  const world = await openWorld()
  const start = await world.call('GET', '/')
  assert.deepEqual([start.status, start.headers.location], [302, '/docs/'])
  const page = await world.call('GET', '/docs/')
  assert.equal(page.status, 200)
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])
  assert.deepEqual(sources, ['js/scalar.js'])
  const script = await world.call('GET', '/docs/js/scalar.js')
  assert.match(String(script.headers['content-type']), /javascript/)
  assert.ok(script.text.length > 1_000_000)
  await world.app.close()
})
