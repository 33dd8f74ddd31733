import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { VerifyDatabase } from '../inspector.ts'
import { syncFile } from '../sqlite/copy-database.ts'
import { openInspector as inspectFile } from '../sqlite/inspect.ts'
import { openTarget as openFile } from '../sqlite/table-target.ts'
import {
  fileName,
  openFolder,
  readFolder,
  type TableManifest,
  tableFormat,
  writeManifest,
} from '../table-folder.ts'
import { type OnProgress, transfer } from '../transfer.ts'
import { openSource } from './table-source.ts'

export interface BackupOptions {
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
 * Writes every table into a new folder as of one moment, while any number of nodes may be selling, and verifies it by restoring it into
 * a scratch file beside it, which asks nothing of the server. The folder has its name only once it is whole, verified and on the medium.
 */
export async function backUp(options: BackupOptions): Promise<TableManifest> {
  const { target, verify, onProgress } = options
  if (existsSync(target)) throw new Error(`${target} is there already: name a folder that is not there yet.`)
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`)
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  try {
    // Reading from the server is one half of the work, verifying the other.
    const written = await writeTables(draft, options, (done, total) => onProgress(done, 2 * total))
    const found = await restoreOnTrial(draft, written, verify, (done, total) =>
      onProgress(total + done, 2 * total),
    )
    const manifest: TableManifest = { ...written, runs: found.runs, audit_entries: found.auditEntries }
    writeManifest(draft, manifest)
    renameSync(draft, target)
    syncFile(dirname(target))
    return manifest
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

async function writeTables(draft: string, options: BackupOptions, onProgress: OnProgress): Promise<Draft> {
  const source = await openSource(options.url)
  try {
    const digests = await transfer(source, openFolder(draft), onProgress)
    const { schemaVersion, takenAt, sequences } = source.marks
    return {
      format: tableFormat,
      database: 'postgres',
      holdfast_version: options.version,
      created_at: options.createdAt,
      schema_version: schemaVersion,
      taken_at: takenAt,
      sequences,
      files: digests.map((digest) => ({ name: fileName({ name: digest.table }), ...digest })),
    }
  } finally {
    await source.close()
  }
}

async function restoreOnTrial(
  draft: string,
  written: Draft,
  verify: VerifyDatabase,
  onProgress: OnProgress,
): ReturnType<VerifyDatabase> {
  const scratch = join(draft, 'trial.db')
  const source = readFolder(draft, written)
  try {
    const file = openFile(scratch)
    try {
      await transfer(source, file, onProgress)
      file.finish(source.marks, source.marks.takenAt)
    } finally {
      file.close()
    }
    return await inspected(scratch, written.taken_at, verify)
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(scratch + end, { force: true })
  }
}

async function inspected(file: string, now: number, verify: VerifyDatabase): ReturnType<VerifyDatabase> {
  const inspector = inspectFile(file, () => now)
  try {
    return await verify(inspector)
  } finally {
    await inspector.close()
  }
}
