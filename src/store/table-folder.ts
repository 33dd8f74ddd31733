import { createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { syncFile } from './sqlite/copy-database.ts'
import { type Table, tables } from './table-list.ts'
import { digestOf, type Marks, type TableDigest, type TableSource, type TableTarget } from './transfer.ts'

export const manifestName = 'manifest.json'
/** 1 is a copy of a file; this is a file of lines for each table. */
export const tableFormat = 2

/** What a backup of tables says of itself; members as they stand in its manifest. */
export interface TableManifest {
  readonly format: number
  readonly database: 'postgres'
  readonly holdfast_version: string
  readonly created_at: string
  readonly schema_version: number
  /** The moment that the rows are of, in milliseconds. */
  readonly taken_at: number
  readonly sequences: Marks['sequences']
  readonly runs: number
  readonly audit_entries: number
  readonly files: readonly TableFile[]
}

export type TableFile = TableDigest & { readonly name: string }

/** A folder that is being filled with a file for each table. */
export function openFolder(folder: string): TableTarget {
  const fileOf = (table: Table) => join(folder, fileName(table))
  return {
    async fill(table, lines) {
      await pipeline(lines, createWriteStream(fileOf(table), { mode: 0o600 }))
      syncFile(fileOf(table))
    },
    lines: (table) => createReadStream(fileOf(table)),
  }
}

export function fileName({ name }: Pick<Table, 'name'>): string {
  return `${name}.copy`
}

/** A backup as a source of rows. A table that is not as it was backed up is found before its end is told. */
export function readFolder(
  folder: string,
  manifest: Omit<TableManifest, 'runs' | 'audit_entries'>,
): TableSource {
  const described = new Map(manifest.files.map((file) => [file.table, file]))
  const fileOf = (table: Table): TableFile & { readonly path: string } => {
    const file = described.get(table.name)
    // A manifest that was written by somebody else must not reach beyond the backup.
    if (!file || basename(file.name) !== file.name)
      throw new Error(`${folder} is no whole backup: it has no file of ${table.name}.`)
    return { ...file, path: join(folder, file.name) }
  }
  return {
    marks: {
      schemaVersion: manifest.schema_version,
      takenAt: manifest.taken_at,
      sequences: manifest.sequences,
    },
    count: async (table) => fileOf(table).rows,
    lines: (table) => checkedLines(table, fileOf(table)),
    async close() {},
  }
}

async function* checkedLines(
  table: Table,
  { path, sha256 }: TableFile & { readonly path: string },
): AsyncGenerator<Buffer> {
  if (!existsSync(path) || (await digestOf(table, createReadStream(path))).sha256 !== sha256)
    throw new Error(`${path} is not what was backed up: it was changed or damaged since.`)
  yield* createReadStream(path)
}

export function writeManifest(folder: string, manifest: TableManifest): void {
  const path = join(folder, manifestName)
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  syncFile(path)
  syncFile(folder)
}

/** Reads what a backup says of itself, and refuses what this program cannot restore. */
export function readManifest(folder: string, newest: number): TableManifest {
  const path = join(folder, manifestName)
  if (!existsSync(path)) throw new Error(`${folder} is no backup: it has no ${manifestName}.`)
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as TableManifest
  if (manifest.format === 1)
    throw new Error(
      `${folder} is a backup of a SQLite file: restore it without DATABASE_URL, or say "holdfast copy --from sqlite:${folder} --to postgres://...".`,
    )
  if (manifest.format !== tableFormat || manifest.schema_version !== newest)
    throw new Error(
      `${folder} was made by Holdfast ${manifest.holdfast_version}, at schema ${manifest.schema_version}: restore it with that version, and start this one after it.`,
    )
  const missing = tables.filter((table) => !manifest.files.some((file) => file.table === table.name))
  if (missing.length > 0)
    throw new Error(`${folder} is no whole backup: it has no file of ${missing[0]?.name}.`)
  return manifest
}
