import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HoldId, StationCode, TrainRunId, UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type PlacedHold, type PlaceHold, type PlaceHoldRefusal, placeHold } from '../domain/place-hold.ts'
import type { Reply } from '../domain/result.ts'
import { sketchConsist, sketchFare, sketchStop } from '../domain/run.fixture.ts'
import type { Timetable, TrainPlan } from '../domain/timetable.ts'
import { segment } from '../domain/world.fixture.ts'
import type { EngineOptions, EngineStore, Schedule } from './engine-store.ts'
import { EngineStore as Engine } from './engine-store.ts'
import { MemoryBackend } from './memory/memory-backend.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'

/** A clock and timers that stand still until a test moves them. */
export class TestTime {
  #now = Date.UTC(2026, 5, 1) as Instant
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  now(): Instant {
    return this.#now
  }

  readonly schedule: Schedule = (afterMs, callback) => {
    const entry = { at: this.#now + afterMs, callback }
    this.#timers.add(entry)
    return () => this.#timers.delete(entry)
  }

  /** Moves the time and calls what has become due on the way, soonest first. */
  advance(milliseconds: number): void {
    this.#now = (this.#now + milliseconds) as Instant
    const due = [...this.#timers].filter((timer) => timer.at <= this.#now).sort((a, b) => a.at - b.at)
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback()
  }
}

/** Two coaches of four seats, five stops A to E, one train a day for ten days from 2026-06-10. */
export function smallTimetable(change: Partial<TrainPlan> = {}): Timetable {
  const consist = sketchConsist([
    { number: '1', rows: ['wa aw'] },
    { number: '2', rows: ['wa aw'] },
  ])
  const { id: _id, seats, ...plan } = consist
  const stations = [...'ABCDE'].map((code) => ({
    code: code as StationCode,
    name: `Station ${code}`,
    timeZone: 'Europe/Berlin',
    latitude: null,
    longitude: null,
  }))
  const train: TrainPlan = {
    key: 'T1',
    number: 'T 1',
    name: 'A - E',
    stops: [...'ABCDE'].map(sketchStop),
    timeZone: 'Europe/Berlin',
    consistName: consist.name,
    fareName: sketchFare.name,
    serviceDates: Array.from({ length: 10 }, (_, day) => `2026-06-${10 + day}`),
    ...change,
  }
  return {
    source: 'small',
    stations,
    fares: [sketchFare],
    trains: [train],
    consists: [{ ...plan, seats: seats.map(({ id: _, index: __, ...seat }) => seat) }],
  }
}

export const smallRange = { fromDate: '2026-06-01', toDate: '2026-06-30' }

export interface OpenStore {
  readonly store: EngineStore
  readonly time: TestTime
  /** Closes and opens again what is kept; stores that keep nothing do not have it. */
  readonly reopen?: () => Promise<EngineStore>
  readonly close: () => Promise<void>
}

async function openMemory(options: EngineOptions = {}): Promise<OpenStore> {
  const time = new TestTime()
  const store = await Engine.open(new MemoryBackend(time), { schedule: time.schedule, ...options })
  return { store, time, close: () => store.close() }
}

async function openSqlite(thread: 'own' | 'caller', options: EngineOptions = {}): Promise<OpenStore> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-store-'))
  const time = new TestTime()
  const open = async () =>
    (
      await openSqliteStore({
        file: join(folder, 'holdfast.db'),
        thread,
        clock: time,
        schedule: time.schedule,
        ...options,
      })
    ).store
  let store = await open()
  return {
    store,
    time,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export interface StoreUnderTest {
  readonly name: string
  /** Whether what it was told is there after it was closed. */
  readonly keeps: boolean
  readonly open: (options?: EngineOptions) => Promise<OpenStore>
}

/** Every store that needs nothing beside it, for the suite that all of them pass. */
export const stores: readonly StoreUnderTest[] = [
  { name: 'memory', keeps: false, open: openMemory },
  { name: 'sqlite in the caller’s thread', keeps: true, open: (options) => openSqlite('caller', options) },
  { name: 'sqlite in a thread of its own', keeps: true, open: (options) => openSqlite('own', options) },
]

export const anna = 1 as UserId
export const ben = 2 as UserId

/** Holds seats in the field's words: `hold(store, run, 'A-C', ['1-1'])`. */
export async function hold(
  store: EngineStore,
  trainRunId: TrainRunId,
  segmentText: string,
  seatNumbers: readonly string[],
  options: Partial<Pick<PlaceHold, 'userId' | 'idempotencyKey' | 'fingerprint'>> = {},
): Promise<Reply<PlacedHold, PlaceHoldRefusal>> {
  const holdId = (await store.nextId('hold')) as HoldId
  const command: PlaceHold = {
    holdId,
    holdToken: `h_${holdId}`,
    userId: anna,
    fromStationCode: segmentText.slice(0, 1) as StationCode,
    toStationCode: segmentText.slice(2) as StationCode,
    segment: segment(segmentText),
    seats: { kind: 'named', seatNumbers },
    holdMs: 120_000,
    holdsPerUser: 100,
    idempotencyKey: `key-${holdId}`,
    fingerprint: 'print',
    ...options,
  }
  const key = { route: 'hold', userId: command.userId, key: command.idempotencyKey } as const
  return store.decide({ trainRunId, key }, (inventory, now) => placeHold(inventory, command, now))
}

/** The id of the run on a date of the small timetable. */
export function runOn(store: EngineStore, serviceDate: string): TrainRunId {
  const run = [...store.network().runs()].find((one) => one.serviceDate === serviceDate)
  if (!run) throw new Error(`no run on ${serviceDate}`)
  return run.id
}
