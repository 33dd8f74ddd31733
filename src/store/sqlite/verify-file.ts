import type { VerifyDatabase } from '../inspector.ts'
import { openInspector } from './inspect.ts'

/** Verifies a database file that nobody has open, as of a moment. */
export async function verifyFile(
  file: string,
  now: number,
  verify: VerifyDatabase,
): ReturnType<VerifyDatabase> {
  const inspector = openInspector(file, () => now)
  try {
    return await verify(inspector)
  } finally {
    await inspector.close()
  }
}
