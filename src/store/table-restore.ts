import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { VerifyDatabase } from './inspector.ts'
import { keyFileOf, withKeys } from './key-file.ts'
import { loadServer } from './postgres/load-server.ts'
import { knownMigrations } from './postgres/migrate.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { writeSecrets } from './sqlite/secret-file.ts'
import { openSource } from './sqlite/table-source.ts'
import { openTarget } from './sqlite/table-target.ts'
import { readFolder, readManifest, type TableManifest } from './table-folder.ts'
import { type OnProgress, type TableSource, transfer } from './transfer.ts'

interface RestoreOptions {
  /** The folder that a backup made. */
  readonly backup: string
  readonly url: string
  /** Where rows of an older schema are brought to the newest one; made if it is missing. */
  readonly scratchFolder: string
  /** Restores everything but names and contacts, whose keys are lost. */
  readonly withoutKeys?: boolean
  /** In milliseconds. */
  readonly now: number
  readonly verify: VerifyDatabase
  readonly onProgress: OnProgress
}

/**
 * Restores a backup into an empty PostgreSQL database: all of it, verified, or nothing. A backup of an older
 * schema is brought to the newest on the way, and stays as it is. Throws if the backup cannot be used, saying
 * why.
 */
export async function restore(options: RestoreOptions): Promise<TableManifest> {
  const { backup, url, scratchFolder, now, verify, onProgress } = options
  const newest = knownMigrations().length
  const manifest = readManifest(backup, newest)
  const keys = keyFileOf(backup, manifest.keys, options.withoutKeys ?? false)
  const source = await withKeys(readFolder(backup, manifest), keys)
  if (manifest.schema_version === newest) {
    await loadServer(source, url, { now, verify, onProgress })
    return manifest
  }
  const half = (offset: number) => (done: number, total: number) =>
    onProgress(offset * total + done, 2 * total)
  await throughFile(source, scratchFolder, half(0), (newer) =>
    loadServer(newer, url, { now, verify, onProgress: half(1) }),
  )
  return manifest
}

/**
 * Both databases have the same migrations, so rows of an older schema are migrated in a file of that schema.
 * Afterward they have the newest schema, for either database.
 */
async function throughFile(
  source: TableSource,
  scratchFolder: string,
  onProgress: OnProgress,
  work: (newer: TableSource) => Promise<unknown>,
): Promise<void> {
  mkdirSync(scratchFolder, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(scratchFolder, '.restoring-'))
  try {
    const newer = await migrated(source, folder, onProgress)
    try {
      await work(newer)
    } finally {
      await newer.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function migrated(source: TableSource, folder: string, onProgress: OnProgress): Promise<TableSource> {
  const [file, secretsFile] = [join(folder, 'older.db'), join(folder, 'secrets.json')]
  const target = openTarget(file, source.marks.schemaVersion)
  try {
    await transfer(source, target, onProgress)
    target.finish(source.marks, source.marks.takenAt)
  } finally {
    target.close()
  }
  if (target.settings.has('session_secret')) writeSecrets(secretsFile, target.settings)
  openDatabase(file).close()
  const newer = await openSource(file, secretsFile)
  // The file does not count the ids of every table, and may give the id of a deleted row again.
  return { ...newer, marks: { ...newer.marks, sequences: source.marks.sequences } }
}
