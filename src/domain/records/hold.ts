import type { BookingId, HoldId, PaymentId, SeatId, StationCode, TrainRunId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Segment } from '../railway/segment.ts'

/** The most seats that one hold may have, and so the size of the largest party. */
export const maxSeatsPerHold = 9

/**
 * `ACTIVE -pin-> PINNED -confirm-> CONSUMED`, `ACTIVE -release-> RELEASED`, `PINNED -decline or close->
 * RELEASED`, `PINNED -unpin-> ACTIVE`; `ACTIVE` and `PINNED` become `EXPIRED` once their time has run out.
 */
export type HoldStatus = 'ACTIVE' | 'PINNED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED'

/**
 * What vouches for a caller whose holds are counted: nothing (`NEWCOMER`), a booking or a verified address
 * (`KNOWN`), or work that their device has done for this hold (`PROVEN`).
 */
export type Standing = 'NEWCOMER' | 'KNOWN' | 'PROVEN'

interface HeldSeat {
  readonly seatId: SeatId
  /** Frozen when the hold was placed. */
  readonly priceCents: number
}

/** Seats kept for a short time while the passenger decides. */
export interface Hold {
  readonly id: HoldId
  readonly token: string
  readonly userId: UserId
  readonly trainRunId: TrainRunId
  readonly segment: Segment
  readonly fromStationCode: StationCode
  readonly toStationCode: StationCode
  /** In the order of the consist. */
  readonly seats: readonly HeldSeat[]
  readonly totalCents: number
  readonly currency: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /**
   * While `PINNED`, the moment until which its claims count: `expiresAt` plus the payment time-out. Otherwise
   * null.
   */
  readonly pinnedUntil: Instant | null
  readonly status: HoldStatus
  readonly paymentId: PaymentId | null
  readonly bookingId: BookingId | null
  readonly idempotencyKey: string
  readonly fingerprint: string
  /** The commit that placed it. */
  readonly commitSeq: number
  /** The edition of the run that it was placed on, which has its refund rule. */
  readonly edition: number
  /**
   * The name of the block of addresses that it was asked for from, under a key of that day; null if holds of
   * its caller are not counted by address.
   */
  readonly addressBlock: number | null
  /** What vouched for its caller when it was placed; null if holds of the caller are not counted. */
  readonly standing: Standing | null
  /** How much later it ends than it was placed for; 0 unless it was extended. */
  readonly extensionMs: number
  /** The idempotency key of its one extension; null unless it was extended. */
  readonly extensionKey: string | null
  /** The commit that extended it. */
  readonly extensionSeq: number | null
}

/** What a hold says of extensions that has none. */
export const notExtended = { extensionMs: 0, extensionKey: null, extensionSeq: null } as const

/** The moment from which the hold no longer keeps its seats. */
export function holdDeadline(hold: Hold): Instant {
  return hold.pinnedUntil ?? hold.expiresAt
}

/** Whether the hold is marked as keeping seats; its time may have run out all the same. */
export function isMarkedLive({ status }: Pick<Hold, 'status'>): boolean {
  return status === 'ACTIVE' || status === 'PINNED'
}

/** Whether the hold keeps its seats at the given moment. */
export function keepsSeats(hold: Hold, now: Instant): boolean {
  return isMarkedLive(hold) && now < holdDeadline(hold)
}

/** Whether the hold's time has run out although no commit says so yet. */
export function isOverdue(hold: Hold, now: Instant): boolean {
  return isMarkedLive(hold) && now >= holdDeadline(hold)
}

/** How long the seats of a hold that ran out are remembered. */
export const coolDownMs = 600_000

/** Whether the hold's time ran out, as a commit says, and nobody tried to pay for it. */
export function ranOutUnpaid({ status, paymentId }: Pick<Hold, 'status' | 'paymentId'>): boolean {
  return status === 'EXPIRED' && paymentId === null
}

/** Whether the hold came from the block of addresses that has these names. */
export function isOfBlock({ addressBlock }: Pick<Hold, 'addressBlock'>, names: readonly number[]): boolean {
  return addressBlock !== null && names.includes(addressBlock)
}

/** Whether the hold of a counted caller has become a booking. */
export function wasBooked({ status, standing }: Pick<Hold, 'status' | 'standing'>): boolean {
  return status === 'CONSUMED' && standing !== null
}

/** Whether a run remembers the hold, for a while, although it is over. */
export function isRemembered(hold: Hold): boolean {
  const isCounted = hold.addressBlock !== null || hold.standing !== null
  return (ranOutUnpaid(hold) && isCounted) || wasBooked(hold)
}
