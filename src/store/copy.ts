import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fillFile } from './fill-file.ts'
import type { DatabasePlace, VerifyDatabase } from './inspector.ts'
import { loadServer } from './postgres/load-server.ts'
import { openSource as openServer } from './postgres/table-source.ts'
import { lockDatabase } from './sqlite/process-lock.ts'
import { writeSecrets } from './sqlite/secret-file.ts'
import { openSource as openFile } from './sqlite/table-source.ts'
import { syncFile } from './sync-file.ts'
import type { OnProgress, TableSource } from './transfer.ts'

/** A database, and where its secrets are if they are not in it. */
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
 * Copies everything in a database into an empty one, of either kind: all of it, verified, or nothing. A
 * server may keep selling from a PostgreSQL source, whose copy is of one moment; a file must not be open
 * anywhere else.
 */
export async function copy({ from, to, ...load }: CopyOptions): Promise<CopyReport> {
  const source =
    from.kind === 'file' ? await openFile(from.file, from.secretsFile) : await openServer(from.url)
  try {
    return to.kind === 'server'
      ? await loadServer(source, to.url, load)
      : await loadFile(source, to.file, to.secretsFile, load)
  } finally {
    await source.close()
  }
}

type Load = Pick<CopyOptions, 'now' | 'verify' | 'onProgress'>

/** The database comes last: until it is there, the folder counts as empty and the copy can be repeated. */
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
    const { settings, ...report } = await fillFile(source, draft, load)
    if (settings.has('session_secret')) writeSecrets(secretsFile, settings)
    renameSync(draft, file)
    syncFile(folder)
    return report
  } finally {
    removeFile(draft)
    lock.release()
  }
}

function removeFile(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}
