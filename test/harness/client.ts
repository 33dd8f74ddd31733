import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type {
  BookingBody,
  FoundRun,
  HoldBody,
  Problem,
  QuoteBody,
  RunBody,
  SeatMapBody,
  SessionBody,
} from './wire.ts'

export interface Answer<T> {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The parsed JSON; undefined where the answer has none. Only the status says whether it is a `T` ... */
  readonly body: T
  /** ... or a problem; the same object. */
  readonly problem: Problem
  readonly text: string
}

type Method = 'GET' | 'POST' | 'DELETE' | 'PUT'

export interface CallOptions {
  readonly token?: string
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Client = ReturnType<typeof createClient>

/** What a passenger asks for in a hold. */
interface Wish {
  readonly train_run_id: string
  readonly from_station_code: string
  readonly to_station_code: string
  readonly seat_numbers: readonly string[]
}

/**
 * Speaks the wire contract as an outside program does. Throws only if no answer came. With several nodes,
 * each call goes to the next one, as a stateless load balancer would send it; the list may change meanwhile.
 */
export function createClient(url: string | readonly string[], connections = 64) {
  const urls = typeof url === 'string' ? [url] : url
  let calls = 0
  const agent = new Agent({ connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })

  // As a polite client does: "overloaded" changed nothing and says when to come back.
  async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    for (let tries = 1; ; tries++) {
      const answer = await callOnce<T>(method, path, options)
      if (answer.problem?.code !== 'overloaded' || tries === 8) return answer
      await pause(answer.problem.retry_after_ms ?? 0)
    }
  }

  async function callOnce<T>(method: Method, path: string, options: CallOptions): Promise<Answer<T>> {
    const answer = await request(`${urls[calls++ % urls.length]}${path}`, {
      method,
      dispatcher: agent,
      headers: headersOf(options),
      ...(options.body === undefined ? {} : { body: bodyOf(options.body) }),
    })
    const text = await answer.body.text()
    const isJson = /json/.test(String(answer.headers['content-type'] ?? ''))
    const parsed = isJson && text !== '' ? JSON.parse(text) : undefined
    return { status: answer.statusCode, headers: answer.headers, body: parsed, problem: parsed, text }
  }

  const segment = (wish: Pick<Wish, 'from_station_code' | 'to_station_code'>): string =>
    new URLSearchParams({
      from_station_code: wish.from_station_code,
      to_station_code: wish.to_station_code,
    }).toString()

  return {
    url: urls[0] ?? '',
    call,
    /** The same without patience: "overloaded" is an answer like any other. */
    callOnce,
    close: () => agent.destroy(),
    /** A new guest's token. */
    async session(): Promise<string> {
      const { status, body, text } = await call<SessionBody>('POST', '/api/sessions', { body: {} })
      if (status !== 201) throw new Error(`no session: ${status} ${text}`)
      return body.token
    },
    stations: () => call<{ stations: { station_code: string; name: string }[] }>('GET', '/api/stations'),
    search: (wish: Pick<Wish, 'from_station_code' | 'to_station_code'>, date: string) =>
      call<{ as_of: string; train_runs: FoundRun[] }>(
        'GET',
        `/api/train_runs?${segment(wish)}&journey_date=${date}`,
      ),
    run: (id: string) => call<RunBody>('GET', `/api/train_runs/${id}`),
    seats: (wish: Omit<Wish, 'seat_numbers'>) =>
      call<SeatMapBody>('GET', `/api/train_runs/${wish.train_run_id}/seats?${segment(wish)}`),
    hold: (token: string, wish: object, key: string = randomUUID()) =>
      call<HoldBody>('POST', '/api/seat_holds', { token, key, body: wish }),
    showHold: (token: string, hold: string) => call<HoldBody>('GET', `/api/seat_holds/${hold}`, { token }),
    release: (token: string, hold: string) => call<undefined>('DELETE', `/api/seat_holds/${hold}`, { token }),
    book: (token: string, hold: HoldBody, payment = 'tok_ok', key: string = randomUUID()) =>
      call<BookingBody>('POST', '/api/bookings', { token, key, body: bookingRequest(hold, payment) }),
    booking: (token: string, id: string) => call<BookingBody>('GET', `/api/bookings/${id}`, { token }),
    quote: (token: string, id: string, body: object = {}) =>
      call<QuoteBody>('POST', `/api/bookings/${id}/cancellation_quotes`, { token, body }),
    cancel: (token: string, id: string, quote: string, key: string = randomUUID()) =>
      call<BookingBody>('POST', `/api/bookings/${id}/cancellations`, {
        token,
        key,
        body: { quote_id: quote },
      }),
  }
}

/** One made-up passenger for each seat of the hold. */
export function bookingRequest(hold: Pick<HoldBody, 'hold_token' | 'seats'>, payment = 'tok_ok') {
  return {
    hold_token: hold.hold_token,
    passengers: hold.seats.map((seat, index) => ({
      seat_number: seat.seat_number,
      passenger_name: `Passenger ${index + 1}`,
      passenger_age: 30 + index,
      passenger_gender: 'X',
    })),
    payment: { method: 'mock', token: payment },
  }
}

function headersOf({ token, key, body, headers }: CallOptions): Record<string, string> {
  return {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
}

function bodyOf(body: unknown): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
}

/** The body of an answer that has to have this status. */
export function good<T>({ status, text, body }: Answer<T>, wanted: number): T {
  assert.equal(status, wanted, text)
  return body
}
