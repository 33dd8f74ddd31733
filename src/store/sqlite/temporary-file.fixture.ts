import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** The path of a database in a folder that exists as long as the test. */
export function temporaryFile(t: TestContext): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sqlite-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return { folder, file: join(folder, 'holdfast.db') }
}
