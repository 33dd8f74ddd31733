import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pooledRandom } from '../src/app/pooled-random.ts'
import type { TrainRun } from '../src/domain/railway/train-run.ts'
import type { EngineStore } from '../src/store/engine-store.ts'
import { openMemoryStore } from '../src/store/memory/memory-store.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { demoHorizon, demoTimetable } from '../src/timetable/demo/demo-timetable.ts'
import { withFolder } from './temporary-folder.ts'

export type StoreName = 'memory' | 'sqlite'

/** Runs `work` on a store with the demo railway, in its own temporary folder. */
export async function withDemoStore(
  name: StoreName,
  work: (store: EngineStore) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
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
    }
  })
}

/** Runs with at least this many seats that have not left yet, in order of their date. */
export function largeRuns(store: EngineStore, seats: number): readonly TrainRun[] {
  const tomorrow = Temporal.Now.plainDateISO().add({ days: 2 }).toString()
  return [...store.network().runs()]
    .filter((run) => run.consist.seats.length >= seats && run.serviceDate >= tomorrow)
    .sort((a, b) => (a.serviceDate < b.serviceDate ? -1 : a.serviceDate > b.serviceDate ? 1 : a.id - b.id))
}

/** Random bytes from the same source as in the product. */
export const randomBytesOf = pooledRandom(randomBytes)
