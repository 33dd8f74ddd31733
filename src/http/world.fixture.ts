import type { FastifyInstance, InjectOptions } from 'fastify'
import { Registry } from 'prom-client'
import { AccountDesk } from '../app/people/account-desk.ts'
import { KeyDesk } from '../app/people/key-desk.ts'
import { PasskeyDesk } from '../app/people/passkey-desk.ts'
import { makePasswords } from '../app/people/passwords.ts'
import { StaffDesk } from '../app/people/staff-desk.ts'
import type { SecondFactor } from '../app/people/staff-factors.ts'
import { drawSymbol } from '../app/tickets/draw-symbol.ts'
import { drawSheet } from '../app/tickets/pdf/draw-sheet.ts'
import type { StationCode } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { usualAccounts } from '../domain/money/journal.ts'
import { soleKey } from '../domain/people/keyring.ts'
import { plainBrand } from '../domain/railway/brand.ts'
import type { CoachLayout, Seat } from '../domain/railway/consist.ts'
import type { Fare } from '../domain/railway/fare.ts'
import { noOtherNames } from '../domain/railway/station.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { Setbacks } from '../domain/setbacks.ts'
import { GatewayUnanswered } from '../payments/gateway.ts'
import { ScriptedGateway } from '../payments/scripted-gateway.fixture.ts'
import type { EngineStore } from '../store/engine-store.ts'
import type { Schedule } from '../store/expiry.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { TestTime } from '../store/test-time.fixture.ts'
import type { HttpDeps } from './http-deps.ts'
import type { LoopLoad } from './loop-load.ts'
import { buildServer } from './server.ts'

/** 08:00 UTC on a Monday, 13 days before the clocks in Zurich go forward. */
const worldStart = Date.UTC(2027, 2, 15, 8) as Instant

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

export const worldRange = { fromDate: '2027-03-15', toDate: '2027-03-17' }

/**
 * A train from A to E by day, one back by night past midnight, and one that has left before the world starts.
 */
export const timetable: Timetable = {
  source: 'world',
  firstDate: '2027-03-15',
  stations: Object.entries(stationNames).map(([code, name]) => ({
    code: code as StationCode,
    name,
    timeZone: zone,
    latitude: null,
    longitude: null,
    ...noOtherNames,
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

/** A world with its own clock: nothing happens automatically, and a test can move time quickly. */
export interface World {
  readonly app: FastifyInstance
  readonly store: EngineStore
  readonly deps: HttpDeps
  readonly logged: string[]
  /** Moves the clock, and runs the timers that are due. */
  advance(milliseconds: number): Promise<void>
  call(method: 'GET' | 'POST' | 'DELETE' | 'HEAD', url: string, options?: CallOptions): Promise<Answer>
  guest(): Promise<string>
  /** The ID of a train's run on a date. */
  runId(trainNumber: string, serviceDate?: string): string
}

interface CallOptions {
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

/** JSON as a client sees it: the members that tests read; others are compared as a whole. */
export interface Wire {
  readonly [name: string]: unknown
  readonly bookings?: readonly Wire[]
  readonly classes?: readonly Wire[]
  readonly coaches?: readonly Wire[]
  readonly days?: readonly Wire[]
  readonly differences?: readonly Wire[]
  readonly entries?: readonly Wire[]
  readonly errors?: readonly Wire[]
  readonly imports?: readonly Wire[]
  readonly seats?: readonly Wire[]
  readonly stations?: readonly Wire[]
  readonly stops?: readonly Wire[]
  readonly train_runs?: readonly Wire[]
  readonly facts?: Wire
  readonly layout?: Wire
  readonly alternatives?: readonly string[]
  readonly seat_numbers?: readonly string[]
}

/** The payment provider of the world: tokens decide what it does, as with the mock service. */
function gatewayByToken(): ScriptedGateway {
  const gateway = new ScriptedGateway()
  gateway.onAuthorize = async (request) => {
    if (request.token === 'tok_timeout') throw new GatewayUnanswered('no answer')
    return request.token === 'tok_declined' ? gateway.decline(request) : gateway.grant(request)
  }
  return gateway
}

/** Passwords that cost next to nothing, and random bytes that no other draw of the world is made of. */
function cheapSecrets() {
  let draws = 0
  const randomBytes = (count: number) => Buffer.alloc(count, `staff ${++draws}`)
  return { randomBytes, passwords: makePasswords(randomBytes, { memory: 8, passes: 1, parallelism: 1 }) }
}

/** The address of the pages of a world, which its requests do not name. */
export const siteUrl = 'https://trains.example.org'

const sessionKeys = () => soleKey(Buffer.alloc(32, 7).toString('base64url'))
const personalKeys = () => soleKey(Buffer.alloc(32, 8).toString('base64url'))

/** Where people sign in; a session of an account lasts four hours, and one hour unused. */
function desks(
  store: EngineStore,
  time: TestTime,
  secondFactor: SecondFactor,
  log: HttpDeps['log'],
): Pick<HttpDeps, 'staff' | 'accounts' | 'passkeys'> {
  const parts = { store, log, sessionKeys, personalKeys, monotonicMs: () => time.now(), ...cheapSecrets() }
  const sessionLimits = { idleMs: 3_600_000, lastsMs: 4 * 3_600_000 }
  return {
    staff: new StaffDesk({ ...parts, secondFactor }),
    accounts: new AccountDesk({ ...parts, sessionLimits }),
    passkeys: new PasskeyDesk({ ...parts, sessionLimits, siteUrl: () => siteUrl }),
  }
}

/** Opens the store of a world, with the clock and the timers of the test. */
type OpenWorldStore = (options: {
  readonly clock: { readonly now: () => Instant }
  readonly schedule: Schedule
}) => Promise<EngineStore>

/** An event loop that is as late as a test wants, however busy the machine is. */
export function loopOf(waitMs: () => number): LoopLoad {
  return { noteRequest() {}, waitMs, busyShare: () => 0.5, stop() {} }
}

let openStore: OpenWorldStore = openMemoryStore

/**
 * Sets the store for all later worlds in this process, for a file that runs these suites on another database.
 */
export function keepWorldsIn(open: OpenWorldStore): void {
  openStore = open
}

export async function openWorld(
  given: Partial<HttpDeps> & { readonly runsExpiry?: boolean; readonly secondFactor?: SecondFactor } = {},
): Promise<World> {
  const { runsExpiry = true, secondFactor = 'optional', ...changed } = given
  const time = new TestTime(worldStart)
  const schedule: Schedule = runsExpiry ? time.schedule : () => () => {}
  const store = await openStore({ clock: time, schedule })
  await store.importTimetable(timetable, worldRange)
  return worldOver(store, time, changed, secondFactor)
}

/** A world on a store that already has data. */
export async function worldOver(
  store: EngineStore,
  time: TestTime,
  changed: Partial<HttpDeps> = {},
  secondFactor: SecondFactor = 'optional',
): Promise<World> {
  const logged: string[] = []
  const note = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`)
  }
  const log = { debug: note, info: note, warn: note, error: note }
  let randoms = 0
  let keyDraws = 0
  const deps: HttpDeps = {
    store,
    keys: new KeyDesk({
      ...{ store, monotonicMs: () => time.now(), onFault: (fault: unknown) => note({ fault }, 'keys') },
      randomBytes: (count) => Buffer.alloc(count, `key ${++keyDraws}`),
    }),
    gateway: gatewayByToken(),
    brand: plainBrand,
    settings: {
      holdMs: 120_000,
      paymentTimeoutMs: 30_000,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: 3,
      blockShare: changed.limits === false ? null : 0.1,
      holdExtensionMs: 120_000,
      ticketInitials: true,
      saleDaysAhead: 60,
      unverifiedShare: changed.limits === false ? null : 0.2,
      proofOfWork: true,
      compensationLimitCents: 5_000,
      timeZone: 'UTC',
      accounts: usualAccounts,
    },
    log,
    counters: { count: () => {} },
    setbacks: new Setbacks(),
    ...desks(store, time, secondFactor, log),
    drawings: { symbol: async (code) => drawSymbol(code), sheet: (sheet) => drawSheet(sheet) },
    sessionKeys,
    personalKeys,
    ticketKeys: () => soleKey(Buffer.alloc(32, 9).toString('base64url')),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
    limits: true,
    streams: { address: 1_000, session: 10 },
    trustProxy: null,
    metricsToken: null,
    registry: new Registry(),
    version: '0.0.0',
    logRequests: true,
    monotonicMs: () => time.now(),
    loop: loopOf(() => 0),
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
    advance: (milliseconds) => time.pass(milliseconds),
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
