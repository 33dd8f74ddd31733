import type { Seat } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import { type Party, placeParty, type Train } from './place-party.ts'
import { seatAt } from './seat-costs.ts'
import type { SeatLegs } from './seat-legs.ts'
import { apartness, isAlike } from './seat-likeness.ts'
import type { Seating } from './seat-plan.ts'

/** A passenger on the way to another seat, or still without one. */
interface Placed {
  readonly party: Party
  readonly from: Seat
  to: Seat | null
}

/** Where the passengers of parties could sit. */
interface SeatProposal {
  /** Those who would sit elsewhere, and those for whom there is no seat, by party. */
  readonly placed: readonly Readonly<Placed>[]
  readonly unplaced: number
  /** Parties that would sit farther apart than they do. */
  readonly apart: number
}

/** More tries for a train with many parties would take longer than they are worth. */
const mostPartiesForAllOrders = 150
/** How many passengers make room for one another, at most, so that one more finds a seat. */
const mostInTurn = 3

/**
 * Proposes a seat for everybody who has to leave theirs. Parties choose one after the other; several orders
 * are tried, and the best result wins: first the fewest without a seat, then the fewest parties that sit
 * farther apart than they do. Whoever finds no seat for the whole segment takes one that others of the
 * proposal can do without. The same train and parties always give the same proposal.
 */
export function proposeSeats(seating: Seating, taken: SeatLegs, parties: readonly Party[]): SeatProposal {
  let best: SeatProposal | undefined
  for (const order of ordersOf(parties)) {
    const proposal = proposeInOrder({ seating, legs: taken.copy() }, order)
    if (!best || isBetter(proposal, best)) best = proposal
    if (best.unplaced === 0 && best.apart === 0) break
  }
  return best ?? { placed: [], unplaced: 0, apart: 0 }
}

function isBetter(a: SeatProposal, b: SeatProposal): boolean {
  return a.unplaced < b.unplaced || (a.unplaced === b.unplaced && a.apart < b.apart)
}

/** Those who are hardest to place first, by size or by how far they go; then as they were booked. */
function ordersOf(parties: readonly Party[]): readonly (readonly Party[])[] {
  const size = ({ leaving, staying }: Party) => leaving.length + staying.length
  const length = ({ segment }: Party) => segment.toLeg - segment.fromLeg
  const bySize = parties.toSorted((a, b) => size(b) - size(a) || length(b) - length(a))
  const byLength = parties.toSorted((a, b) => length(b) - length(a) || size(b) - size(a))
  if (parties.length > mostPartiesForAllOrders) return [bySize, byLength]
  return [bySize, byLength, parties, parties.toReversed(), ...rotationsOf(bySize)]
}

/** Each of the first few comes first once. */
function rotationsOf(parties: readonly Party[]): readonly (readonly Party[])[] {
  return parties.slice(1, 9).map((one) => [one, ...parties.filter((other) => other !== one)])
}

function proposeInOrder(train: Train, parties: readonly Party[]): SeatProposal {
  const placed = parties.flatMap((party) => placeWhole(train, party))
  const waiting = placed.filter(({ to }) => to === null).sort((a, b) => lengthOf(b) - lengthOf(a))
  for (const one of waiting) placeAlone(train, placed, one)
  return {
    placed: placed.filter(({ from, to }) => to === null || to.number !== from.number || to.id !== from.id),
    unplaced: placed.filter(({ to }) => to === null).length,
    apart: parties.filter((party) => isTornApart(party, placed)).length,
  }
}

function lengthOf({ party: { segment } }: Placed): number {
  return segment.toLeg - segment.fromLeg
}

/** Gives a party its seats; if there are too few for all, those who stay keep theirs and the others wait. */
function placeWhole({ seating, legs }: Train, party: Party): readonly Placed[] {
  const { leaving, staying, segment } = party
  const seated = placeParty({ seating, legs }, party)
  const homes = [...leaving, ...staying]
  if (!seated) return homes.map((from, who) => ({ party, from, to: who < leaving.length ? null : from }))
  for (const { index } of staying) legs.giveBack(index, segment)
  for (const index of seated.seats) legs.take(index, segment)
  return homes.map((from, who) => ({
    party,
    from,
    to: seatAt({ consist: seating }, seated.seats[who] ?? -1),
  }))
}

/** Gives one passenger a seat, if need be one that others who move can do without. */
function placeAlone(train: Train, placed: readonly Placed[], one: Placed): void {
  const { segment, bookingId } = one.party
  const party: Party = { bookingId, segment, leaving: [one.from], staying: [] }
  const [index] = placeParty(train, party)?.seats ?? []
  if (index !== undefined) settle(train, one, seatAt({ consist: train.seating }, index))
  else makeRoom(train, placed, one, mostInTurn, new Set())
}

function settle({ legs }: Train, one: Placed, to: Seat | null): void {
  if (one.to) legs.giveBack(one.to.index, one.party.segment)
  if (to) legs.take(to.index, one.party.segment)
  one.to = to
}

/** Whether others have made room, so that this one has a seat now; nothing is changed if not. */
function makeRoom(
  train: Train,
  placed: readonly Placed[],
  one: Placed,
  inTurn: number,
  asked: ReadonlySet<Placed>,
): boolean {
  const { segment } = one.party
  const seats = train.seating.seats.filter((seat) => isAlike(seat, one.from))
  const free = seats.find(({ index }) => train.legs.isFree(index, segment))
  if (free) settle(train, one, free)
  if (free || inTurn === 0) return free !== undefined
  const known = new Set([...asked, one])
  const before = placed.map(({ to }) => to)
  return seats.some((seat) => {
    const others = placed.filter((other) => isInTheWay(other, seat, segment) && !known.has(other))
    if (others.length === 0) return false
    for (const other of others) settle(train, other, null)
    const isFree = train.legs.isFree(seat.index, segment)
    if (isFree) settle(train, one, seat)
    if (isFree && others.every((other) => makeRoom(train, placed, other, inTurn - 1, known))) return true
    restore(train, placed, before)
    return false
  })
}

function isInTheWay({ party, to, from }: Placed, seat: Seat, segment: Segment): boolean {
  const isMoved = to !== null && to.index === seat.index && party.leaving.includes(from)
  return isMoved && party.segment.fromLeg < segment.toLeg && segment.fromLeg < party.segment.toLeg
}

function restore(train: Train, placed: readonly Placed[], before: readonly (Seat | null)[]): void {
  const changed = placed.flatMap((one, index) => {
    const seat = before[index] ?? null
    return one.to === seat ? [] : [{ one, seat }]
  })
  for (const { one } of changed) settle(train, one, null)
  for (const { one, seat } of changed) settle(train, one, seat)
}

function isTornApart(party: Party, placed: readonly Placed[]): boolean {
  const seats = placed.filter((one) => one.party === party)
  const now = seats.flatMap(({ to }) => to ?? [])
  return now.length < seats.length || apartness(now) > apartness([...party.leaving, ...party.staying])
}
