import type { Deps, Log } from '../app/deps.ts'
import type { Inspector } from '../app/doctor.ts'
import type { Timetable } from '../domain/timetable.ts'
import type { Config } from './config.ts'
import type { OnProgress, Operations, PaymentService } from './operations.ts'
import type { Sink } from './output.ts'
import type { Secrets } from './secrets.ts'

/** A Holdfast that this process owns: its database is open, its payment service can be asked. */
export interface Product {
  readonly operations: Operations
  /** True when no timetable was ever imported. */
  readonly isEmpty: boolean
  /** Today's date by the clock that decides. */
  today(): string
  /** Listens for requests; gives the address. */
  listen(host: string, port: number): Promise<string>
  /** Starts what works by itself: payments that are due, reconciliation, the horizon of the runs. */
  startWorkers(): void
  /** Accepts nothing more, finishes what was accepted, closes everything. */
  stop(): Promise<void>
}

export interface ProductOptions {
  /** A server writes in threads of its own; a short command saves their start. */
  readonly isServer: boolean
  readonly config: Config
  readonly secrets: Secrets
  readonly log: Log
}

/** How a timetable feed is to be read. */
export interface FeedOptions {
  readonly source: string | null
  readonly consistsFile: string | null
  readonly faresFile: string | null
  readonly shiftTo: string | null
  readonly horizonDays: number
  readonly modes: 'rail' | 'all' | readonly number[]
  readonly today: string
}

/** A feed as read, and what a person should know of the reading. */
export interface ReadFeed {
  readonly timetable: Timetable
  readonly report: FeedReport
}

/** What was read and what was left out. */
export interface FeedReport {
  readonly trips: number
  readonly stopTimes: number
  readonly tripsOfOtherModes: number
  readonly tripsNobodyCanRide: number
  readonly tripsWithoutDates: number
  readonly firstDate: string
  readonly lastDate: string
  readonly shiftedDays: number
}

/** A mistake in a file that was given to a command; `place` is a line or a JSON pointer. */
export interface FileProblem {
  readonly file: string
  readonly place: string | null
  readonly reason: string
}

/** A running mock payment service. */
export interface MockService {
  readonly url: string
  stop(): Promise<void>
}

/** Where the rows are: in a file, or with a PostgreSQL server. */
export type DatabasePlace =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'server'; readonly url: string }

export interface SchemaState {
  /** Null where there is no database yet. */
  readonly version: number | null
  readonly newest: number
}

export interface ServerState {
  /** Sets the keys of this database apart at its payment service; null where no node was ever started on it. */
  readonly account: string | null
  readonly isServed: boolean
}

export interface Distributed {
  readonly tables: number
  readonly workers: number
}

/** What a backup says of itself, as in its manifest. */
export interface Manifest {
  readonly created_at: string
  readonly schema_version: number
  readonly runs: number
  readonly audit_entries: number
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

/** A database, and where its secrets lie when they are not in it. */
export type CopyPlace = DatabasePlace & { readonly secretsFile: string }

export interface CopyReport {
  readonly rows: number
  readonly runs: number
  readonly auditEntries: number
}

/** What the commands are given of the world and of the parts that they may not know themselves. */
export interface Tools {
  readonly version: string
  readonly stdout: Sink
  readonly stderr: Sink
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The arguments that this process was started with. */
  readonly args: readonly string[]
  /** The program, to be started again as a process of its own. */
  readonly mainFile: string
  /** Today's date here, `YYYY-MM-DD`. */
  today(): string
  openProduct(options: ProductOptions): Promise<Product>
  /** Opens a database for reading, beside a server or alone. */
  openInspector(place: DatabasePlace): Promise<Inspector>
  openGateway(
    payments: PaymentService,
    secrets: Secrets,
  ): Promise<Deps['gateway'] & { close(): Promise<void> }>
  startMockPayments(config: Config, file: string, secrets: Secrets): Promise<MockService>
  readFeed(path: string, options: FeedOptions, onPhase: OnPhase): Promise<ReadFeed>
  /** The demo railway, with service dates far beyond the horizon, so that it can roll. */
  demoTimetable(today: string): Promise<Timetable>
  schemaState(place: DatabasePlace): Promise<SchemaState>
  migrate(place: DatabasePlace): Promise<SchemaState>
  /** Spreads a database over the Citus cluster that it is in; progress is in tables. */
  distribute(place: DatabasePlace, onProgress: OnProgress): Promise<Distributed>
  /** Which payments a database on a server calls its own, and whether nodes work with it. */
  serverState(place: DatabasePlace): Promise<ServerState>
  backUp(place: DatabasePlace, dataFolder: string, target: string, onProgress: OnProgress): Promise<Manifest>
  restore(
    backupFolder: string,
    place: DatabasePlace,
    dataFolder: string,
    force: boolean,
    onProgress: OnProgress,
  ): Promise<Manifest>
  /** Carries everything over into an empty database; all of it, verified, or nothing. */
  copy(from: CopyPlace, to: CopyPlace, onProgress: OnProgress): Promise<CopyReport>
}

/** Tells which phase of a reading is how far. */
export type OnPhase = (phase: string, done: number, total: number) => void

export const databaseFileName = 'holdfast.db'
export const mockLedgerFileName = 'payments-mock.db'
