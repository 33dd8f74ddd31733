import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { personalKeyTable } from './columns/sale.ts'
import { settingTable } from './columns/upkeep.ts'
import { parseLines } from './copy-lines.ts'
import { fillFile } from './fill-file.ts'
import type { VerifyDatabase } from './inspector.ts'
import { draftKeys, type KeyDraft } from './key-file.ts'
import { writtenTable } from './older-tables.ts'
import { openSource } from './postgres/table-source.ts'
import { syncFile } from './sync-file.ts'
import {
  fileName,
  openFolder,
  readFolder,
  type TableManifest,
  tableFormat,
  writeManifest,
} from './table-folder.ts'
import { type OnProgress, type TableSource, transfer } from './transfer.ts'

interface BackupOptions {
  readonly url: string
  /** The folder to make. */
  readonly target: string
  readonly version: string
  readonly createdAt: string
  readonly verify: VerifyDatabase
  readonly onProgress: OnProgress
}

type Draft = Omit<TableManifest, 'runs' | 'audit_entries'>

/**
 * Writes every table of a PostgreSQL database into a new folder as of one moment, while any number of nodes
 * may be selling. Verifies it by restoring it into a scratch file beside it, which puts no load on the
 * server. The folder gets its name only once it is complete, verified, and on the medium.
 */
export async function backUp(options: BackupOptions): Promise<TableManifest> {
  const { target, verify, onProgress } = options
  if (existsSync(target)) throw new Error(`${target} is there already: name a folder that is not there yet.`)
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`)
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  let keys: KeyDraft | undefined
  try {
    // Reading from the server is one half of the work; verifying is the other.
    const tables = await writeTables(draft, options, (done, total) => onProgress(done, 2 * total))
    const { written } = tables
    keys = tables.keys
    const found = await restoreOnTrial(draft, written, verify, (done, total) =>
      onProgress(total + done, 2 * total),
    )
    const manifest: TableManifest = { ...written, runs: found.runs, audit_entries: found.auditEntries }
    writeManifest(draft, manifest)
    // First the keys: those of older backups are among them, but for what was erased.
    await keys.putInPlace()
    renameSync(draft, target)
    syncFile(dirname(target))
    return manifest
  } catch (error) {
    keys?.discard()
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

async function writeTables(
  draft: string,
  options: BackupOptions,
  onProgress: OnProgress,
): Promise<{ readonly written: Draft; readonly keys: KeyDraft }> {
  const { target, createdAt } = options
  const whole = await openSource(options.url)
  const source = { ...whole, tables: whole.tables.filter((table) => table !== personalKeyTable) }
  try {
    const digests = await transfer(source, openFolder(draft), onProgress)
    const { schemaVersion, takenAt, sequences } = source.marks
    const written = new Map(source.tables.map((table) => [table.name, writtenTable(table)]))
    const keys = await draftKeys(
      target,
      await locatorKeyOf(source),
      createdAt,
      source.lines(personalKeyTable),
    )
    const draftManifest: Draft = {
      format: tableFormat,
      database: 'postgres',
      holdfast_version: options.version,
      created_at: createdAt,
      schema_version: schemaVersion,
      taken_at: takenAt,
      sequences,
      keys: keys.keys,
      files: digests.map((digest) => ({
        name: fileName({ name: digest.table }),
        ...digest,
        ...written.get(digest.table),
      })),
    }
    return { written: draftManifest, keys }
  } finally {
    await source.close()
  }
}

async function locatorKeyOf(source: TableSource): Promise<string> {
  for await (const { name, value } of parseLines(settingTable, source.lines(settingTable)))
    if (name === 'locator_key') return String(value)
  throw new Error('the database has no key of its locators')
}

async function restoreOnTrial(
  draft: string,
  written: Draft,
  verify: VerifyDatabase,
  onProgress: OnProgress,
): ReturnType<VerifyDatabase> {
  const scratch = join(draft, 'trial.db')
  try {
    return await fillFile(readFolder(draft, written), scratch, { now: written.taken_at, verify, onProgress })
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(scratch + end, { force: true })
  }
}
