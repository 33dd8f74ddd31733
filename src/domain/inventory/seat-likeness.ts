import type { Seat, SeatFeature } from '../railway/consist.ts'

/** What a passenger may have chosen the seat for. */
const wished: readonly SeatFeature[] = [
  ...(['window', 'aisle', 'table', 'quiet', 'power', 'extra_legroom'] as const),
  ...(['upper', 'middle_berth', 'lower'] as const),
]

/** What a seat is kept for: those who have it need it, and others get it last (rule A8). */
const purposes: readonly SeatFeature[] = ['accessible', 'family']

const purposeLost = 8
const purposeUsed = 4

/** Each kind of difference outweighs all of the next kind, for as many passengers as a party has. */
const mostSlack = 50
const sideWeight = 2 ** 9
const moveWeight = sideWeight * 2 ** 5
const wishWeight = moveWeight * 2 ** 4

/** Whether a passenger may be moved from one seat to another at all: only within the class and kind. */
export function isAlike(a: Seat, b: Seat): boolean {
  return a.travelClass === b.travelClass && a.kind === b.kind
}

/**
 * How badly another seat takes the place of one, infinitely if it cannot: first what the passenger loses,
 * then that there is a move, then another side of the coach or direction, and last the free legs around the
 * segment, so that gaps fill first.
 */
export function unlikeness(home: Seat, other: Seat, slack: number, middle: number): number {
  if (!isAlike(home, other)) return Infinity
  const lost = countLost(home, other, wished)
  const purpose =
    purposeLost * countLost(home, other, purposes) + purposeUsed * countLost(other, home, purposes)
  const turned = countLost(home, other, ['forward', 'backward'])
  const side = turned + (home.y < middle === other.y < middle ? 0 : 1)
  const isMove = home.number === other.number ? 0 : 1
  return (lost + purpose) * wishWeight + isMove * moveWeight + side * sideWeight + Math.min(slack, mostSlack)
}

function countLost(home: Seat, other: Seat, features: readonly SeatFeature[]): number {
  return features.filter((one) => home.features.includes(one) && !other.features.includes(one)).length
}

/** 0: side by side, or in one bay or compartment; 1: in one row; 2: in one coach; 3: in several. */
export type Apartness = 0 | 1 | 2 | 3

/** How far apart seats are. */
export function apartness(seats: readonly Seat[]): Apartness {
  const [first] = seats
  if (!first || seats.length === 1) return 0
  if (seats.some(({ coachNumber }) => coachNumber !== first.coachNumber)) return 3
  if (first.group !== null && seats.every(({ group }) => group === first.group)) return 0
  if (seats.some(({ deck, x }) => deck !== first.deck || x !== first.x)) return 2
  const ys = seats.map(({ y }) => y).sort((a, b) => a - b)
  return ys.every((y, index) => index === 0 || y === (ys[index - 1] ?? y) + 1) ? 0 : 1
}
