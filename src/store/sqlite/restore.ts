import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { personalKeyTable } from '../columns/sale.ts'
import { insertInto } from '../columns/table.ts'
import { valuesOf, wholeLines } from '../copy-lines.ts'
import { beginEpoch } from '../id-epoch.ts'
import { keyFileOf, keyLines } from '../key-file.ts'
import { syncFile } from '../sync-file.ts'
import { tableFormat } from '../table-folder.ts'
import { digestOf, type Manifest, manifestFormat, manifestName, type Verify } from './backup.ts'
import { knownMigrations } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { lockDatabase } from './process-lock.ts'

interface RestoreOptions {
  /** The folder that a backup made. */
  readonly backup: string
  readonly databaseFile: string
  readonly ledgerFile: string
  readonly secretsFile: string
  /** Moves existing files into a folder beside the data folder instead of refusing. */
  readonly force: boolean
  /** Restores everything but names and contacts, whose keys are lost. */
  readonly withoutKeys?: boolean
  /** The time of the restore, in milliseconds. */
  readonly now: number
  readonly verify: Verify
  readonly onProgress: (done: number, total: number) => void
}

/**
 * Restores a backup into a data folder. The files are checked against the manifest, and the copy is brought
 * to the newest schema and verified, before any existing file is touched. Throws `DatabaseOwned` if a server
 * has the database open, and an error with the reason if the backup cannot be used.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { databaseFile, force } = options
  const manifest = readManifest(options.backup)
  const keys = keyFileOf(options.backup, manifest.keys, options.withoutKeys ?? false)
  const folder = dirname(databaseFile)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = lockDatabase(databaseFile)
  const drafts: string[] = []
  try {
    if (existsSync(databaseFile) && !force) {
      throw new Error(
        `${folder} has a database already: say --force to move it aside, or name another folder.`,
      )
    }
    for (const { name, sha256 } of manifest.files)
      drafts.push(copyChecked(options.backup, folder, name, sha256))
    const draft = join(folder, draftName(basename(databaseFile)))
    bringUp(draft)
    if (keys !== undefined) await putKeys(draft, keys)
    await options.verify(draft)
    beginLife(draft, options.now)
    moveAside(options)
    putInPlace(folder, manifest, basename(databaseFile))
    options.onProgress(1, 1)
    return manifest
  } finally {
    for (const draft of drafts) for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true })
    lock.release()
  }
}

/**
 * Sales after the backup have ids at the payment service and on tickets, and none of those is given again. A
 * person who restores knows that time has passed, so the next start need not stop because of it.
 */
function beginLife(draft: string, now: number): void {
  const database = new BetterSqlite3(draft)
  try {
    database.exec(beginEpoch(now))
    database.prepare('UPDATE clock SET high_water = max(high_water, ?)').run(now)
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
  syncFile(draft)
}

/** A backup of an older program gets the newest schema in the copy, by opening it as for sale. */
function bringUp(draft: string): void {
  try {
    openDatabase(draft).close()
  } catch (error) {
    throw new Error(
      'The backup cannot be brought to the schema of this version ' +
        `(${error instanceof Error ? error.message : error}). Nothing was changed.`,
    )
  }
}

/** Puts the keys of names and contacts back. */
async function putKeys(draft: string, keyFile: string): Promise<void> {
  const database = openDatabase(draft)
  try {
    const insert = database.prepare(insertInto(personalKeyTable.name, personalKeyTable.columns))
    database.exec('BEGIN IMMEDIATE')
    for await (const line of wholeLines(keyLines(keyFile))) insert.run(valuesOf(personalKeyTable, line))
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

function draftName(name: string): string {
  return `.${name}.restoring`
}

function readManifest(backup: string): Manifest {
  const path = join(backup, manifestName)
  if (!existsSync(path)) throw new Error(`${backup} is no backup: it has no ${manifestName}.`)
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  if (manifest.format === tableFormat)
    throw new Error(`${backup} is a backup of a PostgreSQL database: name an empty one with --database.`)
  const newest = knownMigrations().length
  if (manifest.format !== manifestFormat || manifest.schema_version > newest) {
    throw new Error(
      `${backup} was made by Holdfast ${manifest.holdfast_version}, at schema ${manifest.schema_version}: ` +
        `restore it with that version or a newer one; this one knows ${newest}.`,
    )
  }
  return manifest
}

function copyChecked(backup: string, folder: string, name: string, sha256: string): string {
  // A manifest that somebody else wrote must not reach beyond the data folder.
  if (basename(name) !== name)
    throw new Error(`${backup} is no backup: it names a file ${JSON.stringify(name)}.`)
  const draft = join(folder, draftName(name))
  copyFileSync(join(backup, name), draft)
  chmodSync(draft, 0o600)
  if (digestOf(draft) !== sha256) {
    rmSync(draft)
    throw new Error(
      `${join(backup, name)} is not what was backed up: it was changed or damaged since. ` +
        'Take another backup.',
    )
  }
  syncFile(draft)
  return draft
}

function moveAside({ databaseFile, ledgerFile, secretsFile, now }: RestoreOptions): void {
  const aside = join(dirname(databaseFile), `replaced-${nameOf(now)}`)
  for (const file of [databaseFile, ledgerFile, secretsFile]) {
    for (const end of ['', '-wal', '-shm']) {
      if (!existsSync(file + end)) continue
      mkdirSync(aside, { recursive: true, mode: 0o700 })
      renameSync(file + end, join(aside, basename(file) + end))
    }
  }
}

function nameOf(now: number): string {
  const text = Temporal.Instant.fromEpochMilliseconds(now).round('second').toString()
  return text.replaceAll(':', '-')
}

/** The database comes last: until it is there, the folder counts as empty and the restore can be repeated. */
function putInPlace(folder: string, manifest: Manifest, databaseName: string): void {
  const names = manifest.files.map((file) => file.name)
  const ordered = [...names.filter((name) => name !== databaseName), databaseName]
  for (const name of ordered) renameSync(join(folder, draftName(name)), join(folder, name))
  syncFile(folder)
}
