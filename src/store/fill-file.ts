import type { VerifyDatabase } from './inspector.ts'
import type { CarriedSettings } from './sqlite/table-source.ts'
import { openTarget } from './sqlite/table-target.ts'
import { verifyFile } from './sqlite/verify-file.ts'
import { type OnProgress, type TableSource, transfer } from './transfer.ts'

interface Filled extends Awaited<ReturnType<VerifyDatabase>> {
  readonly rows: number
  /** The settings that came with the rows. The secrets among them are not in the file. */
  readonly settings: CarriedSettings
}

/** Copies every row of a source into a new SQLite file and verifies the result; `now` is in milliseconds. */
export async function fillFile(
  source: TableSource,
  file: string,
  { now, verify, onProgress }: { now: number; verify: VerifyDatabase; onProgress: OnProgress },
): Promise<Filled> {
  const target = openTarget(file)
  try {
    const digests = await transfer(source, target, onProgress)
    target.finish(source.marks, now)
    target.close()
    const found = await verifyFile(file, now, verify)
    return { rows: digests.reduce((sum, { rows }) => sum + rows, 0), settings: target.settings, ...found }
  } finally {
    target.close()
  }
}
