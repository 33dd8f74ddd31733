import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifestOf } from '../app/after-sale/manifest.ts'
import { movePassengers } from '../app/after-sale/move-passengers.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import { saleOn, settle } from './sold-railway.fixture.ts'
import { hold, type OpenStore } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const by = { ...actedByNobody, reason: 'defect' } as const

/** A sale, and what the railway does with its passengers. */
function railwayOn(store: OpenStore['store']) {
  const world = saleOn(store)
  const { deps, trainRunId } = world
  return {
    ...world,
    /** `1-1=1-2` moves whoever sits on 1-1 to 1-2. */
    move: async (locator: string | null, ...pairs: readonly string[]) => {
      const moves = pairs.map((pair) => {
        const [fromSeat = '', toSeat = ''] = pair.split('=')
        return { locator, fromSeat, toSeat }
      })
      const asked = { trainRunId: String(trainRunId), moves, isBlocking: false, by }
      const reply = await movePassengers(deps, asked)
      return reply.ok ? 'moved' : reply.refusal.code
    },
    /** Who has which seat: `1-2 BOOKED`. */
    seats: async (of: Pick<typeof deps, 'store' | 'personalKeys'> = deps) => {
      const manifest = await manifestOf(of, { userId: null as never }, String(trainRunId))
      assert.ok(manifest.ok)
      return manifest.value.lines.map(({ seat, state }) => `${seat.number} ${state}`)
    },
    taken: async () => {
      const picture = await store.picture(trainRunId)
      const seats = picture?.run.consist.seats ?? []
      return seats.flatMap(({ id, number }) =>
        (picture?.claimsOn(id) ?? []).map(({ state }) => `${number} ${state}`),
      )
    },
  }
}

/** What every store does with passengers that the railway moves. */
export function movesContract(using: Using, keeps: boolean): void {
  test(
    'Y85: of a move and a hold that want one seat in one instant, one has it, and the other is told',
    using(async ({ store }) => {
      const { sale, move, seats, taken, trainRunId } = railwayOn(store)
      const locators = await Promise.all(['1-1', '1-2'].map((seat) => sale.book([seat])))
      const targets = ['2-1', '2-2']
      const done = await Promise.all(
        targets.map((seat, index) =>
          Promise.all([
            move(locators[index] ?? '', `1-${index + 1}=${seat}`),
            hold(store, trainRunId, 'A-C', [seat]).then(({ ok }) => (ok ? 'held' : 'refused')),
          ]),
        ),
      )
      for (const pair of done)
        assert.ok(['moved refused', 'seat_taken held'].includes(pair.join(' ')), pair.join(' '))
      assert.deepEqual(await taken(), await seats(), 'bookings and claims name the same seats')
    }),
  )

  test(
    'Y85: of a move and a cancellation of one seat in one instant, no seat stays taken for nobody',
    using(async ({ store }) => {
      const { sale, move, seats, taken, deps } = railwayOn(store)
      for (const isMoveFirst of [true, false]) {
        const locator = await sale.book(['1-1'])
        const { token } = await sale.quote(locator, null)
        const acts = [() => move(locator, '1-1=2-1'), () => sale.giveUp(locator, token).then(({ ok }) => ok)]
        const results = await Promise.all((isMoveFirst ? acts : acts.toReversed()).map((act) => act()))
        assert.ok(results.includes(true), 'the cancellation is never refused')
        assert.ok(results.includes('moved') || results.includes('passenger_not_there'), String(results))
        assert.deepEqual([await taken(), await seats()], [[], []])
      }
      await settle(deps)
    }),
  )

  if (!keeps) return
  test(
    'Y86: a process that has just started knows who was moved, and what is canceled then is free',
    using(async (world) => {
      assert.ok(world.reopen)
      const { sale, move } = railwayOn(world.store)
      const locator = await sale.book(['1-1', '1-2'])
      assert.equal(await move(null, '1-1=1-2', '1-2=2-1'), 'moved')
      const store = await world.reopen()
      const later = railwayOn(store)
      assert.deepEqual(await later.seats(), ['1-2 BOOKED', '2-1 BOOKED'])
      await later.sale.cancel(locator, ['2-1'])
      assert.deepEqual(await later.taken(), ['1-2 BOOKED'])
      assert.equal(await later.move(locator, '1-2=1-1'), 'moved')
      assert.deepEqual(await later.seats(), ['1-1 BOOKED'])
    }),
  )
}
