import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { clearEndedHolds } from '../app/upkeep/clear-ended-holds.ts'
import type { HoldId, TrainRunId } from '../domain/ids.ts'
import { releaseHold } from '../domain/sale/release-hold.ts'
import type { EngineStore } from './engine-store.ts'
import { sellALittle } from './sold-railway.fixture.ts'
import { anna, hold, type OpenStore, runOn, type StoreUnderTest } from './store.fixture.ts'
import type { RunCommit } from './store.ts'

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const pause = async () => true

/** Clears every hold that expired this long ago; returns how many were removed. */
export function clear(store: EngineStore, keepMs = 0): Promise<number> {
  return clearEndedHolds({ store, log, keepMs, pause })
}

/** Places a hold and gives it back. */
export async function holdAndRelease(
  store: EngineStore,
  run: TrainRunId,
  seat: string,
  idempotencyKey: string,
): Promise<HoldId> {
  const placed = await hold(store, run, 'A-B', [seat], { idempotencyKey })
  assert.ok(placed.ok)
  const { id: holdId, token: holdToken } = placed.value.hold
  const released = await store.decide({ trainRunId: run, holdId }, (inventory, now) =>
    releaseHold(inventory, { holdId, holdToken, userId: anna }, now),
  )
  assert.ok(released.ok)
  return holdId
}

/** How every store clears. The stores do not differ in anything that a caller could see. */
export function clearingSuite({ name, open, keeps }: StoreUnderTest): void {
  suite(`clearing on ${name}`, () => {
    const using = (work: (world: OpenStore) => Promise<void>) => async () => {
      const world = await open()
      try {
        await sellALittle(world.store)
        await work(world)
      } finally {
        await world.close()
      }
    }

    test(
      'D22: what an ended hold leaves is cleared after a time that the operator sets',
      using(async ({ store, time }) => {
        const run = runOn(store, '2026-06-11')
        const released = await holdAndRelease(store, run, '2-1', 'released')
        const expired = await hold(store, run, 'A-B', ['2-2'], { idempotencyKey: 'expired' })
        time.advance(120_000)
        const live = await hold(store, run, 'A-B', ['2-3'], { idempotencyKey: 'live' })
        assert.ok(expired.ok && live.ok)
        time.advance(119_999)
        assert.equal(await clear(store, 120_000), 0, 'a moment before')
        const replayed = await hold(store, run, 'A-B', ['2-1'], { idempotencyKey: 'released' })
        assert.equal(replayed.ok && replayed.value.hold.id, released)
        time.advance(1)
        assert.equal(await clear(store, 119_999), 3, 'two of this run, and one of the railway')
        for (const id of [released, expired.value.hold.id])
          assert.equal(await store.findHold(run, id), undefined)
        assert.equal(await clear(store, 119_999), 0, 'nothing twice')
      }),
    )

    test(
      'D23: a key of a cleared hold places a hold like a new one',
      using(async ({ store, time, reopen }) => {
        const run = runOn(store, '2026-06-11')
        const id = await holdAndRelease(store, run, '2-1', 'key')
        time.advance(200_000)
        await clear(store)
        const again = await hold(store, run, 'A-B', ['2-1'], { idempotencyKey: 'key' })
        assert.ok(again.ok)
        assert.deepEqual([again.value.replayed, again.value.hold.id === id], [false, false])
        if (!keeps || !reopen) return
        const reopened = await reopen()
        const third = await hold(reopened, run, 'A-B', ['2-1'], { idempotencyKey: 'key' })
        assert.equal(third.ok && third.value.replayed, true)
      }),
    )

    test(
      'D24: nothing that a booking, a payment or an attempt at one needs is cleared',
      using(async ({ store, time }) => {
        const run = runOn(store, '2026-06-10')
        const before = await sold(store)
        time.advance(400 * 86_400_000)
        await clear(store)
        assert.deepEqual(await sold(store), before)
        assert.equal(before.length, 4)
        for (const { booking, history } of before) {
          assert.ok(await store.findHold(run, booking.holdId))
          assert.ok(history.length >= 3)
        }
      }),
    )

    test(
      'D22: watchers see a commit without seats',
      using(async ({ store, time }) => {
        const run = runOn(store, '2026-06-11')
        await holdAndRelease(store, run, '2-1', 'key')
        time.advance(200_000)
        const seen: RunCommit[] = []
        store.watch(run, (commit) => seen.push(commit))
        await clear(store)
        const commitSeq = (await store.picture(run))?.commitSeq
        assert.deepEqual(seen, [{ trainRunId: run, commitSeq, seatIds: [] }])
      }),
    )

    test(
      'D23: a key that arrives while its hold is cleared stands for one hold, the old one or a new one',
      using(async ({ store, time }) => {
        const run = runOn(store, '2026-06-11')
        for (let round = 0; round < 10; round++) {
          const key = `key ${round}`
          const old = await holdAndRelease(store, run, '2-1', key)
          time.advance(200_000)
          const cleared = clear(store)
          const asked = [1, 2, 3].map(() => hold(store, run, 'A-B', ['2-1'], { idempotencyKey: key }))
          await cleared
          const replies = await Promise.all(asked)
          const found = new Set(
            replies.map((reply) => reply.ok && reply.value.hold.id).filter((id) => id !== old),
          )
          assert.ok(found.size <= 1 && !found.has(false), JSON.stringify(replies))
          time.advance(200_000)
        }
      }),
    )
  })
}

async function sold(store: EngineStore) {
  const records = await store.listBookings([anna], 100)
  return Promise.all(
    records.map(async ({ booking }) => ({
      booking,
      record: await store.findBooking(booking.id),
      history: await store.bookingHistory(booking, { afterSeq: 0, limit: 100 }),
    })),
  )
}
