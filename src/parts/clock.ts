import { endMisdatedHolds, type HoldOfRun } from '../app/upkeep/end-misdated-holds.ts'
import type { Tools } from '../cli/tools.ts'
import type { HoldId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { EngineStore } from '../store/engine-store.ts'
import * as places from '../store/place.ts'
import { putClockRight } from '../store/postgres/clock-state.ts'
import type { Row } from '../store/rows.ts'
import { misdatedHoldsIn, setMark } from '../store/sqlite/clock-mark.ts'
import { whileThere } from './told-faults.ts'

export const clockState: Tools['clockState'] = (place) =>
  whileThere(place, () => places.clockState(place, Date.now()))

export const setClock: Tools['setClock'] = (place) =>
  whileThere(place, () => (place.kind === 'file' ? setClockOfFile(place.file) : setClockOfServer(place.url)))

/** Sets the mark first: if this ends halfway, the next run finds the remaining holds. */
async function setClockOfFile(file: string): Promise<void> {
  const now = Date.now() as Instant
  setMark(file, now)
  const holds = holdsOf(misdatedHoldsIn(file, now))
  if (holds.length === 0) return
  const { openSqliteStore } = await import('../store/sqlite/sqlite-store.ts')
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: { now: () => now } })
  await endIn(store, holds)
}

async function setClockOfServer(url: string): Promise<void> {
  const holds = holdsOf(await putClockRight(url))
  if (holds.length === 0) return
  const { openPostgresStore } = await import('../store/postgres/postgres-store.ts')
  await endIn((await openPostgresStore({ url })).store, holds)
}

async function endIn(store: EngineStore, holds: readonly HoldOfRun[]): Promise<void> {
  try {
    await endMisdatedHolds(store, holds)
  } finally {
    await store.close()
  }
}

function holdsOf(rows: readonly Row[]): readonly HoldOfRun[] {
  return rows.map((row) => ({
    trainRunId: Number(row.train_run_id) as TrainRunId,
    holdId: Number(row.id) as HoldId,
  }))
}
