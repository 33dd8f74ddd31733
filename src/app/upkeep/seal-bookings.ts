import { sealBooking } from '../../domain/after-sale/seal-booking.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { makeDataKey, seal, sealContact } from '../personal-data.ts'

/** Bookings in one slice; those of one run are sealed in one commit. */
const sliceSize = 50
/** The pause between two slices, so that sales go on meanwhile. */
const sliceApartMs = 20

interface Sealing extends Pick<Deps, 'store' | 'log' | 'personalKeys' | 'randomBytes'> {
  /** Waits; false if the work has to stop. */
  readonly pause: (milliseconds: number) => Promise<boolean>
}

/**
 * Seals the names and contacts that an older version wrote as they are, slice by slice, and returns how many
 * bookings were sealed. It may stop at any time, and goes on where it stopped. A failure is logged, and
 * retried the next time.
 */
export async function sealBookings(sealing: Sealing): Promise<number> {
  const { store, log, pause } = sealing
  let count = 0
  try {
    for (;;) {
      const found = await store.listPlainBookings(sliceSize)
      const sealed = await Promise.all(found.map((one) => sealOne(sealing, one)))
      count += sealed.filter(Boolean).length
      // What cannot be sealed comes again, first of all.
      const isStuck = !sealed.includes(true)
      if (found.length < sliceSize || isStuck || !(await pause(sliceApartMs))) break
    }
  } catch (fault) {
    log.warn(
      { err: fault },
      'bookings of an older version could not be sealed; the next try is within the hour',
    )
  }
  if (count > 0) log.info({ bookings: count }, 'names and contacts of an older version were sealed')
  return count
}

async function sealOne(sealing: Sealing, { trainRunId, id: bookingId }: BookingName): Promise<boolean> {
  const { store, log } = sealing
  try {
    const record = await store.findBooking(bookingId, trainRunId)
    if (!record) return false
    const { seats, contact, paymentId } = record.booking
    const key = makeDataKey(sealing, { trainRunId, paymentId })
    const names = new Map(seats.map((seat) => [seat.seatId, seal(sealing, key, seat.passengerName ?? '')]))
    const command = { bookingId, names, contact: sealContact(sealing, key, contact), wrappedKey: key.wrapped }
    const reply = await store.decide({ trainRunId, bookingId }, (inventory) =>
      sealBooking(inventory, command),
    )
    return reply.ok && reply.value.isSealed
  } catch (fault) {
    log.warn({ err: fault, trainRunId, bookingId }, 'a booking could not be sealed and is skipped')
    return false
  }
}
