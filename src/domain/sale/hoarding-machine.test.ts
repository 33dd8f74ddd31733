import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../../../test/harness/random.ts'
import type { HoldId, StationCode, UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { keepsSeats } from '../records/hold.ts'
import { segment, World } from '../world.fixture.ts'
import type { AddressBlock } from './address-block.ts'
import { placeHold } from './place-hold.ts'
import { pin, pinned, yes } from './sale.fixture.ts'

const seed = 20_260_610
const seatsOfTrain = 100
const sessions = 1_000
const buyers = 60
const stepMs = 5_000
const steps = (30 * 60_000) / stepMs
const payingSteps = 60_000 / stepMs

/**
 * Half an hour in which the sessions of one machine take every seat they can, in every step, and an honest
 * buyer comes every half minute from a network of their own, holds one seat and pays a minute later.
 */
function halfAnHour(isCapped: boolean) {
  const random = createRandom(seed)
  const coach = { number: '1', rows: Array.from({ length: seatsOfTrain / 4 }, () => 'wa aw') }
  const world = new World(makeRun([coach]))
  const paying = new Map<number, { readonly id: number; readonly seats: string }>()
  let [ids, served, most] = [0, 0, 0]
  const hold = (userId: number, seatCount: number, name: number) => {
    const id = ++ids
    const block: AddressBlock = { names: [name], share: 0.1 }
    const reply = world.decide((inventory, now) =>
      placeHold(
        inventory,
        {
          ...{ holdId: id as HoldId, holdToken: `token of h${id}`, userId: userId as UserId },
          ...{ fromStationCode: 'A' as StationCode, toStationCode: 'E' as StationCode },
          ...{ segment: segment('A-E'), holdMs, holdsPerUser: 10 },
          seats: { kind: 'chosen', travelClass: 'SECOND', seatCount, preferences: {} },
          ...{ idempotencyKey: `k${id}`, fingerprint: `${id}`, ...(isCapped ? { block } : {}) },
        },
        now,
      ),
    )
    return reply.ok ? { id, seats: reply.value.hold.seats } : undefined
  }
  for (let step = 0; step < steps + payingSteps; step++) {
    world.now = after(world.now, stepMs)
    world.decide(expireHolds)
    for (const seatCount of [9, 4, 1])
      while (hold(1 + random.int(sessions), seatCount, 1)) most = Math.max(most, heldByMachine(world))
    const due = paying.get(step)
    if (due) {
      const userId = (sessions + due.id) as UserId
      pinned(world, pin(`p${due.id}`, `h${due.id}`, due.seats, { userId }))
      if (yes(world, `p${due.id}`, `b${due.id}`).ok) served++
    }
    if (step >= steps || step % (steps / buyers) !== 0) continue
    const placed = hold(sessions + ids + 1, 1, 1_000 + step)
    if (!placed) continue
    const seat = world.run.consist.seats.find(({ id }) => id === placed.seats[0]?.seatId)
    paying.set(step + payingSteps, { id: placed.id, seats: seat?.number ?? '' })
  }
  return { served, most }
}

/** The seats that the machine keeps now. */
function heldByMachine(world: World): number {
  return [...world.holds.values()]
    .filter((hold) => hold.userId <= sessions && keepsSeats(hold, world.now))
    .reduce((sum, hold) => sum + hold.seats.length, 0)
}

test('Z12: of a train that 1,000 sessions of one machine want for half an hour, it holds 18 seats, and every buyer gets one', (t) => {
  const { served, most } = halfAnHour(true)
  t.diagnostic(`seed ${seed}: the machine held ${most} seats at most, ${served} of ${buyers} buyers got one`)
  assert.equal(most, 18)
  assert.equal(served, buyers)
})

test('Z12: without the cap the same machine holds the whole train, and hardly a buyer gets a seat', (t) => {
  const { served, most } = halfAnHour(false)
  t.diagnostic(`seed ${seed}: the machine held ${most} seats at most, ${served} of ${buyers} buyers got one`)
  assert.equal(most, seatsOfTrain)
  assert.ok(served < buyers / 10, `${served}`)
})
