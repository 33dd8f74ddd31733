import assert from 'node:assert/strict'
import { test } from 'node:test'
import { row } from './map.fixture.ts'
import {
  applyMap,
  applyReset,
  applySeatsEvent,
  assignPassenger,
  beginHold,
  choose,
  chooseInstead,
  chosenSeats,
  dropChosen,
  endHold,
  initialState,
  keepHold,
  lookOf,
  resizeParty,
  type SeatMapState,
  type SeatStatus,
  seatedCount,
} from './state.ts'

const fresh = (partySize = 2) => initialState(row('11 12 13 14', 5, { '1-14': 'BOOKED' }), partySize)
const chosen = (state: SeatMapState) =>
  chosenSeats(state).map(({ seat, passenger }) => `${seat.seat_label}:${passenger}`)
const event = (commit_seq: number, changes: Record<string, SeatStatus>) => ({
  commit_seq,
  changes: Object.entries(changes).map(([label, status]) => ({ seat_number: `1-${label}`, status })),
})
const hold = (commit_seq: number, ...labels: string[]) => ({
  commit_seq,
  seats: labels.map((label) => ({
    seat_id: label,
    seat_number: `1-${label}`,
    seat_label: label,
    coach_number: '1',
    price_cents: 4900,
    travel_class: 'SECOND',
    kind: label.startsWith('b') ? 'bicycle_hook' : 'seat',
  })),
})

test('G1: a click chooses a free seat for the next passenger, and a second one gives it back', () => {
  const both = choose(choose(fresh(), '1-11'), '1-12')
  assert.deepEqual(chosen(both), ['11:0', '12:1'])
  assert.deepEqual(chosen(choose(both, '1-11')), ['12:1'])
  assert.deepEqual(chosen(choose(choose(both, '1-11'), '1-13')), ['13:0', '12:1'])
  assert.deepEqual(chosen(dropChosen(both, '1-12')), ['11:0'])
})

test("G2: a full party's next click drops its earliest choice and says so", () => {
  const state = choose(choose(choose(fresh(), '1-11'), '1-12'), '1-13')
  assert.deepEqual(chosen(state), ['13:0', '12:1'])
  assert.deepEqual(state.notice, { kind: 'earliest_dropped', seatNumber: '1-11' })
})

const withHooks = (partySize: number) => initialState(row('11 12 13 b1 b2 b3'), partySize)

test("G28: A bicycle hook takes no passenger's seat, whatever is chosen first, and a second click gives it back.", () => {
  const clicks = ['1-11', '1-b1', '1-12', '1-b2'] as const
  for (const order of permutations(clicks)) {
    const state = order.reduce((now, number) => choose(now, number), withHooks(2))
    assert.deepEqual(new Set(chosenSeats(state).map(({ seat }) => seat.seat_number)), new Set(clicks))
    assert.deepEqual(
      chosenSeats(state).map(({ passenger }) => passenger),
      [0, 1, null, null],
      'the hooks last',
    )
    assert.equal(seatedCount(state), 2)
    assert.equal(state.notice, null)
    assert.deepEqual(chosenSeats(choose(state, '1-b1')).length, 3)
  }
})

test('G29: A party and its hooks fit into one hold: a hook too many replaces the earliest, and beside nine passengers there is room for none.', () => {
  const eight = ['1-b1', '1-b2'].reduce((now, number) => choose(now, number), withHooks(8))
  assert.deepEqual(chosen(eight), ['b2:null'])
  assert.deepEqual(eight.notice, { kind: 'earliest_dropped', seatNumber: '1-b1' })
  const nine = choose(withHooks(9), '1-b1')
  assert.deepEqual(chosen(nine), [])
  assert.deepEqual(nine.notice, { kind: 'no_room', seatNumber: '1-b1' })
  assert.deepEqual(chosen(resizeParty(eight, 9)), [], 'a party that grows gives them back')
})

test('G28: What is proposed leaves the hooks alone, nobody is given one, and the hold of a party has them.', () => {
  const state = ['1-11', '1-b1'].reduce((now, number) => choose(now, number), withHooks(2))
  assert.deepEqual(chosen(chooseInstead(state, ['1-12', '1-13'])), ['12:0', '13:1', 'b1:null'])
  assert.deepEqual(chosen(assignPassenger(state, '1-b1', 1)), ['11:0', 'b1:null'])
  assert.deepEqual(chosen(keepHold(withHooks(1), hold(1, '12', 'b1'))), ['12:0', 'b1:null'])
})

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length === 0) return [[]]
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]))
}

test('G3: a seat that is not free is never chosen, and a click on it says why', () => {
  const state = choose(fresh(), '1-14')
  assert.deepEqual(chosen(state), [])
  assert.deepEqual(state.notice, { kind: 'seat_not_free', seatNumber: '1-14', status: 'BOOKED' })
  assert.deepEqual(chosen(choose(fresh(), '9-99')), [], 'nor one that the run does not have')
})

test("G4: a passenger who takes another passenger's seat gives theirs in exchange", () => {
  const both = choose(choose(fresh(), '1-11'), '1-12')
  assert.deepEqual(chosen(assignPassenger(both, '1-11', 1)), ['12:0', '11:1'])
  assert.deepEqual(chosen(assignPassenger(both, '1-11', 2)), ['11:0', '12:1'], 'there is no third one')
  assert.deepEqual(chosen(choose(both, '1-13', 0)), ['13:0', '12:1'], 'a named passenger changes seats')
  assert.deepEqual(chosen(choose(both, '1-13', 7)), ['11:0', '12:1'])
})

test('G5: a chosen seat that somebody else takes is dropped, and the passenger is told which', () => {
  const state = applySeatsEvent(choose(choose(fresh(), '1-11'), '1-12'), event(6, { 11: 'HELD' }))
  assert.deepEqual(chosen(state), ['12:1'])
  assert.deepEqual(state.notice, { kind: 'seats_taken', seatNumbers: ['1-11'] })
  const afterReset = applyReset(choose(fresh(), '1-11'), event(6, { 11: 'BOOKED' }))
  assert.deepEqual(afterReset.notice, { kind: 'seats_taken', seatNumbers: ['1-11'] })
})

test('G6: an older event never undoes a newer one, and a reset leaves what is newer than itself', () => {
  const state = applySeatsEvent(fresh(), event(9, { 12: 'HELD' }))
  const late = applyReset(applySeatsEvent(state, event(7, { 12: 'AVAILABLE' })), event(8, { 11: 'BOOKED' }))
  assert.equal(lookOf(late, '1-12'), 'HELD')
  assert.equal(lookOf(late, '1-11'), 'BOOKED')
  assert.equal(lookOf(late, '1-14'), 'FREE', 'a reset names all that is not available')
  assert.equal(lookOf(applyReset(late, event(3, {})), '1-11'), 'BOOKED')
  assert.equal(late.commitSeq, 9)
  assert.equal(lookOf(applyMap(late, row('11 12 13 14', 10)), '1-12'), 'FREE')
})

test('G6: a map with other seats or prices replaces what was known, and choices stay where the seat is free', () => {
  const picked = choose(choose(fresh(), '1-11'), '1-12')
  const rebuilt = applyMap(picked, row('12 13 21', 0))
  assert.deepEqual([...rebuilt.seats.keys()], ['1-12', '1-13', '1-21'])
  assert.deepEqual(chosen(rebuilt), ['12:1'])
  assert.equal(rebuilt.commitSeq, 0, 'commits of the run as it was do not count')
  const { coaches, ...map } = row('11 12 13 14', 5)
  const dearer = coaches.map((coach) => ({
    ...coach,
    seats: coach.seats.map((seat) => ({ ...seat, price_cents: seat.price_cents + 100 })),
  }))
  const priced = applyMap(picked, { ...map, coaches: dearer })
  assert.equal(chosenSeats(priced)[0]?.seat.price_cents, (picked.seats.get('1-11')?.price_cents ?? 0) + 100)
})

test("G7: the passenger's own hold never counts as somebody else's, whether its answer or event comes first", () => {
  const picked = choose(choose(fresh(), '1-11'), '1-12')
  const held = event(6, { 11: 'HELD', 12: 'HELD' })
  const eventFirst = keepHold(applySeatsEvent(beginHold(picked), held), hold(6, '11', '12'))
  const answerFirst = applySeatsEvent(keepHold(beginHold(picked), hold(6, '11', '12')), held)
  for (const state of [eventFirst, answerFirst]) {
    assert.deepEqual(chosen(state), ['11:0', '12:1'])
    assert.equal(state.notice, null)
  }
  const unguarded = applySeatsEvent(picked, held)
  assert.deepEqual(chosen(unguarded), [], 'without beginHold they do, or the lines above prove nothing')
})

test('G7: after a reload, or if the system chose, the seats of the hold are the chosen ones', () => {
  assert.deepEqual(chosen(keepHold(fresh(), hold(6, '12', '13'))), ['12:0', '13:1'])
  assert.deepEqual(chosen(keepHold(choose(fresh(), '1-13'), hold(6, '12', '13'))), ['13:0', '12:1'])
})

test('G8: a refused hold drops the seats that it names and those that others took meanwhile', () => {
  const placing = beginHold(choose(choose(fresh(), '1-11'), '1-12'))
  const refused = endHold(applySeatsEvent(placing, event(6, { 12: 'HELD' })), ['1-11'])
  assert.deepEqual(chosen(refused), [])
  assert.deepEqual(refused.notice, { kind: 'seats_taken', seatNumbers: ['1-11', '1-12'] })
})

test('G8: after a hold its seats stay chosen and are free to change, until somebody else takes them', () => {
  const ended = endHold(keepHold(choose(fresh(), '1-11'), hold(6, '11')))
  assert.deepEqual(chosen(ended), ['11:0'])
  assert.equal(lookOf(dropChosen(ended, '1-11'), '1-11'), 'FREE')
  const expired = applySeatsEvent(keepHold(fresh(), hold(6, '11')), event(7, { 11: 'AVAILABLE' }))
  assert.deepEqual(chosen(applySeatsEvent(expired, event(8, { 11: 'HELD' }))), [])
})

test('G2: a party that shrinks gives back the seats of those who no longer travel', () => {
  assert.deepEqual(chosen(resizeParty(choose(choose(fresh(), '1-11'), '1-12'), 1)), ['11:0'])
})
