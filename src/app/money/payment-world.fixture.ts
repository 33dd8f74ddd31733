import assert from 'node:assert/strict'
import type { HoldId, StationCode, TrainRunId, UserId } from '../../domain/ids.ts'
import { usualAccounts } from '../../domain/money/journal.ts'
import { soleKey } from '../../domain/people/keyring.ts'
import { plainBrand } from '../../domain/railway/brand.ts'
import { makeRun } from '../../domain/railway/run.fixture.ts'
import { sketchTimetable } from '../../domain/railway/timetable.fixture.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { holdMs, paymentTimeoutMs } from '../../domain/records/hold.fixture.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { placeHold } from '../../domain/sale/place-hold.ts'
import { Setbacks } from '../../domain/setbacks.ts'
import { ScriptedGateway } from '../../payments/scripted-gateway.fixture.ts'
import type { Clock } from '../../store/clock.ts'
import type { EngineStore } from '../../store/engine-store.ts'
import type { Schedule } from '../../store/expiry.ts'
import { LeaseLost } from '../../store/faults.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import type { Deps } from '../deps.ts'
import { type BookRequest, book } from '../sale/book.ts'
import { makeHoldToken } from '../tokens.ts'
import { settleOne } from './settle-payments.ts'

export const alice = { userId: 1 as UserId }

/** A sale in a world whose clock and provider the test controls. */
export interface PaymentWorld {
  readonly store: EngineStore
  readonly gateway: ScriptedGateway
  readonly deps: Deps
  readonly run: TrainRun
  readonly logged: string[]
  /** Moves the clock and runs whatever waited for it. */
  advance(milliseconds: number): Promise<void>
  /** Alice holds a seat from A to C and gets her request to book. */
  hold(seatNumber: string): Promise<BookRequest>
  book(request: BookRequest, key: string): ReturnType<typeof book>
  /** The payments of the run, in order. */
  payments(): Promise<readonly Payment[]>
  /** Does all work that is due or becomes due within two minutes, as the worker would. */
  settle(): Promise<void>
}

/** A month before the run. */
const start = Date.UTC(2026, 10, 1)

/** One train from A to E on one day, with the seats of one coach. */
async function importRun(store: EngineStore): Promise<TrainRun> {
  const { consist, serviceDate } = makeRun()
  const timetable = sketchTimetable(consist, { timeZone: 'UTC', serviceDates: [serviceDate] })
  await store.importTimetable(timetable, { fromDate: serviceDate, toDate: serviceDate })
  const [run] = store.network().runs()
  assert(run)
  return run
}

/** Opens a store whose time and timers the test controls. */
export type OpenTimedStore = (time: {
  readonly clock: Clock
  readonly schedule: Schedule
}) => Promise<EngineStore>

export async function openPaymentWorld(open: OpenTimedStore = openMemoryStore): Promise<PaymentWorld> {
  const time = new TestTime(start)
  const advance = (milliseconds: number) => time.pass(milliseconds)
  const store = await open({ clock: time, schedule: time.schedule })
  const run = await importRun(store)
  const gateway = new ScriptedGateway()
  const logged: string[] = []
  const note = (facts: object, message: string) => logged.push(`${message} ${JSON.stringify(facts)}`)
  const quiet = () => undefined
  let randoms = 0
  const deps: Deps = {
    store,
    gateway,
    brand: plainBrand,
    settings: {
      holdMs,
      paymentTimeoutMs,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: Number.POSITIVE_INFINITY,
      blockShare: null,
      holdExtensionMs: 120_000,
      ticketInitials: true,
      saleDaysAhead: 60,
      unverifiedShare: null,
      proofOfWork: false,
      compensationLimitCents: 5_000,
      timeZone: 'UTC',
      accounts: usualAccounts,
    },
    log: { debug: quiet, info: quiet, warn: note, error: note },
    counters: { count: quiet },
    setbacks: new Setbacks(),
    sessionKeys: () => soleKey(Buffer.alloc(32, 7).toString('base64url')),
    personalKeys: () => soleKey(Buffer.alloc(32, 8).toString('base64url')),
    ticketKeys: () => soleKey(Buffer.alloc(32, 9).toString('base64url')),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
  }
  return {
    store,
    gateway,
    deps,
    run,
    logged,
    advance,
    hold: (seatNumber) => holdSeat(store, run.id, seatNumber),
    book: (request, key) => book(deps, alice, request, key),
    payments: () => listPayments(store, run.id),
    settle: () => settleAll(deps, advance),
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
    blockShare: null,
    holdExtensionMs: 120_000,
    ticketInitials: true,
    saleDaysAhead: 60,
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

/** What a worker leaves alone: the step has passed on, and is due again. */
function unlessLost(fault: unknown): void {
  if (!(fault instanceof LeaseLost)) throw fault
}

async function settleAll(deps: Deps, advance: (milliseconds: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < 240; round++) {
    const due = await deps.store.leaseDueWork(100)
    for (const work of due) await settleOne(deps, work).catch(unlessLost)
    if (due.length > 0) continue
    if ((await deps.store.nextDueAt()) === null) return
    await advance(500)
  }
}
