import type { ApiKeyId, BookingId, PaymentId, StaffId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/**
 * One line of the journal: so much moves from one account to another. Both sides are in the line, so that
 * every line balances. Lines are written when a day is closed, and never changed.
 */
export interface LedgerLine {
  /** The running number, from 1 on and without gaps. */
  readonly id: number
  /** The day that it was closed with, `YYYY-MM-DD`. */
  readonly day: string
  /** When it happened: within the day, or before it if it became known only after that day was closed. */
  readonly at: Instant
  /** The entry of the audit that it was made from. */
  readonly ofRunId: TrainRunId
  readonly ofSeq: number
  /** Which of the moves of that entry it is, from 0 on. */
  readonly part: number
  /** The action of that entry. */
  readonly event: string
  /** Account numbers of the railway, as they were when the day was closed. */
  readonly debit: string
  readonly credit: string
  readonly amountCents: number
  readonly currency: string
  readonly method: string
  readonly paymentId: PaymentId
  readonly bookingId: BookingId | null
}

/** How far a closing has read: everything up to an entry of the audit, in order of time, run and number. */
export interface EventMark {
  readonly at: Instant
  readonly trainRunId: TrainRunId
  readonly seq: number
}

/** What a currency's lines of a day add up to. */
export interface DayTotal {
  readonly currency: string
  readonly lines: number
  readonly amountCents: number
}

/** The closing of a day: under way, or done. */
export interface Closing {
  /** The date as a number, `YYYYMMDD`. */
  readonly id: number
  readonly day: string
  readonly state: 'CLOSING' | 'CLOSED'
  /** Half-open, and joined to the day before. */
  readonly fromAt: Instant
  readonly toAt: Instant
  readonly firstNumber: number
  /** The number of the next line. */
  readonly nextNumber: number
  /** The last event that was read; null at the beginning. */
  readonly mark: EventMark | null
  readonly totals: readonly DayTotal[]
  /** SHA-256 over the digest of the day before and the lines of this one. */
  readonly digest: string
  /** Null until it is closed. */
  readonly closedAt: Instant | null
  /** Who began it; both null at the machine. */
  readonly staffId: StaffId | null
  readonly keyId: ApiKeyId | null
}

/** The number of a date, in the order of dates. */
export function dayId(day: string): number {
  return Number(day.replaceAll('-', ''))
}
