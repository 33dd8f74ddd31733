import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isSignedBy } from '../../webhook-signature.ts'
import { defaultMockSettings } from './outcome.ts'
import { type MockOptions, type MockPayments, startMockPayments } from './start.ts'
import { startMockPaymentsThread } from './thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'mock-payments-'))
const running = new Set<MockPayments>()
after(async () => {
  for (const mock of running) await mock.close()
  rmSync(folder, { recursive: true })
})

let files = 0
async function start(changed: Partial<MockOptions> = {}): Promise<MockPayments> {
  const file = join(folder, `ledger-${++files}.db`)
  const mock = await startMockPayments({
    host: '127.0.0.1',
    port: 0,
    file,
    settings: defaultMockSettings,
    ...changed,
  })
  running.add(mock)
  return mock
}

async function stop(mock: MockPayments): Promise<void> {
  running.delete(mock)
  await mock.close()
}

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function send(url: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method: 'POST', body: text, ...(signal ? { signal } : {}) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function get(url: string): Promise<Answer> {
  const response = await fetch(url)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const authorization = (key: string, token = 'tok_ok', amount_cents = 1200) => ({
  key,
  token,
  amount_cents,
  currency: 'EUR',
})

test('M4: an operation has the same effect and answer, however often it is repeated', async () => {
  const { url } = await start()
  const steps: readonly [path: string, body: object, status: number][] = [
    ['/v1/payments', authorization('k1'), 200],
    ['/v1/payments/k1/capture', { amount_cents: 1200 }, 200],
    ['/v1/payments/k1/refunds', { refund_key: 'r1', amount_cents: 700 }, 200],
    ['/v1/payments', authorization('k2'), 200],
    ['/v1/payments/k2/void', {}, 200],
    ['/v1/payments', authorization('k3', 'tok_declined'), 200],
  ]
  for (const [path, body, status] of steps) {
    const first = await send(url + path, body)
    assert.equal(first.status, status, path)
    assert.deepEqual(await send(url + path, body), first, path)
  }
  const { body } = await get(`${url}/v1/totals`)
  assert.deepEqual(body.totals, [
    { currency: 'EUR', payments: 3, authorized_cents: 0, captured_cents: 1200, refunded_cents: 700 },
  ])
})

test('M4: the same key for another amount is refused', async () => {
  const { url } = await start()
  await send(`${url}/v1/payments`, authorization('k1'))
  assert.equal((await send(`${url}/v1/payments`, authorization('k1', 'tok_ok', 1))).body.code, 'key_reused')
  await send(`${url}/v1/payments/k1/capture`, { amount_cents: 1200 })
  await send(`${url}/v1/payments/k1/refunds`, { refund_key: 'r1', amount_cents: 700 })
  const again = await send(`${url}/v1/payments/k1/refunds`, { refund_key: 'r1', amount_cents: 1 })
  assert.equal(again.body.code, 'key_reused')
})

test('M5: an unknown payment is 404, and so is an undecided one', async () => {
  const { url } = await start()
  assert.equal((await send(`${url}/v1/payments/nobody/void`, {})).status, 404)
  assert.equal((await get(`${url}/v1/payments/nobody`)).status, 404)
  const slow = send(`${url}/v1/payments`, authorization('k1', 'tok_slow_150'))
  const batch = await send(`${url}/v1/batch`, { operations: [{ op: 'find', key: 'k1' }] })
  assert.equal((batch.body.answers as Answer[])[0]?.status, 404)
  assert.equal((await send(`${url}/v1/payments/k1/void`, {})).status, 404)
  assert.equal((await slow).body.status, 'authorized')
  assert.equal((await send(`${url}/v1/payments/k1/void`, {})).status, 200)
})

test('M9: no more is captured than authorized, no more refunded than captured, nothing captured is voided', async () => {
  const { url } = await start()
  await send(`${url}/v1/payments`, authorization('k1'))
  const code = async (path: string, body: object) =>
    (await send(`${url}/v1/payments/k1${path}`, body)).body.code
  assert.equal(await code('/refunds', { refund_key: 'r', amount_cents: 1 }), 'not_captured')
  assert.equal(await code('/capture', { amount_cents: 1201 }), 'amount_too_large')
  assert.equal(await code('/capture', { amount_cents: 1000 }), undefined)
  assert.equal(await code('/capture', { amount_cents: 900 }), 'not_authorized')
  assert.equal(await code('/void', {}), 'not_authorized')
  assert.equal(await code('/refunds', { refund_key: 'r', amount_cents: 1001 }), 'amount_too_large')
  assert.equal(await code('/refunds', { refund_key: 'r', amount_cents: 1000 }), undefined)
  assert.equal(await code('/refunds', { refund_key: 's', amount_cents: 1 }), 'amount_too_large')
})

test('M7: a batch gives each operation the outcome that it would have alone', async () => {
  const { url } = await start({ settings: { ...defaultMockSettings, failRate: 0.4 } })
  const other = await start({ settings: { ...defaultMockSettings, failRate: 0.4 } })
  const asked = Array.from({ length: 40 }, (_, index) => authorization(`k${index}`, 'tok_visa'))
  const operations = asked.map((one) => ({ op: 'authorize', ...one }))
  const batch = await send(`${url}/v1/batch`, { operations })
  const alone = await Promise.all(asked.map((one) => send(`${other.url}/v1/payments`, one)))
  assert.deepEqual(batch.body.answers, alone)
  assert(
    alone.some(({ body }) => body.status === 'declined') &&
      alone.some(({ body }) => body.status !== 'declined'),
  )
})

test('M7: an operation that a batch cannot decide at once is 202, and a separate request waits for it', async () => {
  const { url } = await start()
  const one = authorization('k1', 'tok_slow_60')
  // The slow one is in the batch twice, and must neither delay nor undo the batch.
  const operations = [one, one, authorization('k2')].map((each) => ({ op: 'authorize', ...each }))
  const { body } = await send(`${url}/v1/batch`, { operations })
  assert.deepEqual(
    (body.answers as Answer[]).map(({ status }) => status),
    [202, 202, 200],
  )
  assert.equal((await send(`${url}/v1/payments`, one)).body.status, 'authorized')
})

test('M2: a token without an answer keeps its client waiting and authorizes nothing', async () => {
  const { url } = await start()
  await assert.rejects(
    send(`${url}/v1/payments`, authorization('k1', 'tok_timeout'), AbortSignal.timeout(50)),
  )
  assert.equal((await get(`${url}/v1/payments/k1`)).status, 404)
  assert.equal((await send(`${url}/v1/payments`, authorization('k2', 'tok_error'))).status, 500)
  assert.equal((await get(`${url}/v1/payments/k2`)).status, 404)
})

test('M6: the ledger continues where it was, and decides slow payments', async () => {
  const file = join(folder, 'again.db')
  const first = await start({ file })
  await send(`${first.url}/v1/payments`, authorization('k1'))
  const { body } = await send(`${first.url}/v1/batch`, {
    operations: [{ op: 'authorize', ...authorization('k2', 'tok_slow_40') }],
  })
  assert.equal((body.answers as Answer[])[0]?.status, 202)
  await stop(first)
  const second = await start({ file })
  assert.equal((await get(`${second.url}/v1/payments/k1`)).body.status, 'authorized')
  const decided = await send(`${second.url}/v1/payments`, authorization('k2', 'tok_slow_40'))
  assert.equal(decided.body.status, 'authorized')
})

test('M6: every payment that was answered before kill -9 is there afterward', async () => {
  const file = join(folder, 'killed.db')
  const program = join(import.meta.dirname, 'mock-process.fixture.ts')
  const answered = new Set<string>()
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = line.toString().trim()
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let index = 0; index < 10_000; index++) {
        const key = `${round}-${client}-${index}`
        const answer = await send(`${url}/v1/payments`, authorization(key)).catch(() => undefined)
        if (!answer) return
        answered.add(key)
        if (answered.size % 150 === 0) child.kill('SIGKILL')
      }
    })
    await Promise.all(clients)
  }
  const { url } = await start({ file })
  assert(answered.size >= 300, `${answered.size}`)
  for (const key of answered) assert.equal((await get(`${url}/v1/payments/${key}`)).status, 200, key)
})

test('M6: the ledger is listed in order of last change, page by page, for one prefix', async () => {
  const { url } = await start()
  for (const key of ['a.1', 'b.1', 'a.2', 'a.3']) await send(`${url}/v1/payments`, authorization(key))
  await send(`${url}/v1/payments/a.1/capture`, { amount_cents: 1200 })
  const seen: unknown[] = []
  let after: unknown = ''
  for (let page = 0; page < 10 && after !== null; page++) {
    const { body } = await get(`${url}/v1/payments?prefix=a.&limit=2&after=${after}`)
    seen.push(...(body.payments as { key: string }[]).map((payment) => payment.key))
    after = body.next
  }
  assert.deepEqual(seen, ['a.2', 'a.3', 'a.1'])
})

test('M8: webhooks are signed and sent until they are accepted, and tok_duplicate sends each twice', async () => {
  const received: { id: string; timestamp: string; signature: string; body: string }[] = []
  let isRefusing = true
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name])
      if (!isRefusing)
        received.push({
          id: header('webhook-id'),
          timestamp: header('webhook-timestamp'),
          signature: header('webhook-signature'),
          body: Buffer.concat(chunks).toString(),
        })
      response.writeHead(isRefusing ? 503 : 204).end()
      isRefusing = false
      receiver.emit('taken')
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const target = {
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    secrets: ['a secret', 'an older one'],
  }
  const mock = await start()
  mock.setWebhook(target)
  const allTaken = (count: number) => async () => {
    while (received.length < count) await once(receiver, 'taken')
  }
  await send(`${mock.url}/v1/payments`, authorization('k1', 'tok_duplicate'))
  await allTaken(2)()
  assert.equal(received[0]?.id, received[1]?.id)
  await assert.rejects(
    send(`${mock.url}/v1/payments`, authorization('k2', 'tok_late_ok_80'), AbortSignal.timeout(30)),
  )
  await allTaken(3)()
  const now = Math.floor(Date.now() / 1000)
  for (const event of received)
    for (const secret of target.secrets) assert(isSignedBy(secret, event, now), 'each secret signs')
  const last = JSON.parse(received[2]?.body ?? '') as { type: string; data: { key: string } }
  assert.deepEqual([last.type, last.data.key], ['payment.authorized', 'k2'])
  await stop(mock)
  receiver.close()
  receiver.closeAllConnections()
})

test('M4: a malformed operation is refused, and does not harm the others in its batch', async () => {
  const { url } = await start()
  const malformed: readonly [path: string, body: unknown, status: number][] = [
    ['/v1/payments', '{', 400],
    ['/v1/payments', '[]', 400],
    ['/v1/payments', { ...authorization('k1'), amount_cents: -1 }, 400],
    ['/v1/payments', { ...authorization('k1'), amount_cents: '5' }, 400],
    ['/v1/payments', { ...authorization('k1'), currency: 'euro' }, 400],
    ['/v1/payments', { ...authorization('k1'), token: '' }, 400],
    ['/v1/payments/k1/capture', {}, 400],
    ['/v1/batch', { operations: [] }, 400],
    ['/v1/nowhere', {}, 404],
  ]
  for (const [path, body, status] of malformed)
    assert.equal((await send(url + path, body)).status, status, `${path} ${JSON.stringify(body)}`)
  const operations = [
    { op: 'steal', key: 'k' },
    { op: 'authorize', ...authorization('k1') },
  ]
  const { body } = await send(`${url}/v1/batch`, { operations })
  assert.deepEqual(
    (body.answers as Answer[]).map(({ status }) => status),
    [400, 200],
  )
})

test('M3: the settings can change while it runs', async () => {
  const { url } = await start()
  const put = (body: object) =>
    fetch(`${url}/v1/settings`, { method: 'PUT', body: JSON.stringify(body) }).then((answer) => answer.status)
  assert.equal(await put({ fail_rate: 1 }), 200)
  assert.equal((await send(`${url}/v1/payments`, authorization('k1', 'tok_visa'))).body.status, 'declined')
  assert.equal(await put({ fail_rate: 2 }), 400)
  assert.equal(await put({ delay_ms: 'soon' }), 400)
})

test('M6: in its own thread it is the same service; it reports a file that it cannot open', async () => {
  const options = { host: '127.0.0.1', port: 0, settings: defaultMockSettings }
  const fail = (fault: Error) => assert.fail(fault)
  const mock = await startMockPaymentsThread({ ...options, file: join(folder, 'thread.db') }, fail)
  assert.equal((await send(`${mock.url}/v1/payments`, authorization('k1'))).body.status, 'authorized')
  await mock.close()
  await assert.rejects(startMockPaymentsThread({ ...options, file: join(folder, 'no', 'where.db') }, fail))
})
