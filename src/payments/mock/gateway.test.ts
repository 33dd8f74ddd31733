import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { GatewayRefused, GatewayUnanswered } from '../gateway.ts'
import { signWebhook } from '../webhook-signature.ts'
import { MockGateway } from './gateway.ts'
import { defaultMockSettings } from './outcome.ts'
import { type MockPayments, startMockPayments } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'mock-gateway-'))
const closers: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closers.reverse()) await close().catch(() => undefined)
  rmSync(folder, { recursive: true })
})

let files = 0
async function startMock(file = join(folder, `${++files}.db`), port = 0): Promise<MockPayments> {
  const mock = await startMockPayments({ host: '127.0.0.1', port, file, settings: defaultMockSettings })
  closers.push(mock.close)
  return mock
}

/** Probes of the breaker wait for the test. */
function gatewayTo(url: string, account = 'a1') {
  const waiting: (() => void)[] = []
  const set = (call: () => void) => {
    waiting.push(call)
    return () => undefined
  }
  const gateway = new MockGateway({ url, account, webhookSecret: 'secret', timers: { set } })
  closers.push(() => gateway.close())
  return { gateway, wake: () => waiting.splice(0).forEach((call) => void call()) }
}

const never = new AbortController().signal
const payment = (key: string, token = 'tok_ok') => ({ key, amountCents: 900, currency: 'EUR', token })

test('P12: the whole life of a payment over HTTP, each step twice', async () => {
  const { url } = await startMock()
  const { gateway } = gatewayTo(url)
  for (let time = 0; time < 2; time++)
    assert.deepEqual(await gateway.authorize(payment('hf-1-1'), never), {
      status: 'authorized',
      amountCents: 900,
      currency: 'EUR',
    })
  for (let time = 0; time < 2; time++) await gateway.capture('hf-1-1', 900)
  for (let time = 0; time < 2; time++) await gateway.refund('hf-1-1', 'r1', 400)
  assert.deepEqual(await gateway.find('hf-1-1'), {
    key: 'hf-1-1',
    status: 'captured',
    amountCents: 900,
    currency: 'EUR',
    capturedCents: 900,
    refundedCents: 400,
    refundKeys: ['r1'],
    declineCode: null,
  })
  await assert.rejects(gateway.void('hf-1-1'), GatewayRefused)
  await assert.rejects(gateway.capture('hf-9-9', 1), GatewayRefused)
  assert.equal(await gateway.void('hf-9-9'), 'absent')
  assert.equal(await gateway.find('hf-9-9'), null)
})

test('P6: declines are answers; silence and server errors are no answers', async () => {
  const { url } = await startMock()
  const { gateway, wake } = gatewayTo(url)
  assert.deepEqual(await gateway.authorize(payment('d', 'tok_insufficient_funds'), never), {
    status: 'declined',
    code: 'insufficient_funds',
  })
  await assert.rejects(
    gateway.authorize(payment('t', 'tok_timeout'), AbortSignal.timeout(50)),
    GatewayUnanswered,
  )
  assert.deepEqual((await gateway.authorize(payment('s', 'tok_slow_30'), never)).status, 'authorized')
  const failing = assert.rejects(gateway.authorize(payment('e', 'tok_error'), never), GatewayUnanswered)
  const pump = setInterval(wake, 5)
  await failing
  clearInterval(pump)
  assert(gateway.isAvailable(), 'one payment that fails says nothing of the others')
})

test('P6: what arrives after the deadline is found by key', async () => {
  const { url } = await startMock()
  const { gateway } = gatewayTo(url)
  const late = gateway.authorize(payment('l', 'tok_late_ok_60'), AbortSignal.timeout(20))
  await assert.rejects(late, GatewayUnanswered)
  assert.equal(await gateway.find('l'), null)
  // The service decides it by its own clock; asking with the same key waits for that.
  await assert.rejects(
    gateway.authorize(payment('l', 'tok_late_ok_60'), AbortSignal.timeout(100)),
    GatewayUnanswered,
  )
  assert.equal((await gateway.find('l'))?.status, 'authorized')
})

test('P13: two databases share one service and do not see each other', async () => {
  const { url } = await startMock()
  const one = gatewayTo(url, 'one').gateway
  const two = gatewayTo(url, 'two').gateway
  await one.authorize(payment('hf-1-1'), never)
  assert.equal(await two.find('hf-1-1'), null)
  await two.authorize({ ...payment('hf-1-1'), amountCents: 100 }, never)
  for (const [gateway, amountCents] of [
    [one, 900],
    [two, 100],
  ] as const) {
    const { payments } = await gateway.list(null, 10)
    assert.deepEqual(
      payments.map((found) => [found.key, found.amountCents]),
      [['hf-1-1', amountCents]],
    )
  }
})

test('P13: the ledger is read page by page', async () => {
  const { url } = await startMock()
  const { gateway } = gatewayTo(url)
  const keys = Array.from({ length: 7 }, (_, index) => `hf-1-${index}`)
  await Promise.all(keys.map((key) => gateway.authorize(payment(key), never)))
  const seen: string[] = []
  let after: string | null = null
  for (let page = 0; page < 10; page++) {
    const found: Awaited<ReturnType<MockGateway['list']>> = await gateway.list(after, 3)
    seen.push(...found.payments.map(({ key }) => key))
    if (found.next === null) break
    after = found.next
  }
  assert.deepEqual(seen.sort(), keys)
})

test('P14: a service that is gone is no answer, opens the breaker, and is used again when it is back', async () => {
  const file = join(folder, 'back.db')
  const mock = await startMock(file)
  const { gateway, wake } = gatewayTo(mock.url)
  await gateway.authorize(payment('k1'), never)
  await mock.close()
  for (let time = 0; time < 3; time++) {
    assert(gateway.isAvailable())
    await assert.rejects(gateway.find('k1'), GatewayUnanswered)
  }
  assert(!gateway.isAvailable())
  wake()
  await startMock(file, mock.port)
  for (let time = 0; time < 100 && !gateway.isAvailable(); time++) {
    wake()
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal((await gateway.find('k1'))?.status, 'authorized')
  assert(gateway.isAvailable())
})

test('P15: an event is read when its signature is genuine; one of another account has no key of ours', async () => {
  const { gateway } = gatewayTo('http://127.0.0.1:9')
  const event = (key: string) => {
    const body = JSON.stringify({ type: 'payment.authorized', data: { key } })
    return { id: 'e', timestamp: '1000', body, signature: signWebhook('secret', 'e', 1000, body) }
  }
  assert.deepEqual(gateway.readEvent(event('a1.hf-1-1'), 1000), { key: 'hf-1-1' })
  assert.deepEqual(gateway.readEvent(event('b2.hf-1-1'), 1000), { key: null })
  assert.equal(gateway.readEvent({ ...event('a1.hf-1-1'), signature: 'v1,no' }, 1000), undefined)
})

test('P6: an authorization whose connection broke is tried again with the same key', async () => {
  const file = join(folder, 'broken.db')
  const mock = await startMock(file)
  const { gateway, wake } = gatewayTo(mock.url)
  await gateway.authorize(payment('k1'), never)
  await mock.close()
  await startMock(file, mock.port)
  const pump = setInterval(wake, 5)
  // The kept-alive connection is gone; whether the client knows it yet or not, the passenger does not hear of it.
  assert.equal((await gateway.authorize(payment('k2'), never)).status, 'authorized')
  clearInterval(pump)
  assert(gateway.isAvailable())
})
