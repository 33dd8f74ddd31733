import type { Deps, Log } from '../app/deps.ts'
import type { Inspector } from '../app/upkeep/doctor.ts'
import type { Instant } from '../domain/instant.ts'
import type { Secrets } from '../domain/people/secrets.ts'
import type { ImportReply, ImportTerms } from '../domain/railway/import-differences.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { Ask } from './ask.ts'
import type { Config } from './config.ts'
import type { OnProgress, Operations, PaymentService } from './operations.ts'
import type { Sink } from './terminal.ts'

/** A Holdfast that this process owns: its database is open, and its payment service is ready. */
export interface Product {
  readonly operations: Operations
  /** True if no timetable was ever imported. */
  readonly isEmpty: boolean
  /** Today's date by the clock that decides. */
  today(): string
  /** Listens for requests; returns the address. */
  listen(host: string, port: number): Promise<string>
  /** The one-time link that makes the first administrator; null if there is one. Call it after `listen`. */
  setupLink(): Promise<string | null>
  /** Starts the background work: due payments, reconciliation, opening runs up to the horizon. */
  startWorkers(): void
  /** Accepts no more requests, finishes those it has, and closes everything. */
  stop(): Promise<void>
}

export interface ProductOptions {
  /** A server writes in separate threads; a short command avoids starting them. */
  readonly isServer: boolean
  /**
   * The operator has confirmed the clock. Otherwise a start is refused if, by the clock, trains with bookings
   * left while no server ran.
   */
  readonly clockIsRight?: boolean
  readonly config: Config
  readonly secrets: Secrets
  readonly log: Log
}

/** How to read a timetable feed. */
export interface FeedOptions {
  readonly source: string | null
  readonly consistsFile: string | null
  readonly faresFile: string | null
  readonly shiftTo: string | null
  readonly horizonDays: number
  readonly modes: 'rail' | 'all' | readonly number[]
  /** Leaves out trips that have a fault instead of refusing the feed. */
  readonly skipBadTrips: boolean
  readonly today: string
}

/** A feed, and a report for the person who reads it in. */
export interface ReadFeed {
  readonly timetable: Timetable
  readonly report: FeedReport
}

/** A remark about a file of a feed; `line` is null if it is about the whole file. */
interface FeedLine {
  readonly file: string
  readonly line: number | null
  readonly reason: string
}

/** How many trains each rule of a file applied to; `file` is null for the built-in rules. */
interface RuleUse {
  readonly file: string | null
  readonly used: readonly { readonly name: string; readonly trains: number }[]
}

/** What was read and what was left out. */
export interface FeedReport {
  readonly trips: number
  readonly stopTimes: number
  readonly callsOnRequest: number
  readonly tripsOfOtherModes: number
  readonly tripsNobodyCanRide: number
  readonly tripsWithoutTimes: number
  readonly tripsWithoutDates: number
  readonly badTrips: readonly (FeedLine & { readonly tripId: string })[]
  readonly equalRuns: number
  readonly trainsNotForSale: number
  readonly firstDate: string
  readonly lastDate: string
  readonly shiftedDays: number
  readonly runsBefore: number
  readonly runsAfter: number
  /** The last date within the horizon on which a train runs. */
  readonly lastRunDate: string
  /** True when nothing runs on the last days of the horizon. */
  readonly endsWithinHorizon: boolean
  readonly warnings: readonly FeedLine[]
  readonly warningCount: number
  readonly consists: RuleUse
  readonly fares: RuleUse & { readonly currencies: readonly string[] }
}

/** A mistake in a file given to a command; `place` is a line or a JSON pointer. */
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

/** Where the rows are: in a file, or on a PostgreSQL server. */
export type DatabasePlace =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'server'; readonly url: string }

interface SchemaState {
  /** Null if there is no database yet. */
  readonly version: number | null
  readonly newest: number
}

interface ServerState {
  /** Separates the keys of this database at its payment service; null if no node was ever started on it. */
  readonly account: string | null
  readonly isServed: boolean
}

interface Distributed {
  readonly tables: number
  readonly workers: number
}

/** Compares the deciding clock with the times in a database; moments in milliseconds. */
export interface ClockState {
  /** This machine's clock, or the database's own if that one decides. */
  readonly now: number
  /** The latest time at which a server used the file; null if the database's own clock decides. */
  readonly markAt: number | null
  /**
   * Trains with bookings that left, by the clock, while no server was running; they keep a server from
   * starting.
   */
  readonly trainsLeft: { readonly count: number; readonly first: string | null }
  /** Rows with dates that only a wrong clock can have written. */
  readonly misdated: { readonly holds: number; readonly payments: number; readonly quotes: number }
}

/** The manifest of a backup. */
interface Manifest {
  readonly holdfast_version: string
  readonly created_at: string
  readonly schema_version: number
  readonly runs: number
  readonly audit_entries: number
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

/** The same, with the schema of the restored database. */
export interface RestoredManifest extends Manifest {
  readonly restored_schema_version: number
}

/** A database, and the file of its secrets if the database does not hold them. */
export type CopyPlace = DatabasePlace & { readonly secretsFile: string }

interface CopyReport {
  readonly rows: number
  readonly runs: number
  readonly auditEntries: number
}

/** A text that cannot be copied from one database to another. */
export interface FoundText {
  readonly table: string
  readonly column: string
  /** One line that names the row and the problem. */
  readonly detail: string
  readonly canBeMended: boolean
}

/** What the commands need from outside: the process, and the parts that they may not import. */
export interface Tools {
  readonly version: string
  readonly stdout: Sink
  readonly stderr: Sink
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The arguments of this process. */
  readonly args: readonly string[]
  /** The file of the program, to start it as another process. */
  readonly mainFile: string
  /** Today's date here, `YYYY-MM-DD`. */
  today(): string
  /** Asks a person a question; null if nobody sits at a terminal. */
  readonly ask: Ask | null
  /** Asks for a password without showing it; reads it from standard input where nobody sits at a terminal. */
  readPassword(question: string): Promise<string>
  openProduct(options: ProductOptions): Promise<Product>
  /** Opens a database for reading, with or without a running server. */
  openInspector(place: DatabasePlace): Promise<Inspector>
  openGateway(payments: PaymentService): Promise<Deps['gateway'] & { close(): Promise<void> }>
  startMockPayments(config: Config, file: string, secrets: Secrets): Promise<MockService>
  readFeed(path: string, options: FeedOptions, onPhase: OnPhase): Promise<ReadFeed>
  /** What an import into an empty database would do. */
  firstImport(timetable: Timetable, terms: ImportTerms): Promise<ImportReply>
  /** The demo railway, with service dates far beyond the horizon, so the horizon can move. */
  demoTimetable(today: string): Promise<Timetable>
  /**
   * The secrets in use, of a data folder or of a database on a server, after `change`. If `change` returns
   * them unchanged, nothing is written.
   */
  changeSecrets(
    place: DatabasePlace,
    dataFolder: string,
    change: (secrets: Secrets, now: Instant) => Secrets,
  ): Promise<{ readonly secrets: Secrets; readonly now: Instant }>
  /** The key of a data folder that signs checkpoints of the audit: its id, and its public half as a text. */
  checkpointKey(dataFolder: string): Promise<{ readonly id: string; readonly publicKey: string }>
  /** The lines of a text file, or of standard input for `-`. */
  readLines(path: string): Promise<AsyncIterable<string>>
  schemaState(place: DatabasePlace): Promise<SchemaState>
  /** With `withoutLog`, accepts a file whose log is gone. */
  migrate(place: DatabasePlace, withoutLog: boolean): Promise<SchemaState>
  clockState(place: DatabasePlace): Promise<ClockState>
  /**
   * Sets the mark of a file to this machine's clock, and corrects rows that a wrong clock dated. No server
   * may use the database.
   */
  setClock(place: DatabasePlace): Promise<void>
  /** Spreads a database over its Citus cluster; progress counts tables. */
  distribute(place: DatabasePlace, onProgress: OnProgress): Promise<Distributed>
  /** The payment account of a database on a server, and whether nodes are using it. */
  serverState(place: DatabasePlace): Promise<ServerState>
  /** Finds the texts of a file that cannot be copied and, if asked, mends those that can be mended. */
  mendTexts(file: string, isToMend: boolean): Promise<readonly FoundText[]>
  backUp(place: DatabasePlace, dataFolder: string, target: string, onProgress: OnProgress): Promise<Manifest>
  restore(
    backupFolder: string,
    place: DatabasePlace,
    dataFolder: string,
    how: { readonly force: boolean; readonly withoutKeys: boolean },
    onProgress: OnProgress,
  ): Promise<RestoredManifest>
  /** Copies everything into an empty database: all of it, verified, or nothing. */
  copy(from: CopyPlace, to: CopyPlace, onProgress: OnProgress): Promise<CopyReport>
}

/** Reports the progress of each phase of a reading. */
export type OnPhase = (phase: string, done: number, total: number) => void

export const databaseFileName = 'holdfast.db'
export const mockLedgerFileName = 'payments-mock.db'
