import assert from 'node:assert/strict'
import test from 'node:test'
import type { SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Claim } from '../records/claim.ts'
import { loadOf, noLoad } from './run-load.ts'

const now = 1_000 as Instant
const legCount = 3

function claim(
  state: Claim['state'],
  fromLeg: number,
  toLeg: number,
  expiresAt: number | null = null,
): Claim {
  const ends = expiresAt as Instant | null
  return { seatId: 1 as SeatId, state, fromLeg, toLeg, holdId: null, bookingId: null, expiresAt: ends }
}

test('X61: a run without claims has no load', () => assert.deepEqual(loadOf([], legCount, now), noLoad))

test('X61: a hold counts until its last moment and not from then on', () => {
  assert.equal(loadOf([claim('HELD', 0, 3, 1_001)], legCount, now).held, 1)
  assert.deepEqual(loadOf([claim('HELD', 0, 3, 1_000)], legCount, now), noLoad)
})

test('X61: each leg has the seats that are taken on it, for every pair of claims on three legs', () => {
  const segments = [0, 1, 2].flatMap((from) => [1, 2, 3].map((to) => [from, to] as const))
  const ways = segments.filter(([from, to]) => from < to)
  const states = ['BOOKED', 'HELD', 'BLOCKED'] as const
  const all = states.flatMap((state) => ways.map(([from, to]) => claim(state, from, to, null)))
  for (const one of all)
    for (const other of all) {
      const pair = [one, other]
      const load = loadOf(pair, legCount, now)
      const on = (leg: number, isBlocked: boolean) =>
        pair.filter(
          (each) => (each.state === 'BLOCKED') === isBlocked && each.fromLeg <= leg && leg < each.toLeg,
        ).length
      for (let leg = 0; leg < legCount; leg++) {
        assert.equal(load.takenByLeg[leg] ?? 0, on(leg, false))
        assert.equal(load.blockedByLeg[leg] ?? 0, on(leg, true))
      }
      assert.equal(load.booked + load.held + load.blocked, 2)
    }
})
