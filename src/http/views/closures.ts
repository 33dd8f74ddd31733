import type { Static } from 'typebox'
import type { RunClosures } from '../../domain/inventory/close-run.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { Closure } from '../../domain/records/closure.ts'
import { affectedBy } from '../../domain/sale/cancel-run.ts'
import type { Closures } from '../schemas/closures.ts'
import { utcTime } from './local-time.ts'

/** What is closed of a run; its picture tells how many bookings are left. */
export function closuresView(
  { run, commitSeq, closures }: RunClosures,
  picture: Picture,
): Static<typeof Closures> {
  const codeAt = (stop: number) => String(run.train.stops[stop]?.stationCode)
  const leftOf = (one: Closure) =>
    one.kind === 'CANCELING' ? affectedBy(picture, [one]).bookingIds.length : 0
  return {
    train_run_id: String(run.id),
    commit_seq: commitSeq,
    closures: closures.map((one) => ({
      status: one.kind === 'CLOSED' ? ('CLOSED' as const) : ('CANCELLED' as const),
      travel_class: one.travelClass,
      from_station_code: codeAt(one.fromLeg),
      to_station_code: codeAt(one.toLeg),
      since: utcTime(one.at),
      bookings: one.bookings,
      bookings_left: leftOf(one),
    })),
  }
}
