import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { attempt, openAttempt } from './attempts.ts'

/** Storage as a browser has it. */
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
  readonly body: unknown
  /** What was kept when it was sent. */
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

/** Answers bookings in this order; sessions always. */
function serve(...answers: readonly (() => Response)[]): void {
  const left = [...answers]
  put('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/page_sessions') return answer(201, { user_id: '1', expires_at: '' })
    const key = new Headers(init.headers).get('idempotency-key')
    sent.push({ key, body: JSON.parse(String(init.body)), wasKept: openAttempt('pay')?.key === key })
    return (left.shift() ?? lost)()
  })
}

beforeEach(() => {
  sent = []
  put('localStorage', new Shelf())
  put('sessionStorage', new Shelf())
  // Pauses between tries are over at once, as if the network came back.
  put('addEventListener', (_name: string, listener: () => void) => queueMicrotask(listener))
  put('removeEventListener', () => {})
})
afterEach(() => put('fetch', realFetch))

const pay = (body: unknown) => attempt<{ readonly id: string }>('pay', '/api/bookings', body)

test('X5: key and body are kept before anything is sent, and forgotten once the outcome is known', async () => {
  serve(() => answer(201, { id: 'b' }))
  const reply = await pay({ seat: 1 })
  assert.ok(reply.ok)
  assert.deepEqual(
    sent.map(({ wasKept }) => wasKept),
    [true],
  )
  assert.equal(openAttempt('pay'), undefined)
})

test('X5: while the outcome is unknown the very same request goes again, by the same key', async () => {
  const unknown = () => answer(503, { code: 'outcome_unknown', retry_after_ms: 1 })
  const running = () => answer(409, { code: 'request_in_progress' })
  serve(lost, unknown, running, () => answer(201, { id: 'b' }))
  const reply = await pay({ seat: 1 })
  assert.deepEqual(reply, { ok: true, value: { id: 'b' } })
  assert.equal(sent.length, 4)
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1)
})

test('X5: after a reload the open attempt is taken up, whatever the form says now', async () => {
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

test('X5: a definite no ends the attempt, and the next one has a key of its own', async () => {
  const declined = () => answer(402, { code: 'payment_declined' })
  serve(declined, declined)
  const first = await pay({ seat: 1 })
  assert.ok(!first.ok && first.refusal.code === 'payment_declined')
  await pay({ seat: 1 })
  assert.equal(new Set(sent.map(({ key }) => key)).size, 2)
})

test('X5: where nothing answers for long, the attempt stays open for who asks again', async () => {
  serve()
  const reply = await pay({ seat: 1 })
  assert.ok(!reply.ok && reply.refusal.code === 'unreachable')
  assert.equal(openAttempt('pay')?.key, sent[0]?.key)
})
