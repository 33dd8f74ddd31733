import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StaffId, TrainRunId } from '../domain/ids.ts'
import { blockSeats, type ChangeBlocks, freeBlocks } from '../domain/inventory/change-blocks.ts'
import type { Segment } from '../domain/railway/segment.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import { segment } from '../domain/world.fixture.ts'
import { auditTable } from './columns/inventory.ts'
import type { EngineStore } from './engine-store.ts'
import { hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const by = { ...actedByNobody, staffId: 7 as StaffId, reason: 'defect' } as const

function commandOf(store: EngineStore, run: TrainRunId, seats: readonly string[], way: string): ChangeBlocks {
  const seenRun = store.network().run(run)
  assert.ok(seenRun)
  return { seats: { kind: 'named', seatNumbers: seats }, segment: segment(way), seenRun, by }
}

function block(store: EngineStore, run: TrainRunId, seats: readonly string[], way: string) {
  const command = commandOf(store, run, seats, way)
  return store.decide({ trainRunId: run }, (view, now) => blockSeats(view, command, now))
}

function free(store: EngineStore, run: TrainRunId, seats: readonly string[], way: string) {
  const command = commandOf(store, run, seats, way)
  return store.decide({ trainRunId: run }, (view) => freeBlocks(view, command))
}

const legsOf = ({ fromLeg, toLeg }: Segment) => `${fromLeg}-${toLeg}`

const ofHold = async (reply: ReturnType<typeof hold>) => {
  const { ok } = await reply
  return ok ? 'held' : 'refused'
}

/** What every store does with seats that the railway blocks. */
export function blocksContract(using: Using, keeps: boolean): void {
  test(
    'Y36: of a block and a hold that want one seat in one instant, one has it, and the other is told',
    using(async ({ store }) => {
      const run = runOn(store, '2026-06-10')
      const tries = ['1-1', '1-2', '1-3'].map((seat) =>
        Promise.all([
          block(store, run, [seat], 'A-C'),
          hold(store, run, 'B-D', [seat]),
          block(store, run, [seat], 'C-D'),
        ]),
      )
      for (const [first, held, second] of await Promise.all(tries)) {
        assert.ok(first.ok && second.ok)
        const legs = [first, second].flatMap(({ value }) => value.changed.map(legsOf))
        const inTheWay = [first, second].flatMap(({ value }) => value.inTheWay)
        if (held.ok) assert.deepEqual(legs, ['0-1'])
        else assert.deepEqual([legs, held.refusal.code], [['0-2', '2-3'], 'seat_taken'])
        assert.equal(inTheWay.length, held.ok ? 2 : 0)
      }
    }),
  )

  if (!keeps) return
  test(
    'Y37: a process that has just started knows what is blocked, and the row says who blocked it and why',
    using(async (world) => {
      assert.ok(world.reopen && world.rows)
      const run = runOn(world.store, '2026-06-10')
      await block(world.store, run, ['1-1', '1-2'], 'A-D')
      await free(world.store, run, ['1-1', '1-2'], 'B-C')
      const store = await world.reopen()
      assert.equal(await ofHold(hold(store, run, 'A-B', ['1-1'])), 'refused')
      assert.equal(await ofHold(hold(store, run, 'B-C', ['1-1', '1-2'])), 'held')
      const entries = await world.rows(auditTable)
      assert.deepEqual(
        entries
          .filter((row) => String(row.action).startsWith('seats_'))
          .map((row) => [row.action, Number(row.staff_id), row.reason]),
        [
          ['seats_blocked', 7, 'defect'],
          ['seats_unblocked', 7, 'defect'],
        ],
      )
    }),
  )
}
