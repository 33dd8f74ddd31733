import type { RailwayEvent } from '../../domain/records/event.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import { utcTime } from './local-time.ts'

/** In the form that Standard Webhooks gives to events, with an id. */
export function changeView(
  { id, type, at, trainRunId, bookingId }: RailwayEvent,
  locatorKey: readonly number[],
) {
  const booking = bookingId === null ? null : locatorOf(bookingId, locatorKey)
  return { id, type, timestamp: utcTime(at), data: { train_run_id: String(trainRunId), booking_id: booking } }
}
