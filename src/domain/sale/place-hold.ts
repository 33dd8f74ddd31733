import type { HoldId, SeatId, StationCode, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import { assignSeats } from '../inventory/assign-seats.ts'
import { companionSeats } from '../inventory/companions.ts'
import { expireHold } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Preferences, SeatWish } from '../inventory/seat-wish.ts'
import { findSeat, type Seat, type SeatFeature } from '../railway/consist.ts'
import { priceCents } from '../railway/price.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { departureAt, isSameService, type TrainRun } from '../railway/train-run.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import { isLive } from '../records/claim.ts'
import { type Hold, maxSeatsPerHold, notExtended, type Standing } from '../records/hold.ts'
import { accept, type Reply, refuse } from '../result.ts'
import {
  type AddressBlock,
  type AddressBlockRefusal,
  coolDownRefusal,
  coolingSeats,
  refuseOverShare,
} from './address-block.ts'
import { type ClosedSale, refuseClosed } from './closed-sale.ts'
import { type PressureRefusal, type Vouching, vouchFor } from './pressure.ts'

export type WantedSeats =
  | { readonly kind: 'named'; readonly seatNumbers: readonly string[] }
  | {
      readonly kind: 'chosen'
      readonly travelClass: string
      readonly seatCount: number
      readonly preferences: Preferences
    }

export interface PlaceHold {
  readonly holdId: HoldId
  readonly holdToken: string
  readonly userId: UserId
  readonly fromStationCode: StationCode
  readonly toStationCode: StationCode
  readonly segment: Segment
  /** The run as it was when segment, distance and seats were looked up; left out where it cannot change. */
  readonly seenRun?: TrainRun
  /** The tariff distance of the segment; the train's own way if it is left out. */
  readonly meters?: number
  readonly seats: WantedSeats
  readonly holdMs: number
  /** The number of live holds that this user may have on this run, including this one. */
  readonly holdsPerUser: number
  /** Where the request came from; left out for a caller whose holds are not counted by address. */
  readonly block?: AddressBlock
  /** What vouches for the caller; left out for one whose holds are not counted. */
  readonly vouching?: Vouching
  /** Who of the railway places it for a passenger; left out for a passenger. */
  readonly by?: ActedBy
  readonly idempotencyKey: string
  readonly fingerprint: string
}

export type PlaceHoldRefusal =
  | { readonly code: 'idempotency_key_reused' }
  | { readonly code: 'too_many_seats'; readonly maxSeats: number }
  | { readonly code: 'duplicate_seats'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'run_changed' }
  | { readonly code: 'run_not_on_sale' }
  | { readonly code: 'seat_not_on_run'; readonly seatNumbers: readonly string[] }
  | ClosedSale
  | { readonly code: 'too_many_holds'; readonly maxHolds: number }
  | AddressBlockRefusal
  | {
      readonly code: 'seat_taken'
      readonly seatNumbers: readonly string[]
      readonly alternatives: readonly string[]
    }
  | {
      readonly code: 'not_enough_seats'
      readonly travelClass: string
      readonly seatsAvailable: number
      readonly seatsWanted: number
    }
  | PressureRefusal

export interface PlacedHold {
  readonly hold: Hold
  /** The same key was answered before; this is the same answer again. */
  readonly replayed: boolean
}

/**
 * Keeps seats for a passenger until `now + holdMs`: all that are wanted, or none. Refuses in the order of the
 * union above.
 */
export function placeHold(
  inventory: Inventory,
  command: PlaceHold,
  now: Instant,
): Decision<PlacedHold, PlaceHoldRefusal> {
  const earlier = inventory.holdOfKey(command.userId, command.idempotencyKey)
  if (earlier) {
    if (earlier.fingerprint !== command.fingerprint)
      return { reply: refuse({ code: 'idempotency_key_reused' }), changes: [] }
    return { reply: accept({ hold: earlier, replayed: true }), changes: [] }
  }
  const refusal = refuseOutright(inventory, command, now)
  if (refusal) return { reply: refuse(refusal), changes: [] }
  const found = findSeats(inventory, command, now)
  if (!found.ok) return { reply: found, changes: [] }
  const standing = command.vouching && vouchFor(inventory, command.vouching, found.value, now)
  if (standing && !standing.ok) return { reply: standing, changes: [] }
  const hold = makeHold(inventory, command, found.value, standing?.value ?? null, now)
  return { reply: accept({ hold, replayed: false }), changes: claimSeats(inventory, hold, command) }
}

/** Everything that can be refused before looking at a single claim. */
function refuseOutright(
  inventory: Inventory,
  command: PlaceHold,
  now: Instant,
): PlaceHoldRefusal | undefined {
  const { seats } = command
  const count = seats.kind === 'named' ? seats.seatNumbers.length : seats.seatCount
  if (count > maxSeatsPerHold) return { code: 'too_many_seats', maxSeats: maxSeatsPerHold }
  if (seats.kind === 'named') {
    const twice = seats.seatNumbers.filter((number, index) => seats.seatNumbers.indexOf(number) !== index)
    if (twice.length > 0) return { code: 'duplicate_seats', seatNumbers: [...new Set(twice)] }
  }
  const { run } = inventory
  if (command.seenRun && !isSameService(command.seenRun, run)) return { code: 'run_changed' }
  if (!run.isOnSale || departureAt(run, command.segment.fromLeg) <= now) return { code: 'run_not_on_sale' }
  if (seats.kind === 'named') {
    const foreign = seats.seatNumbers.filter((number) => !findSeat(run.consist, number))
    if (foreign.length > 0) return { code: 'seat_not_on_run', seatNumbers: foreign }
  }
  if (inventory.closures.length > 0) {
    const closed = refuseClosed(inventory, command.segment, classesOf(run, seats))
    if (closed) return closed
  }
  if (inventory.liveHoldCount(command.userId, now) >= command.holdsPerUser)
    return { code: 'too_many_holds', maxHolds: command.holdsPerUser }
  return command.block && refuseOverShare(inventory, command.block, count, now)
}

function classesOf({ consist }: TrainRun, seats: WantedSeats): readonly string[] {
  if (seats.kind === 'chosen') return [seats.travelClass]
  return seats.seatNumbers.flatMap((number) => findSeat(consist, number)?.travelClass ?? [])
}

function findSeats(
  inventory: Inventory,
  command: PlaceHold,
  now: Instant,
): Reply<readonly Seat[], PlaceHoldRefusal> {
  const { segment, seats, block } = command
  const cooling = block ? coolingSeats(inventory, block, segment, now) : noSeats
  if (seats.kind === 'chosen') return chooseSeats(inventory, { ...seats, segment }, cooling, now)
  const wanted = seats.seatNumbers.flatMap((number) => findSeat(inventory.run.consist, number) ?? [])
  const taken = wanted.filter((seat) =>
    inventory.claimsOn(seat.id).some((claim) => overlaps(claim, segment) && isLive(claim, now)),
  )
  if (taken.length > 0) {
    const alternatives = nearestFree(inventory, wanted, { segment, without: cooling }, now)
    return refuse({ code: 'seat_taken', seatNumbers: taken.map((seat) => seat.number), alternatives })
  }
  const cool = wanted.filter((seat) => cooling.has(seat.id))
  if (cool.length > 0) return refuse(coolDownRefusal(cool, cooling, now))
  return accept(wanted.toSorted((a, b) => a.index - b.index))
}

const noSeats: ReadonlyMap<SeatId, Instant> = new Map()

/** Seats that cool down are chosen for nobody of their block; it is told when only they are left. */
function chooseSeats(
  inventory: Inventory,
  wish: SeatWish,
  cooling: ReadonlyMap<SeatId, Instant>,
  now: Instant,
): Reply<readonly Seat[], PlaceHoldRefusal> {
  const found = assignSeats(inventory, { ...wish, without: cooling }, now)
  if (found.ok) return accept(withCompanions(inventory, found.value, wish, cooling, now))
  if (cooling.size === 0) return found
  const others = assignSeats(inventory, wish, now)
  if (!others.ok) return others
  const cool = others.value.filter((seat) => cooling.has(seat.id))
  return refuse(coolDownRefusal(cool, cooling, now))
}

/**
 * Wheelchair spaces with the companions' seats beside them that are free, if that is wished for, as far as
 * one hold has room.
 */
function withCompanions(
  inventory: Inventory,
  spaces: readonly Seat[],
  { segment, preferences }: SeatWish,
  cooling: ReadonlyMap<SeatId, Instant>,
  now: Instant,
): readonly Seat[] {
  if (!preferences.companion) return spaces
  const isFree = ({ id, travelClass }: Seat) =>
    !cooling.has(id) &&
    !refuseClosed(inventory, segment, [travelClass]) &&
    !inventory.claimsOn(id).some((claim) => overlaps(claim, segment) && isLive(claim, now))
  const companions = spaces
    .flatMap(({ number }) => companionSeats(inventory.run.consist).get(number) ?? [])
    .filter(isFree)
    .slice(0, maxSeatsPerHold - spaces.length)
  return [...spaces, ...companions].toSorted((a, b) => a.index - b.index)
}

/**
 * As many seats of the same class as were wanted, in the same coach and for the same purpose if it has
 * them; none if the class has too few.
 */
function nearestFree(
  inventory: Inventory,
  wanted: readonly Seat[],
  where: Pick<SeatWish, 'segment' | 'without'>,
  now: Instant,
): readonly string[] {
  const first = wanted[0]
  if (!first) return []
  const has = (feature: SeatFeature) => wanted.some((seat) => seat.features.includes(feature))
  const preferences = { coach: first.coachNumber, stepFree: has('accessible'), family: has('family') }
  const wish = { ...where, travelClass: first.travelClass, seatCount: wanted.length, preferences }
  const found = assignSeats(inventory, wish, now)
  return found.ok ? found.value.map((seat) => seat.number) : []
}

function makeHold(
  inventory: Inventory,
  command: PlaceHold,
  seats: readonly Seat[],
  standing: Standing | null,
  now: Instant,
): Hold {
  const { run } = inventory
  const priced = seats.map((seat) => ({
    seatId: seat.id,
    priceCents: priceCents(run, seat.travelClass, command.segment, command.meters),
  }))
  return {
    id: command.holdId,
    token: command.holdToken,
    userId: command.userId,
    trainRunId: run.id,
    segment: command.segment,
    fromStationCode: command.fromStationCode,
    toStationCode: command.toStationCode,
    seats: priced,
    totalCents: priced.reduce((sum, seat) => sum + seat.priceCents, 0),
    currency: run.fare.currency,
    createdAt: now,
    expiresAt: after(now, command.holdMs),
    pinnedUntil: null,
    status: 'ACTIVE',
    paymentId: null,
    bookingId: null,
    idempotencyKey: command.idempotencyKey,
    fingerprint: command.fingerprint,
    commitSeq: inventory.nextCommitSeq,
    edition: run.edition,
    addressBlock: command.block?.names[0] ?? null,
    standing,
    ...notExtended,
  }
}

/**
 * Any claims still on the seats have expired: their holds end whole, in the same commit, and then the new
 * claims are made.
 */
function claimSeats(inventory: Inventory, hold: Hold, { by }: Pick<PlaceHold, 'by'>): readonly Change[] {
  const inTheWay = new Set(
    hold.seats.flatMap(({ seatId }) =>
      inventory
        .claimsOn(seatId)
        .filter((claim) => overlaps(claim, hold.segment))
        .flatMap((claim) => claim.holdId ?? []),
    ),
  )
  const ended = [...inTheWay].flatMap((id) => {
    const expired = inventory.hold(id)
    if (!expired)
      throw new Error(`a claim of run ${hold.trainRunId} belongs to hold ${id}, which is not live`)
    return expireHold(inventory, expired)
  })
  return [
    ...ended,
    { kind: 'hold_added', hold },
    ...hold.seats.map(
      ({ seatId }): Change => ({
        kind: 'claim_added',
        claim: {
          ...hold.segment,
          seatId,
          state: 'HELD',
          holdId: hold.id,
          bookingId: null,
          expiresAt: hold.expiresAt,
        },
      }),
    ),
    {
      kind: 'noted',
      note: {
        action: 'hold_placed',
        userId: hold.userId,
        holdId: hold.id,
        paymentId: null,
        bookingId: null,
        facts: {
          from_leg: hold.segment.fromLeg,
          to_leg: hold.segment.toLeg,
          total_cents: hold.totalCents,
          seat_ids: hold.seats.map((seat) => seat.seatId),
          expires_at: hold.expiresAt,
        },
        ...(by ? { by } : {}),
      },
    },
  ]
}
