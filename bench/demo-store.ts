import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pooledRandom } from '../src/app/pooled-random.ts'
import type { TrainRun } from '../src/domain/train-run.ts'
import type { EngineStore } from '../src/store/engine-store.ts'
import { openMemoryStore } from '../src/store/memory/memory-store.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { demoHorizon, demoTimetable } from '../src/timetable/demo/demo-timetable.ts'

export type StoreName = 'memory' | 'sqlite'

/** A store with the demo railway, in a folder of its own for the time of `work`. */
export async function withDemoStore(
  name: StoreName,
  work: (store: EngineStore) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const store =
    name === 'memory'
      ? await openMemoryStore()
      : (await openSqliteStore({ file: join(folder, 'holdfast.sqlite') })).store
  try {
    const today = Temporal.Now.plainDateISO().toString()
    await store.importTimetable(demoTimetable(today, 60), demoHorizon(today, 60))
    await work(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs with at least so many seats, in order of their date, none that has left already. */
export function largeRuns(store: EngineStore, seats: number): readonly TrainRun[] {
  const tomorrow = Temporal.Now.plainDateISO().add({ days: 2 }).toString()
  return [...store.network().runs()]
    .filter((run) => run.consist.seats.length >= seats && run.serviceDate >= tomorrow)
    .sort((a, b) => (a.serviceDate < b.serviceDate ? -1 : a.serviceDate > b.serviceDate ? 1 : a.id - b.id))
}

/** As the product takes its random bytes. */
export const randomBytesOf = pooledRandom(randomBytes)
