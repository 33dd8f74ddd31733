import type { DatabasePlace, Inspector, SchemaState } from './inspector.ts'
import { openInspector as inspectServer } from './postgres/inspect.ts'
import {
  distributeServer,
  migrateServer,
  schemaStateOf as schemaStateOfServer,
} from './postgres/schema-state.ts'
import { openInspector as inspectFile } from './sqlite/inspect.ts'
import { migrateFile, schemaStateOf } from './sqlite/schema-state.ts'

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
