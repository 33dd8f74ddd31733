import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import { expireHolds } from '../domain/inventory/expire-holds.ts'
import type { AddressBlock } from '../domain/sale/address-block.ts'
import { hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const block: AddressBlock = { names: [2 ** 48 - 1, 7], share: 0.1 }
const allSeats = ['1-1', '1-2', '1-3', '1-4', '2-1', '2-2', '2-3', '2-4']

/** All eight seats for each of three segments, asked for in one instant: 24 where a block may hold 18. */
async function three({ store }: OpenStore, run: TrainRunId, from?: AddressBlock): Promise<string[]> {
  const replies = await Promise.all(
    ['A-B', 'B-C', 'C-D'].map((segment) => hold(store, run, segment, allSeats, from ? { block: from } : {})),
  )
  return replies.map((reply) => (reply.ok ? 'held' : reply.refusal.code))
}

/** What every store does to count holds by block. */
export function hoardingContract(using: Using, keeps: boolean): void {
  test(
    'Z4: of three holds of a block in one batch, the one that would exceed its share is refused',
    using(async (world) => {
      const counted = await three(world, runOn(world.store, '2026-06-10'), block)
      assert.deepEqual(counted, ['held', 'held', 'network_holds_too_many'])
    }),
  )

  test(
    'Z4: the same three are all held if nobody counts them',
    using(async (world) => {
      const free = await three(world, runOn(world.store, '2026-06-10'))
      assert.deepEqual(free, ['held', 'held', 'held'])
    }),
  )

  if (!keeps) return
  test(
    'Z5: a process that has just started knows what is held and what cools down',
    using(async (world) => {
      assert.ok(world.reopen)
      const run = runOn(world.store, '2026-06-10')
      for (const _ of [1, 2]) {
        const placed = await hold(world.store, run, 'A-B', ['1-1'], { block })
        assert.ok(placed.ok)
        await world.time.pass(120_000)
        await world.store.decide({ trainRunId: run }, expireHolds)
      }
      for (const segment of ['A-B', 'B-C'])
        assert.ok((await hold(world.store, run, segment, allSeats.slice(1), { block })).ok)
      const store = await world.reopen()
      const tried = async (segment: string, seats: readonly string[]) => {
        const reply = await hold(store, run, segment, seats, {
          block: { ...block, names: [9, block.names[0]] },
        })
        return reply.ok ? 'held' : reply.refusal.code
      }
      assert.equal(await tried('C-D', allSeats), 'network_holds_too_many')
      assert.equal(await tried('A-B', ['1-1']), 'seats_cooling_down')
      await world.time.pass(600_000)
      assert.equal(await tried('A-B', ['1-1']), 'held')
    }),
  )
}
