import type { VerifyDatabase } from '../inspector.ts'
import { type OnProgress, type TableSource, transfer } from '../transfer.ts'
import { openTarget } from './table-target.ts'

interface LoadOptions {
  /** In milliseconds. */
  readonly now: number
  readonly verify: VerifyDatabase
  readonly onProgress: OnProgress
}

/** Fills an empty database in one transaction, and commits it only after verifying everything in it. */
export async function loadServer(
  source: TableSource,
  url: string,
  { now, verify, onProgress }: LoadOptions,
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
