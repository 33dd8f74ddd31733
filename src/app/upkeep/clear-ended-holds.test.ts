import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { accept } from '../../domain/result.ts'
import type { EndedHold, Scope, Store } from '../../store/store.ts'
import { clearEndedHolds } from './clear-ended-holds.ts'

/** A store with `count` ended holds on three runs; decisions on `broken` fail. */
function world({ holds: count, broken, slices = 99 }: { holds: number; broken?: number; slices?: number }) {
  const holds = Array.from({ length: count }, (_, index): EndedHold => {
    const id = (index + 1) as HoldId
    return { trainRunId: ((index % 3) + 1) as TrainRunId, id, expiresAt: index as Instant }
  })
  const told = { cleared: [] as HoldId[], largest: 0, pauses: 0, warnings: 0 }
  const store = {
    now: () => 1_000_000 as Instant,
    async listEndedHolds({ before, after, limit }: Parameters<Store['listEndedHolds']>[0]) {
      return holds.filter((one) => one.expiresAt < before && one.id > (after?.id ?? 0)).slice(0, limit)
    },
    async decide({ trainRunId, clearedHoldIds = [] }: Scope) {
      if (trainRunId === broken) throw new Error('a poisoned run')
      told.cleared.push(...clearedHoldIds)
      told.largest = Math.max(told.largest, clearedHoldIds.length)
      return accept({ holdIds: clearedHoldIds })
    },
  } as unknown as Store
  const quiet = () => undefined
  const log = { debug: quiet, info: quiet, warn: () => void told.warnings++, error: quiet }
  const pause = async () => ++told.pauses < slices
  return { told, clear: () => clearEndedHolds({ store, log, keepMs: 900_000, pause }) }
}

test('D22: holds are cleared in slices, with a pause after each', async () => {
  const { told, clear } = world({ holds: 250 })
  assert.equal(await clear(), 250)
  assert.equal(new Set(told.cleared).size, 250)
  assert.deepEqual([told.largest, told.pauses], [17, 5])
})

test('D22: a run that fails does not keep others from being cleared', async () => {
  const { told, clear } = world({ holds: 250, broken: 2 })
  assert.equal(await clear(), 167)
  assert.equal(told.warnings, 5, 'one in each slice')
})

test('D22: running work ends after its slice when the server stops', async () => {
  assert.equal(await world({ holds: 250, slices: 1 }).clear(), 50)
})
