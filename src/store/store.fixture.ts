import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { HoldId, StationCode, TrainRunId, UserId } from '../domain/ids.ts'
import type { ImportReply, ImportReport } from '../domain/railway/import-differences.ts'
import { sketchConsist } from '../domain/railway/run.fixture.ts'
import { sketchTimetable } from '../domain/railway/timetable.fixture.ts'
import type { Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import type { Reply } from '../domain/result.ts'
import {
  type PlacedHold,
  type PlaceHold,
  type PlaceHoldRefusal,
  placeHold,
} from '../domain/sale/place-hold.ts'
import { segment } from '../domain/world.fixture.ts'
import type { Backend } from './backend.ts'
import { nameList, type Table } from './columns/table.ts'
import type { EngineOptions, EngineStore } from './engine-store.ts'
import { EngineStore as Engine } from './engine-store.ts'
import { type ImportDesk, query } from './import-desk.ts'
import type { Alone } from './import-thread.ts'
import { MemoryBackend } from './memory/memory-backend.ts'
import type { Row } from './rows.ts'
import { deskOf } from './sqlite/import-desk.ts'
import { Session } from './sqlite/session.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import { TestTime } from './test-time.fixture.ts'

/** Two coaches of four seats, five stops A to E, one train a day for ten days from 2026-06-10. */
export function smallTimetable(change: Partial<TrainPlan> = {}): Timetable {
  const consist = sketchConsist([
    { number: '1', rows: ['wa aw'] },
    { number: '2', rows: ['wa aw'] },
  ])
  const serviceDates = Array.from({ length: 10 }, (_, day) => `2026-06-${10 + day}`)
  return sketchTimetable(consist, { serviceDates, ...change })
}

export const smallRange = { fromDate: '2026-06-01', toDate: '2026-06-30' }

export interface OpenStore {
  readonly store: EngineStore
  /** The parts below the store, past the engine. */
  readonly backend: Backend
  /** All rows of a table as the database has them; null if there is no database. */
  readonly rows: ((table: Table) => Promise<readonly Row[]>) | null
  /** Works at the desk of an import, past the engine; null if there is no database. */
  readonly atDesk: (<T>(alone: Alone, work: (desk: ImportDesk) => Promise<T>) => Promise<T>) | null
  /** Closes runs for sale, as the railway itself does; a store that has read them does not notice. */
  readonly closeRuns: (ids: readonly TrainRunId[]) => Promise<void>
  readonly time: TestTime
  /** Closes and reopens what is kept; stores that keep nothing do not have it. */
  readonly reopen?: () => Promise<EngineStore>
  readonly close: () => Promise<void>
}

async function openMemory(options: EngineOptions = {}): Promise<OpenStore> {
  const time = new TestTime()
  const backend = new MemoryBackend(time)
  const store = await Engine.open(backend, { schedule: time.schedule, ...options })
  const closeRuns = async (ids: readonly TrainRunId[]) => backend.closeRuns(ids)
  return { store, backend, rows: null, atDesk: null, closeRuns, time, close: () => store.close() }
}

async function openSqlite(thread: 'own' | 'caller', options: EngineOptions = {}): Promise<OpenStore> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-store-'))
  const time = new TestTime()
  const file = join(folder, 'holdfast.db')
  const open = () => openSqliteStore({ file, thread, clock: time, schedule: time.schedule, ...options })
  let { store, backend } = await open()
  return {
    store,
    backend,
    rows: async (table) => rowsOf(file, table),
    atDesk: (alone, work) => atDeskOf(file, alone, work),
    closeRuns: (ids) => atDeskOf(file, (work) => work(), closing(ids)),
    time,
    reopen: async () => {
      await store.close()
      store = (await open()).store
      return store
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Writes what the railway has done to runs; nothing in the product does that yet. */
export function closing(ids: readonly TrainRunId[]): (desk: ImportDesk) => Promise<void> {
  const sql = `UPDATE train_runs SET is_closed = 1 WHERE id IN (${ids.join(', ')})`
  return async (desk) => void (await desk.write([query(sql)]))
}

async function atDeskOf<T>(file: string, alone: Alone, work: (desk: ImportDesk) => Promise<T>): Promise<T> {
  const session = new Session(file)
  try {
    return await work(deskOf(session, alone))
  } finally {
    session.close()
  }
}

function rowsOf(file: string, table: Table): readonly Row[] {
  const database = new BetterSqlite3(file, { readonly: true })
  try {
    return database.prepare<[], Row>(selectAll(table)).all()
  } finally {
    database.close()
  }
}

/** Every row of a table, with the columns that all databases have. */
export function selectAll({ name, columns, key }: Table): string {
  return `SELECT ${nameList(columns)} FROM ${name} ORDER BY ${key.join(', ')}`
}

export interface StoreUnderTest {
  readonly name: string
  /** Whether it keeps its contents when it is closed. */
  readonly keeps: boolean
  /** Whether each import starts a thread. */
  readonly importsInThread?: boolean
  readonly open: (options?: EngineOptions) => Promise<OpenStore>
}

/** Every store that needs nothing else, for the suite that all of them pass. */
export const stores: readonly StoreUnderTest[] = [
  { name: 'memory', keeps: false, open: openMemory },
  { name: 'sqlite in the caller’s thread', keeps: true, open: (options) => openSqlite('caller', options) },
  {
    name: 'sqlite in a thread of its own',
    keeps: true,
    importsInThread: true,
    open: (options) => openSqlite('own', options),
  },
]

export const anna = 1 as UserId
export const ben = 2 as UserId

/** Holds seats in the field's words: `hold(store, run, 'A-C', ['1-1'])`. */
export async function hold(
  store: EngineStore,
  trainRunId: TrainRunId,
  segmentText: string,
  seatNumbers: readonly string[],
  options: Partial<Pick<PlaceHold, 'userId' | 'idempotencyKey' | 'fingerprint' | 'block' | 'vouching'>> = {},
): Promise<Reply<PlacedHold, PlaceHoldRefusal>> {
  const seenRun = store.network().run(trainRunId)
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
    ...(seenRun ? { seenRun } : {}),
    ...options,
  }
  const key = { route: 'hold', userId: command.userId, key: command.idempotencyKey } as const
  return store.decide({ trainRunId, key }, (inventory, now) => placeHold(inventory, command, now))
}

/** The report of an import that was done. */
export function reportOf(reply: ImportReply): ImportReport {
  if (!reply.ok) throw new Error(`the import was refused: ${reply.refusal.code}`)
  return reply.value
}

/** The id of the run of the small timetable on a date. */
export function runOn(store: EngineStore, serviceDate: string): TrainRunId {
  const run = [...store.network().runs()].find((one) => one.serviceDate === serviceDate)
  if (!run) throw new Error(`no run on ${serviceDate}`)
  return run.id
}
