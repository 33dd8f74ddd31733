import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { beginEpoch } from '../id-epoch.ts'
import { tableFormat } from '../table-folder.ts'
import { digestOf, type Manifest, manifestFormat, manifestName, type Verify } from './backup.ts'
import { syncFile } from './copy-database.ts'
import { knownMigrations } from './migrate.ts'
import { lockDatabase } from './process-lock.ts'

export interface RestoreOptions {
  /** The folder that a backup made. */
  readonly backup: string
  readonly databaseFile: string
  readonly ledgerFile: string
  readonly secretsFile: string
  /** Moves what is there already into a folder beside it, instead of refusing. */
  readonly force: boolean
  /** The time of the restore, in milliseconds. */
  readonly now: number
  readonly verify: Verify
  readonly onProgress: (done: number, total: number) => void
}

/**
 * Puts a backup into a data folder. The files are checked against the manifest, and the copy is verified, before anything that is
 * there is touched. Throws `DatabaseOwned` where a server has the database open, and an error that says why where the backup
 * cannot be used.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { databaseFile, force } = options
  const manifest = readManifest(options.backup)
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
    await options.verify(draft)
    beginEpochIn(draft, options.now)
    moveAside(options)
    putInPlace(folder, manifest, basename(databaseFile))
    options.onProgress(1, 1)
    return manifest
  } finally {
    for (const draft of drafts) for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true })
    lock.release()
  }
}

/** What was sold after the backup has ids of its own at the payment service and on tickets; none of them is given again. */
function beginEpochIn(draft: string, now: number): void {
  const database = new BetterSqlite3(draft)
  try {
    database.exec(beginEpoch(now))
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
  syncFile(draft)
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
      `${backup} was made by Holdfast ${manifest.holdfast_version}: restore it with that version.`,
    )
  }
  return manifest
}

function copyChecked(backup: string, folder: string, name: string, sha256: string): string {
  // A manifest that was written by somebody else must not reach beyond the data folder.
  if (basename(name) !== name)
    throw new Error(`${backup} is no backup: it names a file ${JSON.stringify(name)}.`)
  const draft = join(folder, draftName(name))
  copyFileSync(join(backup, name), draft)
  chmodSync(draft, 0o600)
  if (digestOf(draft) !== sha256) {
    rmSync(draft)
    throw new Error(`${join(backup, name)} is not what was backed up: it was changed or damaged since.`)
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

/** The database comes last: before it is there, the folder counts as empty and the restore can be repeated. */
function putInPlace(folder: string, manifest: Manifest, databaseName: string): void {
  const names = manifest.files.map((file) => file.name)
  const ordered = [...names.filter((name) => name !== databaseName), databaseName]
  for (const name of ordered) renameSync(join(folder, draftName(name)), join(folder, name))
  syncFile(folder)
}
