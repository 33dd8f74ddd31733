import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunPicture, SeatClaim } from '../../shared/api-types.ts'
import {
  applyClaims,
  areaOf,
  barsPath,
  claimAt,
  contentOf,
  loadByLeg,
  openState,
  type PictureState,
  withoutEnded,
} from './state.ts'

const seats = ['1-1', '1-2', '1-3', '1-4'].map((seat_number) => ({
  ...{ seat_number, seat_label: seat_number.slice(2), travel_class: 'SECOND' },
}))
const legs = 4

function claim(status: SeatClaim['status'], from_leg: number, to_leg: number): SeatClaim {
  const expires_at = status === 'HELD' ? '2027-03-17T09:00:00.000Z' : null
  return { status, from_leg, to_leg, booking_id: null, hold_id: null, expires_at }
}

type Claimed = Readonly<Record<string, readonly SeatClaim[]>>
const listed = (claimed: Claimed) =>
  Object.entries(claimed).map(([seat_number, claims]) => ({ seat_number, claims }))

function stateWith(claimed: Claimed): PictureState {
  const picture = {
    ...{ commit_seq: 5, stops: new Array(legs + 1).fill({}), seats: listed(claimed) },
    coaches: [{ coach_number: '1', title: '', seats }],
  }
  return openState(picture as unknown as RunPicture)
}

const answer = (commit_seq: number, claimed: Claimed, is_whole = false) => ({
  ...{ as_of: '', edition: 0, commit_seq, is_whole, seats: listed(claimed) },
})

test('X66: a change replaces the claims of its seats and no others; a whole answer replaces all', () => {
  const before = stateWith({ '1-1': [claim('BOOKED', 0, 2)], '1-2': [claim('BOOKED', 1, 3)] })
  const after = applyClaims(before, answer(6, { '1-1': [claim('BLOCKED', 2, 4)] }))
  assert.deepEqual(after.claims.get('1-1'), [claim('BLOCKED', 2, 4)])
  assert.deepEqual(after.claims.get('1-2'), [claim('BOOKED', 1, 3)])
  assert.equal(after.commitSeq, 6)
  assert.deepEqual([...applyClaims(after, answer(7, {}, true)).claims], [])
})

test('X66: an answer that was overtaken by a newer one changes nothing', () => {
  const state = stateWith({ '1-1': [claim('BOOKED', 0, 2)] })
  assert.equal(applyClaims(state, answer(4, {}, true)), state)
})

test('X66: a hold leaves the picture when its time has run out, without any answer', () => {
  const state = stateWith({ '1-1': [claim('HELD', 0, 2), claim('BOOKED', 2, 4)] })
  const end = Date.parse('2027-03-17T09:00:00Z')
  assert.equal(withoutEnded(state, end - 1), state)
  assert.deepEqual(withoutEnded(state, end).claims.get('1-1'), [claim('BOOKED', 2, 4)])
})

test('X66: each cell, the load of its leg and what an area has are those of the claims, in every small area', () => {
  const state = stateWith({
    '1-1': [claim('BOOKED', 0, 2), claim('HELD', 2, 3)],
    '1-3': [claim('BLOCKED', 1, 4)],
    '1-4': [claim('HELD', 0, 4)],
  })
  const load = loadByLeg(state)
  for (let leg = 0; leg < legs; leg++) {
    const on = seats.map((_, seat) => claimAt(state, { seat, leg })?.status)
    assert.equal(load.blocked[leg], on.filter((status) => status === 'BLOCKED').length)
    assert.equal(load.taken[leg], on.filter((status) => status && status !== 'BLOCKED').length)
  }
  for (let first = 0; first < legs * seats.length; first++)
    for (let last = 0; last < legs * seats.length; last++) {
      const cell = (at: number) => ({ seat: Math.floor(at / legs), leg: at % legs })
      const area = areaOf(cell(first), cell(last))
      const cells = { FREE: 0, BOOKED: 0, HELD: 0, BLOCKED: 0 }
      for (let seat = area.fromSeat; seat < area.toSeat; seat++)
        for (let leg = area.fromLeg; leg < area.toLeg; leg++)
          cells[claimAt(state, { seat, leg })?.status ?? 'FREE']++
      assert.deepEqual(contentOf(state, area).cells, cells)
    }
})

test('X66: the bars of a coach lie where its claims are', () => {
  const state = stateWith({ '1-1': [claim('BOOKED', 0, 2)], '1-3': [claim('BOOKED', 1, 4)] })
  assert.equal(barsPath(seats, state, 'BOOKED'), 'M0 0h2v1h-2zM1 2h3v1h-3z')
  assert.equal(barsPath(seats, state, 'HELD'), '')
})
