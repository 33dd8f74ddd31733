import type { BookingId, HoldId, PaymentId, SeatId, StationCode, TrainRunId, UserId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Segment } from './segment.ts'

/**
 * `ACTIVE -pin-> PINNED -confirm-> CONSUMED`, `ACTIVE -release-> RELEASED`, `PINNED -decline or close-> RELEASED`; either is
 * `EXPIRED` once its time has run out.
 */
export type HoldStatus = 'ACTIVE' | 'PINNED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED'

export interface HeldSeat {
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
  /** While `PINNED`, the moment until which its claims count: `expiresAt` plus the payment time-out. Else null. */
  readonly pinnedUntil: Instant | null
  readonly status: HoldStatus
  readonly paymentId: PaymentId | null
  readonly bookingId: BookingId | null
  readonly idempotencyKey: string
  readonly fingerprint: string
  /** The commit that placed it. */
  readonly commitSeq: number
}

/** The moment from which the hold no longer keeps its seats. */
export function holdDeadline(hold: Hold): Instant {
  return hold.pinnedUntil ?? hold.expiresAt
}
