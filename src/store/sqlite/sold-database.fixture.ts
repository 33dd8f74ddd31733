import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { sellALittle } from '../sold-railway.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

/** A folder with the closed database of a railway that has sold a little of everything. */
export interface SoldDatabase {
  readonly folder: string
  readonly file: string
  /** The time at which it was closed, in milliseconds. */
  readonly closedAt: number
}

export async function makeSoldDatabase(t: Pick<TestContext, 'after'>): Promise<SoldDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sold-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'holdfast.db')
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  await sellALittle(store)
  await store.close()
  return { folder, file, closedAt: time.now() }
}
