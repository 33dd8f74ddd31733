import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { until } from '../../../../test/harness/wait.ts'
import { GatewayRefused, GatewayUnanswered, GatewayUnreached } from '../../gateway.ts'
import { signWebhook } from '../../webhook-signature.ts'
import { defaultMockSettings } from '../service/outcome.ts'
import { type MockPayments, startMockPayments } from '../service/start.ts'
import { MockGateway } from './gateway.ts'

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

/** The breaker's probes wait for the test. */
function gatewayTo(url: string, account = 'a1') {
  const waiting: (() => void)[] = []
  const set = (call: () => void) => {
    waiting.push(call)
    return () => undefined
  }
  const gateway = new MockGateway({
    url,
    account,
    webhookSecrets: () => ['secret', 'older'],
    timers: { set },
  })
  closers.push(() => gateway.close())
  return { gateway, wake: () => waiting.splice(0).forEach((call) => void call()) }
}

const never = new AbortController().signal
const payment = (key: string, token = 'tok_ok') => ({ key, amountCents: 900, currency: 'EUR', token })

test('P12: a payment goes through its whole life over HTTP, with each step repeated', async () => {
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

test('P6: a decline is an answer; silence and server errors are not', async () => {
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
  assert(gateway.isAvailable(), 'one failed payment says nothing about the others')
})

test('P6: a payment decided after the deadline is found by its key', async () => {
  const { url } = await startMock()
  const { gateway } = gatewayTo(url)
  const late = gateway.authorize(payment('l', 'tok_late_ok_1000'), AbortSignal.timeout(20))
  await assert.rejects(late, GatewayUnanswered)
  assert.equal(await gateway.find('l'), null)
  // The service decides it by its own clock; a request with the same key waits for that.
  await assert.rejects(
    gateway.authorize(payment('l', 'tok_late_ok_1000'), AbortSignal.timeout(20)),
    GatewayUnanswered,
  )
  const found = await until('the decision', async () => (await gateway.find('l')) ?? undefined)
  assert.equal(found.status, 'authorized')
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

test('P14: a service that is gone gives no answer, opens the breaker, and is used again when it is back', async () => {
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

test('P15: an event is read if its signature is genuine; an event of another account has no key for us', async () => {
  const { gateway } = gatewayTo('http://127.0.0.1:9')
  const event = (key: string) => {
    const body = JSON.stringify({ type: 'payment.authorized', data: { key } })
    return { id: 'e', timestamp: '1000', body, signature: signWebhook('secret', 'e', 1000, body) }
  }
  assert.deepEqual(gateway.readEvent(event('a1.hf-1-1'), 1000), { key: 'hf-1-1' })
  assert.deepEqual(gateway.readEvent(event('b2.hf-1-1'), 1000), { key: null })
  assert.equal(gateway.readEvent({ ...event('a1.hf-1-1'), signature: 'v1,no' }, 1000), undefined)
  const { id, body } = event('a1.hf-1-1')
  const byOlder = { ...event('a1.hf-1-1'), signature: signWebhook('older', id, 1000, body) }
  assert.deepEqual(gateway.readEvent(byOlder, 1000), { key: 'hf-1-1' }, 'O32: any of the secrets counts')
})

test('K1: a decline reason that is not one line of text is treated as a decline without a reason', async () => {
  const odd = ['do_not_honor', 'a\0', '\ud800', '\x1b[31mowned', '\u200b', 'x'.repeat(101), 7]
  const server = createServer(async (asked, answer) => {
    let text = ''
    for await (const chunk of asked) text += chunk
    const { operations } = JSON.parse(text) as { operations: { op: string; key: string }[] }
    const answers = operations.map(({ op, key }) => {
      const code = odd[Number(key.split('-').at(-1))]
      const found = {
        key,
        status: 'declined',
        amount_cents: 1,
        currency: 'EUR',
        captured_cents: 0,
        refunded_cents: 0,
      }
      return {
        status: 200,
        body: op === 'find' ? { ...found, decline_code: code } : { status: 'declined', code },
      }
    })
    answer.end(JSON.stringify({ answers }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => void server.close())
  const { gateway } = gatewayTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const codes: unknown[] = []
  for (const index of odd.keys()) {
    const answer = await gateway.authorize(payment(`hf-1-${index}`), never)
    const found = await gateway.find(`hf-1-${index}`)
    codes.push([answer.status === 'declined' && answer.code, found?.declineCode])
  }
  assert.deepEqual(codes, [['do_not_honor', 'do_not_honor'], ...odd.slice(1).map(() => ['declined', null])])
})

test('P6: an authorization is retried with the same key after its connection breaks', async () => {
  const file = join(folder, 'broken.db')
  const mock = await startMock(file)
  const { gateway, wake } = gatewayTo(mock.url)
  await gateway.authorize(payment('k1'), never)
  await mock.close()
  await startMock(file, mock.port)
  const pump = setInterval(wake, 5)
  // The kept-alive connection is gone. The passenger does not notice, even if the client does not know it
  // yet.
  assert.equal((await gateway.authorize(payment('k2'), never)).status, 'authorized')
  clearInterval(pump)
  assert(gateway.isAvailable())
})

/** Runs an authorization without real pauses; returns its fault. */
async function faultOf(gateway: MockGateway, wake: () => void): Promise<unknown> {
  const pump = setInterval(wake, 5)
  try {
    return await gateway.authorize(payment('k1'), never).catch((fault: unknown) => fault)
  } finally {
    clearInterval(pump)
  }
}

test('P22: a service that is gone, or has no address, is unreached: nothing was sent', async () => {
  const mock = await startMock()
  await mock.close()
  for (const url of [mock.url, 'http://nobody.invalid:80']) {
    const { gateway, wake } = gatewayTo(url)
    assert.ok((await faultOf(gateway, wake)) instanceof GatewayUnreached, url)
  }
})

test('P22: a service that takes a request and breaks off is not unreached, even if it is gone afterward', async (t) => {
  let requests = 0
  const server = createTcpServer((socket) => {
    socket.on('data', () => {
      requests += 1
      socket.destroy()
      // From now on connections are refused.
      server.close()
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const { gateway, wake } = gatewayTo(`http://127.0.0.1:${port}`)
  const fault = await faultOf(gateway, wake)
  assert.equal(requests, 1)
  assert.ok(fault instanceof GatewayUnanswered && !(fault instanceof GatewayUnreached))
})
