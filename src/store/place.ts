import { dirname } from 'node:path'
import type { ClockState } from './clock.ts'
import type { DatabasePlace, Inspector, SchemaState, ServerState, VerifyDatabase } from './inspector.ts'
import { clockStateOf as clockStateOfServer } from './postgres/clock-state.ts'
import { openInspector as inspectServer } from './postgres/inspect.ts'
import {
  distributeServer,
  migrateServer,
  schemaStateOf as schemaStateOfServer,
  serverStateOf,
} from './postgres/schema-state.ts'
import { backUp as backUpFile, type Manifest } from './sqlite/backup.ts'
import { clockStateOf as clockStateOfFile } from './sqlite/clock-mark.ts'
import { openInspector as inspectFile } from './sqlite/inspect.ts'
import { knownMigrations } from './sqlite/migrate.ts'
import { restore as restoreFile } from './sqlite/restore.ts'
import { migrateFile, schemaStateOf } from './sqlite/schema-state.ts'
import { verifyFile } from './sqlite/verify-file.ts'
import { backUp as backUpServer } from './table-backup.ts'
import type { TableManifest } from './table-folder.ts'
import { restore as restoreServer } from './table-restore.ts'
import type { OnProgress } from './transfer.ts'

/** What a data folder contains beside the rows, or with them. */
export interface DataFiles {
  readonly databaseFile: string
  readonly ledgerFile: string
  readonly secretsFile: string
}

/** Opens a database for reading, while others may work with it. Throws if it belongs to a newer program. */
export async function openInspector(place: DatabasePlace): Promise<Inspector> {
  return place.kind === 'file' ? inspectFile(place.file, Date.now) : inspectServer(place.url)
}

export async function schemaState(place: DatabasePlace): Promise<SchemaState> {
  return place.kind === 'file' ? schemaStateOf(place.file) : schemaStateOfServer(place.url)
}

/**
 * Brings a database to the newest schema, as opening it for sale would. Throws `DatabaseOwned` if another
 * process has the file open.
 */
export async function migrate(
  place: DatabasePlace,
  withoutLog: { readonly now: number } | null = null,
): Promise<SchemaState> {
  return place.kind === 'file' ? migrateFile(place.file, withoutLog) : migrateServer(place.url)
}

/** How the clock compares with the times in a database, while others may work with it. */
export async function clockState(place: DatabasePlace, now: number): Promise<ClockState> {
  return place.kind === 'file' ? clockStateOfFile(place.file, now) : clockStateOfServer(place.url)
}

/**
 * Distributes a database over the Citus cluster that its server leads. Throws if it is in none, or in a file.
 */
export async function distribute(
  place: DatabasePlace,
  onProgress: (done: number, total: number) => void,
): Promise<{ readonly tables: number; readonly workers: number }> {
  if (place.kind === 'file') throw new Error('a file is not distributed')
  return distributeServer(place.url, onProgress)
}

/** What a database says about its nodes. A file says nothing, since there is one process at most. */
export async function serverState(place: DatabasePlace): Promise<ServerState> {
  return place.kind === 'file' ? { locatorKey: null, nodeConnections: 0 } : serverStateOf(place.url)
}

/** Makes a verified backup of either kind of database, while it is being sold from. */
export async function backUp(
  place: DatabasePlace,
  files: DataFiles,
  options: {
    readonly target: string
    readonly version: string
    readonly createdAt: string
    readonly verify: VerifyDatabase
    readonly onProgress: OnProgress
  },
): Promise<Manifest | TableManifest> {
  return place.kind === 'server'
    ? backUpServer({ ...options, url: place.url })
    : backUpFile({ ...options, ...files, verify: (file) => verifyFile(file, Date.now(), options.verify) })
}

/** What a backup says about itself, and the schema that its rows have now. */
type Restored = (Manifest | TableManifest) & { readonly restored_schema_version: number }

/**
 * Restores a backup into an empty place, at the newest schema. Throws `DatabaseOwned` if another process has
 * the file open.
 */
export async function restore(
  place: DatabasePlace,
  files: DataFiles,
  options: {
    readonly backup: string
    readonly force: boolean
    readonly withoutKeys: boolean
    readonly now: number
    readonly verify: VerifyDatabase
    readonly onProgress: OnProgress
  },
): Promise<Restored> {
  const manifest =
    place.kind === 'server'
      ? await restoreServer({ ...options, url: place.url, scratchFolder: dirname(files.databaseFile) })
      : await restoreFile({
          ...options,
          ...files,
          verify: (file) => verifyFile(file, Date.now(), options.verify),
        })
  return { ...manifest, restored_schema_version: knownMigrations().length }
}
