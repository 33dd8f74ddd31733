import { createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { personalKeyTable } from './columns/sale.ts'
import type { Table } from './columns/table.ts'
import type { KeysOfBackup } from './key-file.ts'
import { tablesOfBackup, type WrittenTable } from './older-tables.ts'
import { syncFile } from './sync-file.ts'
import { tables } from './table-list.ts'
import { digestOf, type Marks, type TableDigest, type TableSource, type TableTarget } from './transfer.ts'

const manifestName = 'manifest.json'
/** 1 is a copy of a file; this one is a file of lines for each table. */
export const tableFormat = 2

/** What a backup of tables says about itself; members as in its manifest. */
export interface TableManifest {
  readonly format: number
  readonly database: 'postgres'
  readonly holdfast_version: string
  readonly created_at: string
  readonly schema_version: number
  /** The moment that the rows are from, in milliseconds. */
  readonly taken_at: number
  readonly sequences: Marks['sequences']
  readonly runs: number
  readonly audit_entries: number
  /** Left out of backups of older versions, which sealed nothing. */
  readonly keys?: KeysOfBackup
  readonly files: readonly TableFile[]
}

/** Since 0.2.0, each table lists its columns. */
type TableFile = TableDigest & { readonly name: string } & Partial<WrittenTable>

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

/** A backup as a source of rows. A table that differs from what was backed up is detected before its end. */
export function readFolder(
  folder: string,
  manifest: Omit<TableManifest, 'runs' | 'audit_entries'>,
): TableSource {
  const described = new Map(manifest.files.map((file) => [file.table, file]))
  const tables = tablesOfBackup(manifest.schema_version, manifest.files)
  if (!tables) throw new Error(`${folder} does not say what the columns of its tables are.`)
  const fileOf = (table: Table): TableFile & { readonly path: string } => {
    const file = described.get(table.name)
    // A manifest that somebody else wrote must not reach beyond the backup.
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
    tables,
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
    throw new Error(
      `${path} is not what was backed up: it was changed or damaged since. Take another backup.`,
    )
  yield* createReadStream(path)
}

export function writeManifest(folder: string, manifest: TableManifest): void {
  const path = join(folder, manifestName)
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  syncFile(path)
  syncFile(folder)
}

/** Reads what a backup says about itself, and refuses what this program cannot restore. */
export function readManifest(folder: string, newest: number): TableManifest {
  const path = join(folder, manifestName)
  if (!existsSync(path)) throw new Error(`${folder} is no backup: it has no ${manifestName}.`)
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as TableManifest
  if (manifest.format === 1)
    throw new Error(
      `${folder} is a backup of a SQLite file: restore it without DATABASE_URL, or ` +
        `say "holdfast copy --from sqlite:${folder} --to postgres://...".`,
    )
  if (manifest.format !== tableFormat || manifest.schema_version > newest)
    throw new Error(
      `${folder} was made by Holdfast ${manifest.holdfast_version}, at schema ${manifest.schema_version}: ` +
        `restore it with that version or a newer one; this one knows ${newest}.`,
    )
  assertWhole(folder, manifest, newest)
  return manifest
}

/** An older schema may have had fewer or different tables. */
function assertWhole(folder: string, manifest: TableManifest, newest: number): void {
  if (manifest.schema_version < newest) return
  // The keys are in a file beside the folder.
  const missing = tables.find(
    (table) => table !== personalKeyTable && !manifest.files.some((file) => file.table === table.name),
  )
  if (missing) throw new Error(`${folder} is no whole backup: it has no file of ${missing.name}.`)
}
