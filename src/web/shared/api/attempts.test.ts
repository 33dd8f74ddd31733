import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { attempt, openAttempt } from './attempts.ts'

/** Storage like a browser's. */
class Shelf {
  readonly #texts = new Map<string, string>()
  getItem(name: string): string | null {
    return this.#texts.get(name) ?? null
  }
  setItem(name: string, text: string): void {
    this.#texts.set(name, text)
  }
  removeItem(name: string): void {
    this.#texts.delete(name)
  }
}

interface Sent {
  readonly key: string | null
  readonly run: string | null
  readonly body: unknown
  /** What was stored at the time of sending. */
  readonly wasKept: boolean
}

let sent: Sent[] = []
const realFetch = globalThis.fetch

function put(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status })
}

const lost = () => {
  throw new TypeError('network')
}

/** Answers bookings in this order, and sessions always. */
function serve(...answers: readonly (() => Response)[]): void {
  const left = [...answers]
  put('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/page_sessions') return answer(201, { user_id: '1', expires_at: '' })
    const headers = new Headers(init.headers)
    const [key, run] = [headers.get('idempotency-key'), headers.get('holdfast-run')]
    sent.push({ key, run, body: JSON.parse(String(init.body)), wasKept: openAttempt('pay')?.key === key })
    return (left.shift() ?? lost)()
  })
}

beforeEach(() => {
  sent = []
  put('localStorage', new Shelf())
  put('sessionStorage', new Shelf())
  // Pauses between tries end at once, as if the network came back.
  put('addEventListener', (_name: string, listener: () => void) => queueMicrotask(listener))
  put('removeEventListener', () => {})
})
afterEach(() => put('fetch', realFetch))

const pay = (body: unknown) => attempt<{ readonly id: string }>('pay', '/api/bookings', body)

test('X5: the key and body are saved before anything is sent, and forgotten once the outcome is known', async () => {
  serve(() => answer(201, { id: 'b' }))
  const reply = await pay({ seat: 1 })
  assert.ok(reply.ok)
  assert.deepEqual(
    sent.map(({ wasKept }) => wasKept),
    [true],
  )
  assert.equal(openAttempt('pay'), undefined)
})

test('Q95: an attempt names its run in a header, also when it is sent again', async () => {
  serve(lost, () => answer(201, { id: 'b' }))
  await attempt('pay', '/api/bookings', { seat: 1 }, { runId: '1042' })
  serve(() => answer(201, { id: 'b' }))
  await pay({ seat: 1 })
  assert.deepEqual(
    sent.map(({ run }) => run),
    ['1042', '1042', null],
  )
})

test('X5: while the outcome is unknown, exactly the same request is sent again with the same key', async () => {
  const unknown = () => answer(503, { code: 'outcome_unknown', retry_after_ms: 1 })
  const running = () => answer(409, { code: 'request_in_progress' })
  serve(lost, unknown, running, () => answer(201, { id: 'b' }))
  const reply = await pay({ seat: 1 })
  assert.deepEqual(reply, { ok: true, value: { id: 'b' } })
  assert.equal(sent.length, 4)
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1)
})

test('X5: after a reload, the open attempt is continued, whatever the form says now', async () => {
  sessionStorage.setItem(
    'holdfast.attempt.pay',
    JSON.stringify({ key: 'first', path: '/api/bookings', body: { seat: 1 } }),
  )
  serve(() => answer(201, { id: 'b' }))
  await pay({ seat: 2 })
  assert.deepEqual(
    sent.map(({ key, body }) => [key, body]),
    [['first', { seat: 1 }]],
  )
})

test('X5: a definite refusal ends the attempt, and the next one has its own key', async () => {
  const declined = () => answer(402, { code: 'payment_declined' })
  serve(declined, declined)
  const first = await pay({ seat: 1 })
  assert.ok(!first.ok && first.refusal.code === 'payment_declined')
  await pay({ seat: 1 })
  assert.equal(new Set(sent.map(({ key }) => key)).size, 2)
})

test('X5: if nothing answers for long, the attempt stays open for another try', async () => {
  serve()
  const reply = await pay({ seat: 1 })
  assert.ok(!reply.ok && reply.refusal.code === 'unreachable')
  assert.equal(openAttempt('pay')?.key, sent[0]?.key)
})

test('X26: what overcomes a refusal goes with the same key, also when it has to be sent again', async () => {
  const pressed = () => answer(429, { code: 'class_under_pressure' })
  const onRefused = async () => ({ seat: 1, proof: 'p' })
  serve(pressed, lost, () => answer(201, { id: 'b' }))
  const reply = await attempt('pay', '/api/bookings', { seat: 1 }, { onRefused })
  assert.deepEqual(reply, { ok: true, value: { id: 'b' } })
  assert.deepEqual(
    sent.map(({ body }) => body),
    [{ seat: 1 }, { seat: 1, proof: 'p' }, { seat: 1, proof: 'p' }],
  )
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1)
  assert.ok(sent.every(({ wasKept }) => wasKept))
  assert.equal(openAttempt('pay'), undefined)
})

test('X26: a refusal that nothing overcomes ends the attempt', async () => {
  serve(() => answer(429, { code: 'class_under_pressure' }))
  const reply = await attempt('pay', '/api/bookings', { seat: 1 }, { onRefused: async () => undefined })
  assert.ok(!reply.ok && reply.refusal.code === 'class_under_pressure')
  assert.equal(openAttempt('pay'), undefined)
})
