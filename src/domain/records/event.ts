import type { BookingId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { AuditAction, AuditEntry } from './audit.ts'

/** What other systems are told of. A name is never given to another thing. */
export const eventTypes = [
  'booking.confirmed',
  'booking.changed',
  'booking.cancelled',
  'refund.done',
  'run.changed',
  'run.cancelled',
  'hold.expired',
] as const
export type EventType = (typeof eventTypes)[number]

/** Most holds that run out are of no interest to anybody, so that these are told only to those who ask. */
export const usualEventTypes: readonly EventType[] = eventTypes.filter((type) => type !== 'hold.expired')

/** The entries of the audit that are an event, and of which type. All others are nobody else's business. */
const typesByAction: Readonly<Partial<Record<AuditAction, EventType>>> = {
  booking_confirmed: 'booking.confirmed',
  booking_cancelled: 'booking.cancelled',
  seats_cancelled: 'booking.changed',
  seats_moved: 'booking.changed',
  name_corrected: 'booking.changed',
  personal_data_erased: 'booking.changed',
  refund_done: 'refund.done',
  refunded_by_hand: 'refund.done',
  compensation_paid: 'refund.done',
  run_changed: 'run.changed',
  run_taken_off_sale: 'run.changed',
  run_put_on_sale: 'run.changed',
  sale_closed: 'run.changed',
  sale_opened: 'run.changed',
  run_cancelled: 'run.cancelled',
  hold_expired: 'hold.expired',
}

/** An event: what happened, when, and to what. Whoever wants to know more asks for it. */
export interface RailwayEvent {
  /** The same whenever and however it is told. */
  readonly id: string
  readonly type: EventType
  readonly at: Instant
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId | null
}

/** The event that an entry of the audit is; undefined if it is none. */
export function eventOf({ action, trainRunId, seq, at, bookingId }: AuditEntry): RailwayEvent | undefined {
  const type = typesByAction[action]
  return type && { id: `${trainRunId}-${seq}`, type, at, trainRunId, bookingId }
}
