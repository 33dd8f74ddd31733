import type { RunClaims, RunPicture, SeatClaim } from '../../shared/api-types.ts'

/** A run with the claims that are known of its seats; a seat without an entry has none. */
export interface PictureState {
  readonly picture: RunPicture
  readonly claims: ReadonlyMap<string, readonly SeatClaim[]>
  readonly commitSeq: number
}

/** A cell of the picture: one seat on one leg. Seats are counted over all coaches. */
export interface Cell {
  readonly seat: number
  readonly leg: number
}

/** A rectangle of cells: seats and legs, both half-open. */
export interface Area {
  readonly fromSeat: number
  readonly toSeat: number
  readonly fromLeg: number
  readonly toLeg: number
}

export function openState(picture: RunPicture): PictureState {
  return { picture, claims: mapOf(picture.seats), commitSeq: picture.commit_seq }
}

/** Takes over what changed; an answer that is older than what is known changes nothing. */
export function applyClaims(state: PictureState, answer: RunClaims): PictureState {
  if (answer.commit_seq < state.commitSeq) return state
  if (answer.is_whole) return { ...state, claims: mapOf(answer.seats), commitSeq: answer.commit_seq }
  if (answer.seats.length === 0) return { ...state, commitSeq: answer.commit_seq }
  const claims = new Map(state.claims)
  for (const { seat_number: number, claims: own } of answer.seats) claims.set(number, own)
  return { ...state, claims, commitSeq: answer.commit_seq }
}

function mapOf(seats: RunPicture['seats']): ReadonlyMap<string, readonly SeatClaim[]> {
  return new Map(seats.map((seat) => [seat.seat_number, seat.claims]))
}

/** Leaves out the claims whose time has run out by this moment, in milliseconds since 1970. */
export function withoutEnded(state: PictureState, now: number): PictureState {
  const isOver = ({ expires_at: end }: SeatClaim) => end !== null && Date.parse(end) <= now
  const ended = Array.from(state.claims).filter(([, claims]) => claims.some(isOver))
  if (ended.length === 0) return state
  const claims = new Map(state.claims)
  for (const [number, own] of ended)
    claims.set(
      number,
      own.filter((claim) => !isOver(claim)),
    )
  return { ...state, claims }
}

export function legCount({ stops }: RunPicture): number {
  return stops.length - 1
}

/** The classes of the train, in walking order. */
export function classesOf(picture: RunPicture): readonly string[] {
  return [...new Set(allSeats(picture).map((seat) => seat.travel_class))]
}

export type PictureCoach = RunPicture['coaches'][number]
type PictureSeat = PictureCoach['seats'][number]

const seatsOf = new WeakMap<RunPicture, readonly PictureSeat[]>()

/** All seats in walking order. */
export function allSeats(picture: RunPicture): readonly PictureSeat[] {
  const known = seatsOf.get(picture) ?? picture.coaches.flatMap((coach) => coach.seats)
  seatsOf.set(picture, known)
  return known
}

/** What is claimed on a cell. */
export function claimAt({ picture, claims }: PictureState, { seat, leg }: Cell): SeatClaim | undefined {
  const number = allSeats(picture)[seat]?.seat_number ?? ''
  return claims.get(number)?.find((claim) => claim.from_leg <= leg && leg < claim.to_leg)
}

/**
 * One SVG path for all bars of a status in a coach, in units of seats down and legs across: a thousand seats
 * are a few dozen elements.
 */
export function barsPath(
  seats: readonly PictureSeat[],
  { claims }: Pick<PictureState, 'claims'>,
  status: SeatClaim['status'],
): string {
  let path = ''
  for (const [row, seat] of seats.entries())
    for (const claim of claims.get(seat.seat_number) ?? []) {
      if (claim.status !== status) continue
      const width = claim.to_leg - claim.from_leg
      path += `M${claim.from_leg} ${row}h${width}v1h${-width}z`
    }
  return path
}

/** The seats of each leg that passengers have, and those that are blocked. */
export function loadByLeg(state: PictureState): { taken: readonly number[]; blocked: readonly number[] } {
  const taken = new Array<number>(legCount(state.picture)).fill(0)
  const blocked = new Array<number>(taken.length).fill(0)
  for (const claims of state.claims.values())
    for (const claim of claims) {
      const byLeg = claim.status === 'BLOCKED' ? blocked : taken
      for (let leg = claim.from_leg; leg < claim.to_leg; leg++) byLeg[leg] = (byLeg[leg] ?? 0) + 1
    }
  return { taken, blocked }
}

/** The smallest rectangle that has both cells. */
export function areaOf(one: Cell, other: Cell): Area {
  return {
    fromSeat: Math.min(one.seat, other.seat),
    toSeat: Math.max(one.seat, other.seat) + 1,
    fromLeg: Math.min(one.leg, other.leg),
    toLeg: Math.max(one.leg, other.leg) + 1,
  }
}

/** What a rectangle has in it: cells by state, and what passengers have there. */
export function contentOf(state: PictureState, area: Area) {
  const seats = allSeats(state.picture).slice(area.fromSeat, area.toSeat)
  const passengers: { readonly seatNumber: string; readonly claim: SeatClaim }[] = []
  const cells = { FREE: 0, BOOKED: 0, HELD: 0, BLOCKED: 0 }
  for (const { seat_number: seatNumber } of seats) {
    cells.FREE += area.toLeg - area.fromLeg
    for (const claim of state.claims.get(seatNumber) ?? []) {
      const shared = Math.min(claim.to_leg, area.toLeg) - Math.max(claim.from_leg, area.fromLeg)
      if (shared <= 0) continue
      cells.FREE -= shared
      cells[claim.status] += shared
      if (claim.status !== 'BLOCKED') passengers.push({ seatNumber, claim })
    }
  }
  return { seats, passengers, cells }
}
