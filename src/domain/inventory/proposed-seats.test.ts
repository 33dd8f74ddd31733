import assert from 'node:assert/strict'
import test from 'node:test'
import type { BookingId, SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Seat } from '../railway/consist.ts'
import { type CoachSketch, makeRun } from '../railway/run.fixture.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import type { Claim } from '../records/claim.ts'
import { assignSeats } from './assign-seats.ts'
import { proposeMoves } from './propose-moves.ts'
import { apartness, isAlike } from './seat-likeness.ts'

const now = 0 as Instant

/** A generator of numbers below 1 that is the same for the same seed (mulberry32, public domain). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Passenger {
  readonly bookingId: BookingId
  readonly segment: Segment
  readonly home: Seat
  readonly isLeaving: boolean
}

/** A train that was filled by the choice of seats of the sale, and seats of it that are to be left. */
class FilledTrain {
  readonly run
  readonly left: readonly Seat[]
  readonly #claims = new Map<SeatId, Claim[]>()

  constructor(
    coaches: readonly CoachSketch[],
    stops: string,
    parties: number,
    leftCount: number,
    random: () => number,
  ) {
    this.run = makeRun(coaches, stops)
    const below = (count: number) => Math.floor(random() * count)
    for (let party = 1; party <= parties; party++) {
      const fromLeg = below(stops.length - 1)
      const toLeg = fromLeg + 1 + below(stops.length - 1 - fromLeg)
      const seatCount = 1 + below(1 + below(4))
      const wish = { travelClass: 'SECOND', seatCount, segment: { fromLeg, toLeg }, preferences: {} }
      const chosen = assignSeats(this, wish, now)
      if (chosen.ok) this.add(party as BookingId, chosen.value, { fromLeg, toLeg })
    }
    const first = below(this.run.consist.seats.length - leftCount)
    this.left = this.run.consist.seats.slice(first, first + leftCount)
  }

  add(bookingId: BookingId, seats: readonly Seat[], segment: Segment): void {
    for (const { id: seatId } of seats)
      this.#claims.set(seatId, [
        ...this.claimsOn(seatId),
        { ...segment, seatId, state: 'BOOKED', holdId: null, bookingId, expiresAt: null },
      ])
  }

  remove(bookingId: BookingId): void {
    for (const [id, claims] of this.#claims)
      this.#claims.set(
        id,
        claims.filter((claim) => claim.bookingId !== bookingId),
      )
  }

  claimsOn(id: SeatId): readonly Claim[] {
    return this.#claims.get(id) ?? []
  }

  isFree({ id }: Seat, segment: Segment): boolean {
    return !this.claimsOn(id).some((claim) => overlaps(claim, segment))
  }

  takenSeats(segment: Segment): Uint32Array {
    const taken = new Uint32Array(Math.ceil(this.run.consist.seats.length / 32))
    for (const seat of this.run.consist.seats)
      if (!this.isFree(seat, segment))
        taken[seat.index >>> 5] = (taken[seat.index >>> 5] ?? 0) | (1 << (seat.index & 31))
    return taken
  }

  /** Those of bookings with somebody who has to leave a seat, booking by booking. */
  get parties(): readonly (readonly Passenger[])[] {
    const all = this.run.consist.seats.flatMap((home) =>
      this.claimsOn(home.id).map(({ bookingId, fromLeg, toLeg }): Passenger => {
        return {
          bookingId: bookingId ?? (0 as BookingId),
          segment: { fromLeg, toLeg },
          home,
          isLeaving: this.left.includes(home),
        }
      }),
    )
    const groups = [...Map.groupBy(all, ({ bookingId }) => bookingId).values()]
    return groups
      .filter((party) => party.some(({ isLeaving }) => isLeaving))
      .sort((a, b) => idOf(a) - idOf(b))
  }
}

const idOf = (party: readonly Passenger[]) => Number(party[0]?.bookingId)

interface Outcome {
  readonly unplaced: number
  /** Parties of several that sit farther apart than before, or not all. */
  readonly torn: number
}

function outcomeOf(
  parties: readonly (readonly Passenger[])[],
  seatsOf: (one: Passenger) => Seat | null,
): Outcome {
  const seats = parties.map((party) => party.map(seatsOf))
  const isTorn = (party: readonly Passenger[], index: number) => {
    const own = (seats[index] ?? []).flatMap((seat) => seat ?? [])
    return own.length < party.length || apartness(own) > apartness(party.map(({ home }) => home))
  }
  return {
    unplaced: seats.flat().filter((seat) => seat === null).length,
    torn: parties.filter((party, index) => party.length > 1 && isTorn(party, index)).length,
  }
}

/** What is proposed, checked against the train: nobody on a taken seat, or without one while one is free. */
function proposed(train: FilledTrain): Outcome {
  const segment = { fromLeg: 0, toLeg: train.run.train.stops.length - 1 }
  const { moves, unplaced, apart } = proposeMoves(train, { seats: train.left, segment }, now)
  const { parties } = train
  const targets = new Map(moves.map(({ bookingId, from, to }) => [`${bookingId} ${from.number}`, to]))
  const isUnplaced = new Set(unplaced.map(({ bookingId, from }) => `${bookingId} ${from.number}`))
  const keyOf = ({ bookingId, home }: Passenger) => `${bookingId} ${home.number}`
  const outcome = outcomeOf(parties, (one) =>
    isUnplaced.has(keyOf(one)) ? null : (targets.get(keyOf(one)) ?? one.home),
  )
  assert.ok(outcome.torn <= apart, 'the proposal says of each party that is torn apart that it is')
  for (const party of parties) train.remove(idOf(party) as BookingId)
  for (const one of parties.flat()) {
    const seat = isUnplaced.has(keyOf(one)) ? null : (targets.get(keyOf(one)) ?? one.home)
    if (!seat) continue
    assert.ok(
      isAlike(seat, one.home) && !train.left.includes(seat) && train.isFree(seat, one.segment),
      seat.number,
    )
    train.add(one.bookingId, [seat], one.segment)
  }
  for (const { from, fromLeg, toLeg } of unplaced)
    for (const seat of train.run.consist.seats)
      assert.ok(
        train.left.includes(seat) || !isAlike(seat, from) || !train.isFree(seat, { fromLeg, toLeg }),
        `${seat.number} is free for somebody who has no seat`,
      )
  return outcome
}

/** In the order of booking, those who leave get what the sale would give to as many strangers. */
function firstComeFirstServed(train: FilledTrain): Outcome {
  const { parties } = train
  const given = new Map<Passenger, Seat>()
  for (const party of parties) {
    const leaving = party.filter(({ isLeaving }) => isLeaving)
    const without = new Set(train.left.map(({ id }) => id))
    const ask = (seatCount: number) =>
      assignSeats(
        train,
        {
          travelClass: 'SECOND',
          seatCount,
          segment: party[0]?.segment ?? { fromLeg: 0, toLeg: 1 },
          preferences: {},
          without,
        },
        now,
      )
    for (let count = leaving.length; count > 0; count--) {
      const chosen = ask(count)
      if (!chosen.ok) continue
      for (const [index, seat] of chosen.value.entries()) {
        const one = leaving[index]
        if (!one) continue
        given.set(one, seat)
        train.add(one.bookingId, [seat], one.segment)
      }
      break
    }
  }
  return outcomeOf(parties, (one) => (one.isLeaving ? (given.get(one) ?? null) : one.home))
}

/** The fewest without a seat, and then the fewest parties torn apart, of all ways to seat these parties. */
function bestPossible(train: FilledTrain): Outcome {
  const { parties } = train
  for (const party of parties) train.remove(idOf(party) as BookingId)
  const all = parties.flat()
  const seats = new Map<Passenger, Seat | null>()
  let best: Outcome = { unplaced: Infinity, torn: Infinity }
  const isBetter = (a: Outcome, b: Outcome) =>
    a.unplaced < b.unplaced || (a.unplaced === b.unplaced && a.torn < b.torn)
  const isFree = (seat: Seat, { segment }: Passenger) =>
    !train.left.includes(seat) &&
    train.isFree(seat, segment) &&
    ![...seats].some(([other, taken]) => taken === seat && overlaps(other.segment, segment))
  const seat = (at: number, unplaced: number) => {
    if (unplaced > best.unplaced || (best.unplaced === 0 && best.torn === 0)) return
    const one = all[at]
    if (!one) {
      const outcome = outcomeOf(parties, (who) => seats.get(who) ?? null)
      if (isBetter(outcome, best)) best = outcome
      return
    }
    for (const free of train.run.consist.seats.filter((other) => isFree(other, one))) {
      seats.set(one, free)
      seat(at + 1, unplaced)
      seats.delete(one)
    }
    seats.set(one, null)
    seat(at + 1, unplaced + 1)
    seats.delete(one)
  }
  seat(0, 0)
  return best
}

interface Sum {
  unplaced: number
  together: number
}

/** `together: 89.1 %, without a seat: 948`. */
function told({ unplaced, together }: Sum, parties: number): string {
  return `together: ${((100 * together) / parties).toFixed(1)} %, without a seat: ${unplaced}`
}

function addTo(sum: Sum, parties: number, { unplaced, torn }: Outcome): void {
  sum.unplaced += unplaced
  sum.together += parties - torn
}

const severalIn = (train: FilledTrain) => train.parties.filter((party) => party.length > 1).length

const rows = ['wa aw', 'wa aw', 'wa aw', 'wa aw', 'wa aw', 'wa aw']

test('A18: on 1,000 seeded trains nobody has no seat while one is free, and more parties stay together', (t) => {
  const [ours, theirs] = [
    { unplaced: 0, together: 0 },
    { unplaced: 0, together: 0 },
  ]
  let parties = 0
  for (let seed = 1; seed <= 1_000; seed++) {
    const train = () => {
      const random = randomOf(seed)
      const coaches = [1, 2, 3].map((number) => ({ number: String(number), rows, bay: 2 }))
      return new FilledTrain(coaches, 'ABCDEF', 20 + Math.floor(random() * 50), 12, random)
    }
    const several = severalIn(train())
    parties += several
    addTo(ours, several, proposed(train()))
    addTo(theirs, several, firstComeFirstServed(train()))
  }
  t.diagnostic(`${parties} parties of several; as proposed: ${told(ours, parties)}`)
  t.diagnostic(`first come first served: ${told(theirs, parties)}`)
  assert.ok(ours.together > theirs.together && ours.unplaced <= theirs.unplaced)
})

test('A16, A18: on 400 small trains all have a seat who can, and nine of ten parties stay together if they can', (t) => {
  const [ours, theirs, best] = [
    { unplaced: 0, together: 0 },
    { unplaced: 0, together: 0 },
    { unplaced: 0, together: 0 },
  ]
  let parties = 0
  for (let seed = 1; seed <= 400; seed++) {
    const train = () => {
      const random = randomOf(seed)
      const coaches = [{ number: '1', rows: ['wa aw', 'wa aw', 'wa'], bay: 2 }]
      return new FilledTrain(coaches, 'ABCD', 3 + Math.floor(random() * 4), 3, random)
    }
    if (train().parties.flat().length > 5) continue
    const several = severalIn(train())
    parties += several
    addTo(ours, several, proposed(train()))
    addTo(theirs, several, firstComeFirstServed(train()))
    addTo(best, several, bestPossible(train()))
  }
  t.diagnostic(`${parties} parties of several; as proposed: ${told(ours, parties)}`)
  t.diagnostic(`first come first served: ${told(theirs, parties)}`)
  t.diagnostic(`best possible: ${told(best, parties)}`)
  assert.equal(
    ours.unplaced,
    best.unplaced,
    'nobody is without a seat whom another way to sit would give one',
  )
  assert.ok(ours.together >= 0.9 * best.together && best.together >= ours.together)
})
