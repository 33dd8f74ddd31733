import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveBackBookings } from '../app/after-sale/give-back-bookings.ts'
import type { TrainRunId } from '../domain/ids.ts'
import { closeSale } from '../domain/inventory/close-run.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import { affectedBy, cancelRun } from '../domain/sale/cancel-run.ts'
import { segment } from '../domain/world.fixture.ts'
import type { EngineStore } from './engine-store.ts'
import { saleOn, settle } from './sold-railway.fixture.ts'
import { hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const by = { ...actedByNobody, reason: 'operational' } as const
const seats = ['1-1', '1-2', '1-3', '1-4', '2-1', '2-2']

function seen(store: EngineStore, run: TrainRunId) {
  const seenRun = store.network().run(run)
  assert.ok(seenRun)
  return { seenRun, by }
}

async function cancel(store: EngineStore, run: TrainRunId, way: string): Promise<void> {
  const command = { ...seen(store, run), segment: segment(way) }
  const reply = await store.decide({ trainRunId: run }, (view, now) => cancelRun(view, command, now))
  assert.ok(reply.ok)
}

async function close(store: EngineStore, run: TrainRunId, way: string): Promise<void> {
  const command = { ...seen(store, run), segment: segment(way), travelClass: null }
  const reply = await store.decide({ trainRunId: run }, (view, now) => closeSale(view, command, now))
  assert.ok(reply.ok)
}

/** Somebody pays, and while the provider authorizes it, this happens. */
async function payWhile(store: EngineStore, happens: (run: TrainRunId) => Promise<void>) {
  const { gateway, sale, trainRunId, deps } = saleOn(store)
  gateway.onAuthorize = async (request) => {
    await happens(trainRunId)
    return gateway.grant(request)
  }
  const reply = await sale.tryToBook(['1-1'])
  await settle(deps)
  return { reply, trainRunId }
}

/** What every store does with runs that the railway closes or cancels. */
export function closuresContract(using: Using, keeps: boolean): void {
  test(
    'Y45: a run that is canceled while somebody pays gets no booking, and keeps no money',
    using(async ({ store }) => {
      const { reply, trainRunId } = await payWhile(store, (run) => cancel(store, run, 'B-D'))
      assert.ok(!reply.ok && reply.refusal.code === 'payment_timed_out', JSON.stringify(reply))
      const picture = await store.picture(trainRunId)
      assert.equal(picture?.isClaimed, false)
      assert.deepEqual(await store.listOpenPayments(), [])
      assert.equal(await store.nextDueAt(), null)
    }),
  )

  test(
    'and a run that is only closed then, which ends no payment, has the booking',
    using(async ({ store }) => {
      const { reply } = await payWhile(store, (run) => close(store, run, 'A-E'))
      assert.ok(reply.ok, JSON.stringify(reply))
    }),
  )

  test(
    'Y45: of sales and a cancellation in one instant, each sale is refused, or booked and given back in full',
    using(async ({ store }) => {
      const { sale, deps, trainRunId } = saleOn(store)
      const tries = seats.map((seat) => sale.tryToBook([seat]))
      const [, ...replies] = await Promise.all([cancel(store, trainRunId, 'A-E'), ...tries.map(codeOf)])
      await giveBackBookings(deps)
      await settle(deps)
      assert.equal(await store.nextDueAt(), null)
      const picture = await store.picture(trainRunId)
      assert.ok(picture)
      assert.deepEqual(affectedBy(picture, [segment('A-E')]), { bookingIds: [], holdIds: [], seats: 0 })
      assert.deepEqual(
        picture.closures.map(({ kind }) => kind),
        ['CANCELLED'],
      )
      assert.deepEqual(await store.listCancelingRuns(), [])
      assert.ok(
        replies.every((code) => code !== null),
        'nobody was sold a seat after the cancellation',
      )
    }),
  )

  test(
    'Y43: bookings of a canceled run are found by what is left, and are all given back, with their money',
    using(async ({ store }) => {
      const { sale, deps, trainRunId } = saleOn(store)
      for (const seat of seats) await sale.book([seat])
      await settle(deps)
      await cancel(store, trainRunId, 'B-C')
      assert.deepEqual(await store.listCancelingRuns(), [trainRunId])
      assert.deepEqual(await giveBackBookings(deps, () => true), { done: 0, left: 0 })
      assert.deepEqual(await giveBackBookings(deps), { done: seats.length, left: 0 })
      await settle(deps)
      const listed = await store.listBookings([1 as never], 99)
      assert.equal(listed.length, seats.length)
      for (const { booking } of listed)
        assert.deepEqual([booking.status, booking.refundedCents], ['CANCELLED', booking.totalCents])
      assert.deepEqual(await giveBackBookings(deps), { done: 0, left: 0 })
    }),
  )

  if (!keeps) return
  test(
    'Y46: a process that has just started knows what is closed',
    using(async (world) => {
      assert.ok(world.reopen)
      const run = runOn(world.store, '2026-06-10')
      await close(world.store, run, 'B-C')
      const store = await world.reopen()
      const refused = await hold(store, run, 'A-C', ['1-1'])
      assert.ok(!refused.ok && refused.refusal.code === 'sale_closed')
      assert.ok((await hold(store, run, 'C-E', ['1-1'])).ok)
    }),
  )
}

async function codeOf(reply: ReturnType<ReturnType<typeof saleOn>['sale']['tryToBook']>) {
  try {
    const found = await reply
    return found.ok ? null : found.refusal.code
  } catch {
    return 'not held'
  }
}
