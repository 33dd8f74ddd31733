import { correctName as rule } from '../../domain/after-sale/correct-name.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { seatNow } from '../../domain/records/booking.ts'
import { type Reply, refuse } from '../../domain/result.ts'
import type { BookingRecord } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { dataKeyOf, opened, renewedKey, seal } from '../personal-data.ts'
import {
  type BookingForRailway,
  type BookingNotFound,
  findAnyBooking,
  findAnyRecord,
} from './find-booking.ts'

interface NameCorrection {
  readonly locator: string
  readonly seatNumber: string
  readonly passengerName: string
  readonly by: ActedBy
}

export type CorrectNameRefusal =
  | BookingNotFound
  | { readonly code: 'personal_data_erased' }
  | { readonly code: 'seat_not_on_run'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'seat_has_no_passenger'; readonly seatNumbers: readonly string[] }
  /** The server has not sealed a booking of an older version yet, or others keep changing it. */
  | { readonly code: 'overloaded'; readonly retryAfterMs: number }

type CorrectDeps = Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>

/** What others change in between is looked at again, but not for ever. */
const mostTries = 60

/** Gives a passenger of a booking another name. If it is the name already, nothing changes. */
export async function correctName(
  deps: CorrectDeps,
  { locator, seatNumber, passengerName, by }: NameCorrection,
): Promise<Reply<BookingForRailway, CorrectNameRefusal>> {
  for (let tries = 0; tries < mostTries; tries++) {
    const record = await findAnyRecord(deps, locator)
    if (!record) return refuse({ code: 'booking_not_found' })
    const { booking, wrappedKey } = record
    if (booking.personalData === 'PLAIN') break
    if (wrappedKey === null) return refuse({ code: 'personal_data_erased' })
    const seat = seatNumbered(deps, record, seatNumber)
    if (!seat) return refuse({ code: 'seat_not_on_run', seatNumbers: [seatNumber] })
    const before = opened(deps, record).booking.seats.find(({ seatId }) => seatId === seat.seatId)
    if (before?.passengerName === null)
      return refuse({ code: 'seat_has_no_passenger', seatNumbers: [seatNumber] })
    if (before?.passengerName === passengerName) return findAnyBooking(deps, locator)
    const sealed = seal(deps, dataKeyOf(deps, booking, wrappedKey), passengerName)
    const after = withName(record, seat.seatId, sealed)
    const { seatId } = seat
    const command = { seen: booking, seatId, passengerName: sealed, key: renewedKey(deps, after), by }
    const scope = { trainRunId: booking.trainRunId, bookingId: booking.id }
    const reply = await deps.store.decide(scope, (inventory) => rule(inventory, command))
    if (reply.ok && reply.value.isCorrected) return findAnyBooking(deps, locator)
  }
  return refuse({ code: 'overloaded', retryAfterMs: 5_000 })
}

function seatNumbered({ store }: CorrectDeps, { booking }: BookingRecord, seatNumber: string) {
  const run = store.network().run(booking.trainRunId)
  const named = booking.seats.filter(
    (seat) => run && seatOf(run.consist, seatNow(seat)).number === seatNumber,
  )
  return named.find(({ cancellationId }) => cancellationId === null) ?? named[0]
}

function withName(
  record: BookingRecord,
  seatId: BookingRecord['booking']['seats'][number]['seatId'],
  passengerName: string,
): BookingRecord {
  const seats = record.booking.seats.map((seat) =>
    seat.seatId === seatId ? { ...seat, passengerName } : seat,
  )
  return { ...record, booking: { ...record.booking, seats } }
}
