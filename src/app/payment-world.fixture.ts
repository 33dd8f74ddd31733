import assert from 'node:assert/strict'
import type { HoldId, StationCode, TrainRunId, UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Payment } from '../domain/payment.ts'
import { placeHold } from '../domain/place-hold.ts'
import { makeRun } from '../domain/run.fixture.ts'
import type { TrainRun } from '../domain/train-run.ts'
import { ScriptedGateway } from '../payments/scripted-gateway.fixture.ts'
import type { Clock } from '../store/clock.ts'
import type { EngineStore, Schedule } from '../store/engine-store.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { type BookRequest, book } from './book.ts'
import type { Deps } from './deps.ts'
import { settleOne } from './settle-payments.ts'
import { makeHoldToken } from './tokens.ts'

export const holdMs = 120_000
export const paymentTimeoutMs = 30_000
export const alice = { userId: 1 as UserId }

/** A sale in a world whose clock and provider belong to the test. */
export interface PaymentWorld {
  readonly store: EngineStore
  readonly gateway: ScriptedGateway
  readonly deps: Deps
  readonly run: TrainRun
  readonly logged: string[]
  /** Moves the clock and runs what waited for it. */
  advance(milliseconds: number): Promise<void>
  /** Alice holds a seat from A to C and gets its request to book. */
  hold(seatNumber: string): Promise<BookRequest>
  book(request: BookRequest, key: string): ReturnType<typeof book>
  /** The payments of the run, in order. */
  payments(): Promise<readonly Payment[]>
  /** Does all that is due or becomes due within two minutes, as the worker would. */
  settle(): Promise<void>
}

/** 2026-11-01T00:00Z, a month before the run. */
const start = 1_793_491_200_000 as Instant

function manualClock() {
  let now: number = start
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>()
  const schedule: Schedule = (afterMs, callback) => {
    const one = { at: now + afterMs, callback }
    waiting.add(one)
    return () => waiting.delete(one)
  }
  const advance = async (milliseconds: number) => {
    now += milliseconds
    for (const one of [...waiting].filter(({ at }) => at <= now)) {
      waiting.delete(one)
      one.callback()
    }
    // The engine commits in turns of its own.
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return { clock: { now: () => now as Instant }, schedule, advance }
}

/** One train from A to E on one day, with the seats of one coach. */
async function importRun(store: EngineStore): Promise<TrainRun> {
  const { train, consist, fare, serviceDate } = makeRun()
  const station = (code: StationCode) => ({
    code,
    name: code,
    timeZone: 'UTC',
    latitude: null,
    longitude: null,
  })
  const seats = consist.seats.map(({ id: _id, index: _index, ...seat }) => seat)
  await store.importTimetable(
    {
      source: 'sketch',
      stations: train.stops.map((stop) => station(stop.stationCode)),
      consists: [{ ...consist, seats }],
      fares: [fare],
      trains: [
        {
          key: train.number,
          number: train.number,
          name: train.name,
          stops: train.stops,
          timeZone: 'UTC',
          consistName: consist.name,
          fareName: fare.name,
          serviceDates: [serviceDate],
        },
      ],
    },
    { fromDate: serviceDate, toDate: serviceDate },
  )
  const [run] = store.network().runs()
  assert(run)
  return run
}

/** Opens a store whose time and timers are the test's. */
export type OpenTimedStore = (time: {
  readonly clock: Clock
  readonly schedule: Schedule
}) => Promise<EngineStore>

export async function openPaymentWorld(open: OpenTimedStore = openMemoryStore): Promise<PaymentWorld> {
  const time = manualClock()
  const store = await open({ clock: time.clock, schedule: time.schedule })
  const run = await importRun(store)
  const gateway = new ScriptedGateway()
  const logged: string[] = []
  const note = (facts: object, message: string) => logged.push(`${message} ${JSON.stringify(facts)}`)
  const quiet = () => undefined
  let randoms = 0
  const deps: Deps = {
    store,
    gateway,
    settings: {
      holdMs,
      paymentTimeoutMs,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: Number.POSITIVE_INFINITY,
    },
    log: { debug: quiet, info: quiet, warn: note, error: note },
    counters: { count: quiet, observe: quiet },
    sessionSecret: Buffer.alloc(32, 7),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
  }
  return {
    store,
    gateway,
    deps,
    run,
    logged,
    advance: time.advance,
    hold: (seatNumber) => holdSeat(store, run.id, seatNumber),
    book: (request, key) => book(deps, alice, request, key),
    payments: () => listPayments(store, run.id),
    settle: () => settleAll(deps, time.advance),
  }
}

async function holdSeat(
  store: EngineStore,
  trainRunId: TrainRunId,
  seatNumber: string,
): Promise<BookRequest> {
  const holdId = (await store.nextId('hold')) as HoldId
  const holdToken = makeHoldToken(holdId, trainRunId, Buffer.alloc(16, holdId))
  const command = {
    holdId,
    holdToken,
    userId: alice.userId,
    fromStationCode: 'A' as StationCode,
    toStationCode: 'C' as StationCode,
    segment: { fromLeg: 0, toLeg: 2 },
    seats: { kind: 'named' as const, seatNumbers: [seatNumber] },
    holdMs,
    holdsPerUser: Number.POSITIVE_INFINITY,
    idempotencyKey: `hold ${holdId}`,
    fingerprint: '',
  }
  const reply = await store.decide({ trainRunId }, (inventory, now) => placeHold(inventory, command, now))
  assert(reply.ok, JSON.stringify(reply))
  return {
    holdToken,
    passengers: [{ seatNumber, name: 'Ada', age: 36, gender: 'F' }],
    contact: { email: null, phone: null },
    payment: { method: 'mock', token: 'tok_ok' },
  }
}

async function listPayments(store: EngineStore, trainRunId: TrainRunId): Promise<readonly Payment[]> {
  const last = await store.nextId('payment')
  const found: Payment[] = []
  for (let id = 1; id < last; id++) {
    const payment = await store.findPayment(trainRunId, id as Payment['id'])
    if (payment) found.push(payment)
  }
  return found
}

async function settleAll(deps: Deps, advance: (milliseconds: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < 240; round++) {
    const due = await deps.store.leaseDueWork(100)
    for (const work of due) await settleOne(deps, work)
    if (due.length > 0) continue
    if ((await deps.store.nextDueAt()) === null) return
    await advance(500)
  }
}
