import type { DatabasePlace, Inspector, SchemaState, ServerState, VerifyDatabase } from './inspector.ts'
import { backUp as backUpServer } from './postgres/backup.ts'
import { openInspector as inspectServer } from './postgres/inspect.ts'
import { restore as restoreServer } from './postgres/restore.ts'
import {
  distributeServer,
  migrateServer,
  schemaStateOf as schemaStateOfServer,
  serverStateOf,
} from './postgres/schema-state.ts'
import { backUp as backUpFile, type Manifest } from './sqlite/backup.ts'
import { openInspector as inspectFile } from './sqlite/inspect.ts'
import { restore as restoreFile } from './sqlite/restore.ts'
import { migrateFile, schemaStateOf } from './sqlite/schema-state.ts'
import type { TableManifest } from './table-folder.ts'
import type { OnProgress } from './transfer.ts'

/** What lies in a data folder beside the rows, or with them. */
export interface DataFiles {
  readonly databaseFile: string
  readonly ledgerFile: string
  readonly secretsFile: string
}

/** Opens a database for reading, beside whoever works with it. Throws where it is of a newer program. */
export async function openInspector(place: DatabasePlace): Promise<Inspector> {
  return place.kind === 'file' ? inspectFile(place.file, Date.now) : inspectServer(place.url)
}

export async function schemaState(place: DatabasePlace): Promise<SchemaState> {
  return place.kind === 'file' ? schemaStateOf(place.file) : schemaStateOfServer(place.url)
}

/** Brings a database to the newest schema, as opening it for sale would. Throws `DatabaseOwned` where another process has the file open. */
export async function migrate(place: DatabasePlace): Promise<SchemaState> {
  return place.kind === 'file' ? migrateFile(place.file) : migrateServer(place.url)
}

/** Spreads a database over the Citus cluster that its server leads. Throws where it is in none, or in a file. */
export async function distribute(
  place: DatabasePlace,
  onProgress: (done: number, total: number) => void,
): Promise<{ readonly tables: number; readonly workers: number }> {
  if (place.kind === 'file') throw new Error('a file is not distributed')
  return distributeServer(place.url, onProgress)
}

/** What a database tells of its nodes; of a file nothing, since there is one process at most. */
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
    : backUpFile({ ...options, ...files, verify: (file) => verifyFile(file, options.verify) })
}

/** Puts a backup where nothing is yet. Throws `DatabaseOwned` where another process has the file open. */
export async function restore(
  place: DatabasePlace,
  files: DataFiles,
  options: {
    readonly backup: string
    readonly force: boolean
    readonly now: number
    readonly verify: VerifyDatabase
    readonly onProgress: OnProgress
  },
): Promise<Manifest | TableManifest> {
  return place.kind === 'server'
    ? restoreServer({ ...options, url: place.url })
    : restoreFile({ ...options, ...files, verify: (file) => verifyFile(file, options.verify) })
}

async function verifyFile(file: string, verify: VerifyDatabase): ReturnType<VerifyDatabase> {
  const inspector = inspectFile(file, Date.now)
  try {
    return await verify(inspector)
  } finally {
    await inspector.close()
  }
}
