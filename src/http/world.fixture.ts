import type { FastifyInstance, InjectOptions } from 'fastify'
import { Registry } from 'prom-client'
import type { CoachLayout, Seat } from '../domain/consist.ts'
import type { Fare } from '../domain/fare.ts'
import type { StationCode } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Timetable } from '../domain/timetable.ts'
import {
  type AuthorizeAnswer,
  GatewayUnanswered,
  type PaymentGateway,
  type ProviderPayment,
} from '../payments/gateway.ts'
import type { EngineStore, Schedule } from '../store/engine-store.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import type { HttpDeps } from './http-deps.ts'
import { buildServer } from './server.ts'

/** 08:00 UTC on a Monday, 13 days before the clocks of Zurich go forward. */
export const worldStart = Date.UTC(2027, 2, 15, 8) as Instant

const zone = 'Europe/Zurich'
const stationNames = { A: 'Ålund', B: 'Berg', C: 'Castell', D: 'Dorf', E: 'Étang', Z: 'Zeløt' }

const layout: CoachLayout = {
  name: 'open-saloon-2',
  title: 'Open saloon',
  decks: 1,
  length: 20,
  width: 5,
  items: [{ kind: 'door', deck: 0, x: 0, y: 2, width: 1, height: 1 }],
}

function seats(
  coachNumber: string,
  travelClass: string,
  first: number,
  count: number,
): Omit<Seat, 'id' | 'index'>[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `${coachNumber}-${first + index}`,
    label: String(first + index),
    coachNumber,
    travelClass,
    kind: travelClass === 'BICYCLE' ? 'bicycle_hook' : 'seat',
    features: index % 2 === 0 ? ['window'] : ['aisle'],
    deck: 0,
    x: Math.floor(index / 4),
    y: index % 4,
    group: null,
  }))
}

const fare: Fare = {
  name: 'standard',
  currency: 'CHF',
  roundToCents: 10,
  classes: {
    SECOND: { baseCents: 500, centsPerKilometer: 20, minimumCents: 800 },
    FIRST: { baseCents: 1000, centsPerKilometer: 35, minimumCents: 1500 },
    BICYCLE: { baseCents: 300, centsPerKilometer: 0, minimumCents: 300 },
  },
  pairs: [],
  refund: {
    steps: [
      { hoursBefore: 24, percent: 100 },
      { hoursBefore: 0, percent: 50 },
    ],
    fixedFeeCents: 0,
  },
}

/** Stops an hour and 60 km apart; the last departure is never used. */
function stops(codes: string, firstHour: number) {
  return [...codes].map((code, index) => ({
    stationCode: code as StationCode,
    arrivalSeconds: (firstHour + index) * 3600 - (index === 0 ? 0 : 120),
    departureSeconds: (firstHour + index) * 3600,
    distanceMeters: index * 60_000,
    canBoard: index < codes.length - 1,
    canAlight: index > 0,
  }))
}

function train(number: string, codes: string, firstHour: number, serviceDates: readonly string[]) {
  return {
    key: number,
    number,
    name: `${codes.at(0)} to ${codes.at(-1)}`,
    stops: stops(codes, firstHour),
    timeZone: zone,
    consistName: 'intercity',
    fareName: 'standard',
    serviceDates,
  }
}

const dates = ['2027-03-15', '2027-03-16', '2027-03-17']

/** A to E by day, back by night over midnight, and one that has left already when the world starts. */
const timetable: Timetable = {
  source: 'world',
  stations: Object.entries(stationNames).map(([code, name]) => ({
    code: code as StationCode,
    name,
    timeZone: zone,
    latitude: null,
    longitude: null,
  })),
  consists: [
    {
      name: 'intercity',
      coaches: [
        { number: '4', layout },
        { number: '5', layout },
        { number: '6', layout: { ...layout, name: 'restaurant' } },
      ],
      seats: [...seats('4', 'SECOND', 1, 20), ...seats('5', 'FIRST', 1, 6), ...seats('5', 'BICYCLE', 91, 2)],
      travelClasses: ['FIRST', 'SECOND', 'BICYCLE'],
    },
  ],
  fares: [fare],
  trains: [
    train('EARLY 1', 'ABCDE', 6, dates),
    train('DAY 2', 'ABCDE', 12, dates),
    train('NIGHT 3', 'EDCBA', 22, dates),
  ],
}

/** A world with a clock of its own: nothing happens by itself, and a test that moves the time is not slow. */
export interface World {
  readonly app: FastifyInstance
  readonly store: EngineStore
  readonly deps: HttpDeps
  readonly logged: string[]
  /** Moves the clock, and what waits for it. */
  advance(milliseconds: number): Promise<void>
  call(method: 'GET' | 'POST' | 'DELETE' | 'HEAD', url: string, options?: CallOptions): Promise<Answer>
  guest(): Promise<string>
  /** The id of a train's run on a date. */
  runId(trainNumber: string, serviceDate?: string): string
}

export interface CallOptions {
  readonly token?: string
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly body: Wire
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** JSON as a client sees it: the members that tests go into; the others are compared as they are. */
export interface Wire {
  readonly [name: string]: unknown
  readonly bookings?: readonly Wire[]
  readonly classes?: readonly Wire[]
  readonly coaches?: readonly Wire[]
  readonly days?: readonly Wire[]
  readonly entries?: readonly Wire[]
  readonly errors?: readonly Wire[]
  readonly seats?: readonly Wire[]
  readonly stations?: readonly Wire[]
  readonly stops?: readonly Wire[]
  readonly train_runs?: readonly Wire[]
  readonly facts?: Wire
  readonly layout?: Wire
  readonly alternatives?: readonly string[]
  readonly seat_numbers?: readonly string[]
}

/** The provider of the world: tokens say what it does, as those of the mock service do. */
function scriptedGateway(): PaymentGateway {
  const ledger = new Map<string, ProviderPayment>()
  return {
    name: 'mock',
    isAvailable: () => true,
    async authorize({ key, amountCents, currency, token }): Promise<AuthorizeAnswer> {
      if (token === 'tok_declined') return { status: 'declined', code: 'card_declined' }
      if (token === 'tok_timeout') throw new GatewayUnanswered('no answer')
      ledger.set(key, {
        key,
        status: 'authorized',
        amountCents,
        currency,
        capturedCents: 0,
        refundedCents: 0,
        refundKeys: [],
        declineCode: null,
      })
      return { status: 'authorized', amountCents, currency }
    },
    capture: async () => {},
    void: async () => 'absent',
    refund: async () => {},
    find: async (key) => ledger.get(key) ?? null,
    list: async () => ({ payments: [], next: null }),
    readEvent: () => undefined,
  } as PaymentGateway
}

interface Waiting {
  readonly at: number
  readonly callback: () => void
}

function manualClock() {
  let now: number = worldStart
  const waiting = new Set<Waiting>()
  const schedule: Schedule = (afterMs, callback) => {
    const one = { at: now + afterMs, callback }
    waiting.add(one)
    return () => waiting.delete(one)
  }
  return {
    clock: { now: () => now as Instant },
    schedule,
    async advance(milliseconds: number): Promise<void> {
      now += milliseconds
      for (const one of [...waiting].filter(({ at }) => at <= now)) {
        waiting.delete(one)
        one.callback()
      }
      // The engine commits in turns of its own.
      for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    },
  }
}

/** Opens the store of a world, with the clock and the timers of the test. */
export type OpenWorldStore = (options: {
  readonly clock: { readonly now: () => Instant }
  readonly schedule: Schedule
}) => Promise<EngineStore>

let openStore: OpenWorldStore = openMemoryStore

/** From now on the worlds of this process are kept there: for a file that runs the suites of others over another database. */
export function keepWorldsIn(open: OpenWorldStore): void {
  openStore = open
}

export async function openWorld(
  given: Partial<HttpDeps> & { readonly runsExpiry?: boolean } = {},
): Promise<World> {
  const { runsExpiry = true, ...changed } = given
  const time = manualClock()
  const schedule: Schedule = runsExpiry ? time.schedule : () => () => {}
  const store = await openStore({ clock: time.clock, schedule })
  await store.importTimetable(timetable, { fromDate: '2027-03-15', toDate: '2027-03-17' })
  const logged: string[] = []
  const note = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`)
  }
  let randoms = 0
  const deps: HttpDeps = {
    store,
    gateway: scriptedGateway(),
    settings: {
      holdMs: 120_000,
      paymentTimeoutMs: 30_000,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: 3,
    },
    log: { debug: note, info: note, warn: note, error: note },
    counters: { count: () => {}, observe: () => {} },
    sessionSecret: Buffer.alloc(32, 7),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
    limits: true,
    trustProxy: null,
    registry: new Registry(),
    version: '0.0.0',
    logRequests: true,
    monotonicMs: () => time.clock.now(),
    ...changed,
  }
  const app = buildServer(deps)
  await app.ready()
  const call: World['call'] = async (method, url, options = {}) => {
    const answer = await app.inject(injectOptions(method, url, options))
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== ''
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : {},
      headers: answer.headers as Answer['headers'],
      text: answer.body,
    }
  }
  return {
    app,
    store,
    deps,
    logged,
    advance: time.advance,
    call,
    guest: async () => textOf((await call('POST', '/api/sessions', { body: {} })).body.token),
    runId(trainNumber, serviceDate = '2027-03-15') {
      for (const run of store.network().runs())
        if (run.train.number === trainNumber && run.serviceDate === serviceDate) return String(run.id)
      throw new Error(`the world has no run of ${trainNumber} on ${serviceDate}`)
    },
  }
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${value} is no text`)
  return value
}

function injectOptions(
  method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
  url: string,
  options: CallOptions,
): InjectOptions {
  const { token, key, body, headers } = options
  return {
    method,
    url,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}
