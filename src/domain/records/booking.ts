import type {
  ApiKeyId,
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  SeatId,
  StaffId,
  StationCode,
  TrainRunId,
  UserId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import type { Segment } from '../railway/segment.ts'
import type { Contact, Gender, PaymentStatus } from './payment.ts'
import type { PersonalData } from './sealed.ts'

export interface BookingSeat {
  /** The seat that was sold, by which quotes and the hold know it; `seatNow` is where the passenger sits. */
  readonly seatId: SeatId
  /** The seat that the railway has moved the passenger to; null if it has not. */
  readonly movedTo: SeatId | null
  /** How often the passenger was moved: each time, the ticket of before became worthless. */
  readonly moveCount: number
  /** These three are null for a bicycle hook, and once they are erased. */
  readonly passengerName: string | null
  readonly passengerAge: number | null
  readonly passengerGender: Gender | null
  readonly priceCents: number
  /** The cancellation that gave up the seat; null while it is booked. */
  readonly cancellationId: CancellationId | null
}

/** What a booked seat says of moves before there was one. */
export const notMoved = { movedTo: null, moveCount: 0 } as const

/** The seat that the passenger has now. */
export function seatNow({ seatId, movedTo }: Pick<BookingSeat, 'seatId' | 'movedTo'>): SeatId {
  return movedTo ?? seatId
}

/** What an entry of the audit adds if it is about seats that the hold does not have. */
export function movedFact(seats: readonly BookingSeat[]): { readonly moved?: number } {
  const moved = seats.filter(({ movedTo }) => movedTo !== null).length
  return moved === 0 ? {} : { moved }
}

/** A note of somebody of the railway, sealed like a name. */
export interface BookingNote {
  readonly at: Instant
  readonly staffId: StaffId | null
  readonly keyId: ApiKeyId | null
  readonly text: string
}

/** The sale: passengers, segment, seats, price. */
export interface Booking {
  readonly id: BookingId
  /** The record locator, `bookings.booking_id`: a name, not a secret. */
  readonly locator: string
  readonly linkToken: string
  readonly userId: UserId
  readonly trainRunId: TrainRunId
  readonly segment: Segment
  readonly fromStationCode: StationCode
  readonly toStationCode: StationCode
  /** Local date of departure at the boarding station, `YYYY-MM-DD`. */
  readonly journeyDate: string
  readonly totalCents: number
  readonly currency: string
  /** People, as sold; bicycle hooks are not counted. */
  readonly numPassengers: number
  readonly status: 'CONFIRMED' | 'CANCELLED'
  readonly bookingTime: Instant
  readonly cancellationTime: Instant | null
  readonly refundedCents: number
  readonly holdId: HoldId
  readonly paymentId: PaymentId
  readonly contact: Contact
  readonly personalData: PersonalData
  /** What the railway noted about it, oldest first. */
  readonly notes: readonly BookingNote[]
  /** In which it was bought, for mails. Null if an older version sold it. */
  readonly language: Language | null
  readonly commitSeq: number
  /** That of its hold. */
  readonly edition: number
  readonly seats: readonly BookingSeat[]
}

/** The seats that no cancellation has given up, and what they cost. */
export function seatsLeft({ seats }: Pick<Booking, 'seats'>) {
  const left = seats.filter(({ cancellationId }) => cancellationId === null)
  return { seats: left, priceCents: left.reduce((sum, { priceCents }) => sum + priceCents, 0) }
}

/** The seats that people have. Those of a booking whose names are erased cannot be told from its hooks. */
export function passengerSeats({ seats, personalData }: Booking): readonly BookingSeat[] {
  return personalData === 'ERASED' ? seats : seats.filter(({ passengerAge }) => passengerAge !== null)
}

/** What giving up seats of a booking would refund, until `validUntil`. */
export interface Quote {
  readonly id: QuoteId
  readonly token: string
  readonly userId: UserId
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId
  readonly seatIds: readonly SeatId[]
  readonly refundCents: number
  readonly feeCents: number
  readonly currency: string
  readonly validUntil: Instant
}

/** A completed cancellation; its answer is rendered again from this row. */
export interface Cancellation {
  readonly id: CancellationId
  readonly quoteId: QuoteId
  readonly userId: UserId
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId
  readonly refundCents: number
  /**
   * The amount kept; negative if it takes back the fees of earlier cancellations because no money came in.
   */
  readonly feeCents: number
  readonly cancelledAt: Instant
  readonly idempotencyKey: string
  readonly fingerprint: string
  /** As it was in the answer, so that a replay says the same. */
  readonly paymentStatus: PaymentStatus
  readonly commitSeq: number
}
