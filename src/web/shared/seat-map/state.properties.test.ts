import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { row } from './map.fixture.ts'
import {
  applyReset,
  applySeatsEvent,
  assignPassenger,
  beginHold,
  choose,
  dropChosen,
  endHold,
  initialState,
  keepHold,
  keepOwn,
  lookOf,
  resizeParty,
  type SeatMapState,
  type SeatStatus,
  type SeatsEvent,
} from './state.ts'

const labels = ['11', '12', '13', '14', 'b1', 'b2']
const numbers = labels.map((label) => `1-${label}`)
const everySeat = fc.constantFrom(...numbers)
const someSeats = fc.subarray(numbers)
const status = fc.constantFrom<SeatStatus>('AVAILABLE', 'HELD', 'BOOKED')
const changes = fc.uniqueArray(fc.record({ seat_number: everySeat, status }), {
  selector: (change) => change.seat_number,
})

type Act = (state: SeatMapState) => SeatMapState
const event = fc.record({ commit_seq: fc.nat(20), changes })
const heldSeats = (seats: readonly string[]) =>
  seats.map((number) => ({
    seat_id: number,
    seat_number: number,
    seat_label: number,
    coach_number: '1',
    price_cents: 1,
    travel_class: 'SECOND',
    kind: number.startsWith('1-b') ? 'bicycle_hook' : 'seat',
  }))
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: everySeat.map(
      (seat): Act =>
        (state) =>
          choose(state, seat),
    ),
  },
  fc.tuple(everySeat, fc.nat(9)).map(
    ([seat, who]): Act =>
      (state) =>
        choose(state, seat, who),
  ),
  fc.tuple(everySeat, fc.nat(9)).map(
    ([seat, who]): Act =>
      (state) =>
        assignPassenger(state, seat, who),
  ),
  everySeat.map(
    (seat): Act =>
      (state) =>
        dropChosen(state, seat),
  ),
  fc.integer({ min: 1, max: 9 }).map(
    (size): Act =>
      (state) =>
        resizeParty(state, size),
  ),
  event.map(
    (one): Act =>
      (state) =>
        applySeatsEvent(state, one),
  ),
  event.map(
    (one): Act =>
      (state) =>
        applyReset(state, one),
  ),
  fc.constant(beginHold),
  fc.tuple(someSeats, fc.nat(20)).map(
    ([seats, commit_seq]): Act =>
      (state) =>
        keepHold(state, { seats: heldSeats(seats), commit_seq }),
  ),
  someSeats.map(
    (seats): Act =>
      (state) =>
        endHold(state, seats),
  ),
  someSeats.map(
    (seats): Act =>
      (state) =>
        keepOwn(state, seats),
  ),
)

test('G1 G3: whatever happens, no two passengers share a seat, none has two, and no taken seat is chosen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(act, { maxLength: 60 }), (partySize, acts) => {
      let state = initialState(row(labels.join(' ')), partySize)
      for (const one of acts) {
        state = one(state)
        const seats = state.choices.map((choice) => choice.seatNumber)
        const passengers = state.choices.flatMap((choice) => choice.passenger ?? [])
        assert.equal(new Set(seats).size, seats.length, 'two passengers on one seat')
        assert.equal(new Set(passengers).size, passengers.length, 'a passenger on two seats')
        assert.ok(passengers.length <= state.partySize, 'more than the party')
        assert.ok(seats.length <= 9, 'more than a hold')
        assert.ok(passengers.every((passenger) => passenger >= 0 && passenger < state.partySize))
        if (!state.isPlacing)
          assert.deepEqual(
            seats.filter((seat) => isTaken(state, seat)),
            [],
          )
      }
    }),
    { numRuns: 1000 },
  )
})

test('G3: a click never chooses a seat that is not free', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), everySeat, (acts, seat) => {
      const state = acts.reduce((before, one) => one(before), initialState(row(labels.join(' ')), 3))
      const look = lookOf(state, seat)
      const after = lookOf(choose(state, seat), seat)
      // Beside nine passengers a hold has no room for a hook.
      const hasRoom = !seat.startsWith('1-b') || state.partySize < 9
      const afterClick = {
        FREE: hasRoom ? 'CHOSEN' : 'FREE',
        OWN: hasRoom ? 'KEPT' : 'OWN',
        CHOSEN: after,
        KEPT: 'OWN',
        HELD: 'HELD',
        BOOKED: 'BOOKED',
      }
      assert.equal(after, afterClick[look])
      assert.notEqual(look === 'CHOSEN' && after, 'CHOSEN')
    }),
  )
})

test('X20: whatever happens, a seat that one holds oneself never looks like somebody else has it', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), someSeats, event, (acts, own, news) => {
      const before = acts.reduce((state, one) => one(state), initialState(row(labels.join(' ')), 3))
      const state = keepOwn(before, own)
      for (const seat of state.own) assert.match(lookOf(state, seat), /^(OWN|KEPT)$/)
      const told = applySeatsEvent(state, news)
      for (const seat of told.own) assert.match(lookOf(told, seat), /^(OWN|KEPT)$/)
      const without = keepOwn(state, [])
      for (const seat of own) assert.doesNotMatch(lookOf(without, seat), /^(OWN|KEPT)$/)
    }),
  )
})

test('G6: map, events and resets lead to what the server knows, in whatever order and however often they come', () => {
  const delivery = fc.record({
    commits: fc.array(changes, { minLength: 1, maxLength: 12 }),
    resetsAt: fc.array(fc.nat(11), { maxLength: 4 }),
    mapAt: fc.nat(12),
    shuffle: fc.infiniteStream(fc.nat(1000)),
    repeated: fc.array(fc.nat(30), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(delivery, ({ commits, resetsAt, mapAt, shuffle, repeated }) => {
      const server = historyOf(commits)
      const first = Math.min(mapAt, commits.length)
      const messages: { isReset: boolean; event: SeatsEvent }[] = [
        ...commits.map((made, index) => ({
          isReset: false,
          event: { commit_seq: index + 1, changes: made },
        })),
        ...resetsAt.map((at) => ({ isReset: true, event: resetOf(server, Math.min(at, commits.length)) })),
      ]
      for (const index of repeated) {
        const again = messages[index % messages.length]
        if (again) messages.push(again)
      }
      const order = messages.map((message) => ({ message, at: shuffle.next().value ?? 0 }))
      let state = initialState(row(labels.join(' '), first, server[first]), 2)
      for (const { message } of order.toSorted((a, b) => a.at - b.at))
        state = message.isReset ? applyReset(state, message.event) : applySeatsEvent(state, message.event)
      const seen = Object.fromEntries(numbers.map((number) => [number, state.statuses.get(number)?.status]))
      assert.deepEqual(seen, server.at(-1))
    }),
    { numRuns: 1000 },
  )
})

/** What the server knows after each commit, starting with the world before the first one. */
function historyOf(commits: readonly SeatsEvent['changes'][]): readonly Record<string, SeatStatus>[] {
  const history: Record<string, SeatStatus>[] = [
    Object.fromEntries(numbers.map((number) => [number, 'AVAILABLE' as const])),
  ]
  for (const made of commits)
    history.push({
      ...history.at(-1),
      ...Object.fromEntries(made.map((change) => [change.seat_number, change.status])),
    })
  return history
}

function resetOf(history: readonly Record<string, SeatStatus>[], at: number): SeatsEvent {
  const known = Object.entries(history[at] ?? {})
  return {
    commit_seq: at,
    changes: known.flatMap(([seat_number, state]) =>
      state === 'AVAILABLE' ? [] : [{ seat_number, status: state }],
    ),
  }
}

function isTaken(state: SeatMapState, seat: string): boolean {
  return !state.own.has(seat) && state.statuses.get(seat)?.status !== 'AVAILABLE'
}
