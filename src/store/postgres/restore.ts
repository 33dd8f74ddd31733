import type { VerifyDatabase } from '../inspector.ts'
import { readFolder, readManifest, type TableManifest } from '../table-folder.ts'
import { type OnProgress, type TableSource, transfer } from '../transfer.ts'
import { knownMigrations } from './migrate.ts'
import { openTarget } from './table-target.ts'

export interface RestoreOptions {
  /** The folder that a backup made. */
  readonly backup: string
  readonly url: string
  /** In milliseconds. */
  readonly now: number
  readonly verify: VerifyDatabase
  readonly onProgress: OnProgress
}

/** Puts a backup into an empty database: all of it, verified, or nothing. Throws where the backup cannot be used, saying why. */
export async function restore({ backup, url, ...load }: RestoreOptions): Promise<TableManifest> {
  const manifest = readManifest(backup, knownMigrations().length)
  await loadServer(readFolder(backup, manifest), url, load)
  return manifest
}

/** Fills an empty database in one transaction, and commits it only once everything in it was found to be sound. */
export async function loadServer(
  source: TableSource,
  url: string,
  { now, verify, onProgress }: Pick<RestoreOptions, 'now' | 'verify' | 'onProgress'>,
): Promise<{ readonly rows: number; readonly runs: number; readonly auditEntries: number }> {
  const target = await openTarget(url)
  try {
    const digests = await transfer(source, target, onProgress)
    const found = await verify(await target.inspect())
    await target.finish(source.marks, now)
    return { rows: digests.reduce((sum, { rows }) => sum + rows, 0), ...found }
  } finally {
    await target.close()
  }
}
