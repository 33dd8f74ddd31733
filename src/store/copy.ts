import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DatabasePlace, VerifyDatabase } from './inspector.ts'
import { loadServer } from './postgres/restore.ts'
import { openSource as openServer } from './postgres/table-source.ts'
import { syncFile } from './sqlite/copy-database.ts'
import { openInspector as inspectFile } from './sqlite/inspect.ts'
import { lockDatabase } from './sqlite/process-lock.ts'
import { writeSecrets } from './sqlite/secret-file.ts'
import { openSource as openFile } from './sqlite/table-source.ts'
import { openTarget } from './sqlite/table-target.ts'
import { type OnProgress, type TableSource, transfer } from './transfer.ts'

/** A database, and where its secrets lie when they are not in it. */
export type CopyPlace = DatabasePlace & { readonly secretsFile: string }

export interface CopyOptions {
  readonly from: CopyPlace
  readonly to: CopyPlace
  /** In milliseconds. */
  readonly now: number
  readonly verify: VerifyDatabase
  readonly onProgress: OnProgress
}

export interface CopyReport {
  readonly rows: number
  readonly runs: number
  readonly auditEntries: number
}

/**
 * Carries everything that a database has into an empty one, of the other kind or of the same: all of it, verified, or nothing. A server
 * may be selling from a PostgreSQL source, whose copy is of one moment; a file must be nobody's.
 */
export async function copy({ from, to, ...load }: CopyOptions): Promise<CopyReport> {
  const source = from.kind === 'file' ? openFile(from.file, from.secretsFile) : await openServer(from.url)
  try {
    return to.kind === 'server'
      ? await loadServer(source, to.url, load)
      : await loadFile(source, to.file, to.secretsFile, load)
  } finally {
    await source.close()
  }
}

type Load = Pick<CopyOptions, 'now' | 'verify' | 'onProgress'>

/** The database comes last: before it is there, the folder counts as empty and the copy can be repeated. */
async function loadFile(
  source: TableSource,
  file: string,
  secretsFile: string,
  load: Load,
): Promise<CopyReport> {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = lockDatabase(file)
  const draft = join(folder, `.${basename(file)}.copying`)
  try {
    for (const path of [file, secretsFile])
      if (existsSync(path))
        throw new Error(`${path} is there already: name an empty folder. Nothing was changed.`)
    removeFile(draft)
    const report = await fillFile(source, draft, secretsFile, load)
    renameSync(draft, file)
    syncFile(folder)
    return report
  } finally {
    removeFile(draft)
    lock.release()
  }
}

async function fillFile(
  source: TableSource,
  draft: string,
  secretsFile: string,
  { now, verify, onProgress }: Load,
): Promise<CopyReport> {
  const target = openTarget(draft)
  try {
    const digests = await transfer(source, target, onProgress)
    target.finish(source.marks, now)
    target.close()
    const found = await inspected(draft, now, verify)
    if (target.settings.has('session_secret')) writeSecrets(secretsFile, target.settings)
    return { rows: digests.reduce((sum, { rows }) => sum + rows, 0), ...found }
  } finally {
    target.close()
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

function removeFile(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}
