import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, PaymentId, TrainRunId } from '../domain/ids.ts'
import { expireHolds } from '../domain/inventory/expire-holds.ts'
import { confirmBooking } from '../domain/sale/confirm-booking.ts'
import { pinHold } from '../domain/sale/pin-hold.ts'
import type { PlaceHold } from '../domain/sale/place-hold.ts'
import { pin } from '../domain/sale/sale.fixture.ts'
import type { EngineStore } from './engine-store.ts'
import { anna, hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const block = { names: [2 ** 48 - 1, 7], share: 0.1 } as const
const vouching = { share: 0.2, isKnown: false, provenWork: 0 }
const allSeats = ['1-1', '1-2', '1-3', '1-4', '2-1', '2-2', '2-3', '2-4']

/** All eight seats for each of three segments: 24 where a block, or newcomers, may hold 18. */
async function three(
  { store }: OpenStore,
  run: TrainRunId,
  counted: Pick<PlaceHold, 'block' | 'vouching'> = {},
): Promise<string[]> {
  const replies = await Promise.all(
    ['A-B', 'B-C', 'C-D'].map((segment) => hold(store, run, segment, allSeats, counted)),
  )
  return replies.map((reply) => (reply.ok ? 'held' : reply.refusal.code))
}

/** What every store does to count holds by block. */
export function hoardingContract(using: Using, keeps: boolean): void {
  test(
    'Z4: of three holds of a block in one batch, the one that would exceed its share is refused',
    using(async (world) => {
      const counted = await three(world, runOn(world.store, '2026-06-10'), { block })
      assert.deepEqual(counted, ['held', 'held', 'network_holds_too_many'])
    }),
  )

  test(
    'Z13: of three holds of newcomers in one batch, the one that would exceed their share is refused',
    using(async (world) => {
      const counted = await three(world, runOn(world.store, '2026-06-10'), { vouching })
      assert.deepEqual(counted, ['held', 'held', 'class_under_pressure'])
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

  test(
    'Z13: a process that has just started knows what newcomers hold, what ran out, and what was booked',
    using(async (world) => {
      assert.ok(world.reopen)
      const run = runOn(world.store, '2026-06-10')
      for (const segment of ['A-B', 'B-C'])
        assert.ok((await hold(world.store, run, segment, allSeats, { vouching })).ok)
      let store = await world.reopen()
      const ask = async () => {
        const reply = await hold(store, run, 'C-D', allSeats.slice(0, 3), { vouching })
        return reply.ok || reply.refusal.code !== 'class_under_pressure' ? 'held' : reply.refusal.seatsHeld
      }
      assert.equal(await ask(), 16)
      const known = { ...vouching, isKnown: true }
      for (const seats of [allSeats.slice(0, 2), allSeats.slice(2, 7)])
        assert.ok((await hold(store, run, 'C-D', seats, { vouching: known })).ok)
      await world.time.pass(120_000)
      await store.decide({ trainRunId: run }, expireHolds)
      store = await world.reopen()
      assert.equal(await ask(), 0, '23 seats ran out')
      await book(store, run)
      store = await world.reopen()
      assert.equal(await ask(), 'held', 'and 8 were booked')
    }),
  )
}

/** A caller who is known books all seats. */
async function book(store: EngineStore, run: TrainRunId): Promise<void> {
  const known = { ...vouching, isKnown: true }
  const held = await hold(store, run, 'A-B', allSeats, { vouching: known })
  assert.ok(held.ok)
  const { id: holdId, token: holdToken } = held.value.hold
  const paymentId = (await store.nextId('payment')) as PaymentId
  const payment = pin('p1', 'h1', allSeats.join(' '), { paymentId, holdId, holdToken, userId: anna })
  const key = { route: 'booking', userId: anna, key: payment.idempotencyKey } as const
  const pinned = await store.decide({ trainRunId: run, holdId, key }, (inventory, now) =>
    pinHold(inventory, payment, now),
  )
  assert.ok(pinned.ok && pinned.value.kind === 'pinned')
  const { amountCents, currency } = pinned.value.payment
  const bookingId = (await store.nextId('booking')) as BookingId
  const names = { locator: 'B1', linkToken: 'link of B1', journeyDate: '2026-06-10' }
  const booking = { paymentId, bookingId, ...names, amountCents, currency }
  const confirmed = await store.decide({ trainRunId: run, holdId, paymentId }, (inventory, now) =>
    confirmBooking(inventory, booking, now),
  )
  assert.ok(confirmed.ok)
}
