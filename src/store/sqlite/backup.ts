import { hash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { personalKeyTable } from '../columns/sale.ts'
import { draftKeys, type KeyDraft, type KeysOfBackup } from '../key-file.ts'
import { syncFile } from '../sync-file.ts'
import { copyDatabase } from './copy-database.ts'
import { assertLogIsThere } from './log-marker.ts'
import { openDatabase } from './open-database.ts'
import { schemaStateOf } from './schema-state.ts'
import { linesOf } from './table-source.ts'

export const manifestName = 'manifest.json'
export const manifestFormat = 1

/** What a backup says about itself; members as in its manifest. */
export interface Manifest {
  readonly format: number
  readonly holdfast_version: string
  readonly created_at: string
  readonly schema_version: number
  readonly runs: number
  readonly audit_entries: number
  /** Left out of backups of older versions, which sealed nothing. */
  readonly keys?: KeysOfBackup
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

/** Verifies a database file; throws if it is not sound. */
export type Verify = (file: string) => Promise<{ readonly runs: number; readonly auditEntries: number }>

interface BackupOptions {
  readonly databaseFile: string
  /** The ledger of the mock payment service, which is beside the database; it may be absent. */
  readonly ledgerFile: string
  readonly secretsFile: string
  /** The folder to make. */
  readonly target: string
  readonly version: string
  readonly createdAt: string
  readonly verify: Verify
  readonly onProgress: (done: number, total: number) => void
}

/**
 * Copies everything that a restore needs into a new folder, while a server may be selling. The folder gets
 * its name only once it is complete, verified, and on the medium. Throws if the target already exists or the
 * copy is not sound.
 */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const { target, databaseFile } = options
  assertLogIsThere(databaseFile)
  if (existsSync(target)) throw new Error(`${target} is there already: name a folder that is not there yet.`)
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`)
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  let keys: KeyDraft | undefined
  try {
    const copy = join(draft, basename(databaseFile))
    await copyDatabase(databaseFile, copy, options.onProgress)
    keys = await takeOutKeys(copy, options)
    const manifest = await fill(draft, options, keys?.keys)
    // First the keys: those of older backups are among them, but for what was erased.
    await keys?.putInPlace()
    renameSync(draft, target)
    syncFile(dirname(target))
    return manifest
  } catch (error) {
    keys?.discard()
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** Moves the keys of names and contacts out of a copy; undefined if an older version has made none. */
async function takeOutKeys(
  copy: string,
  { target, createdAt }: BackupOptions,
): Promise<KeyDraft | undefined> {
  const database = new BetterSqlite3(copy)
  try {
    const { name } = personalKeyTable
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name)
    if (!table) return undefined
    const key = database.prepare("SELECT value FROM settings WHERE name = 'locator_key'").pluck().get()
    const lines = linesOf(database, personalKeyTable, new Map())
    const draft = await draftKeys(target, String(key), createdAt, lines)
    // Without this, the deleted rows would stay in the file until others take their place.
    database.pragma('secure_delete = ON')
    database.exec(`DELETE FROM ${name}`)
    database.pragma('wal_checkpoint(TRUNCATE)')
    return draft
  } finally {
    database.close()
  }
}

/**
 * The ledger comes after the database. What it has beyond the database is given back by the reconciliation;
 * the reverse must not happen.
 */
async function fill(
  draft: string,
  options: BackupOptions,
  keys: KeysOfBackup | undefined,
): Promise<Manifest> {
  const { databaseFile, ledgerFile, secretsFile, verify } = options
  const copy = join(draft, basename(databaseFile))
  if (existsSync(ledgerFile)) await copyDatabase(ledgerFile, join(draft, basename(ledgerFile)), () => {})
  if (existsSync(secretsFile)) copyPrivately(secretsFile, join(draft, basename(secretsFile)))
  const { runs, auditEntries } = await verifyCopy(copy, verify)
  const names = [databaseFile, ledgerFile, secretsFile].map((file) => basename(file))
  const present = names.filter((name) => existsSync(join(draft, name)))
  for (const name of present) removeWal(join(draft, name))
  const manifest: Manifest = {
    format: manifestFormat,
    holdfast_version: options.version,
    created_at: options.createdAt,
    schema_version: schemaStateOf(copy).version ?? 0,
    runs,
    audit_entries: auditEntries,
    ...(keys ? { keys } : {}),
    files: present.map((name) => describeFile(draft, name)),
  }
  removeWal(copy)
  writeFileSync(join(draft, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  for (const name of [...present, manifestName]) syncFile(join(draft, name))
  syncFile(draft)
  return manifest
}

/**
 * A file that this version has not migrated yet is backed up as it is, and verified as this version would
 * restore it, in a second copy.
 */
async function verifyCopy(copy: string, verify: Verify): ReturnType<Verify> {
  const { version, newest } = schemaStateOf(copy)
  if (version === newest) return verify(copy)
  const trial = `${copy}.trial`
  try {
    copyPrivately(copy, trial)
    openDatabase(trial).close()
    return await verify(trial)
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(trial + end, { force: true })
  }
}

function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}

/** A copy that was only read has nothing in its log; the empty files would be left over. */
function removeWal(file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
}

function describeFile(folder: string, name: string): Manifest['files'][number] {
  const path = join(folder, name)
  chmodSync(path, 0o600)
  return { name, bytes: statSync(path).size, sha256: digestOf(path) }
}

/** SHA-256 of a file, in hex. */
export function digestOf(path: string): string {
  return hash('sha256', readFileSync(path), 'hex')
}
