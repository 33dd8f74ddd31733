import { sealBooking } from '../../domain/after-sale/seal-booking.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { sealPeople } from '../personal-data.ts'
import { inSlices, type Slices } from './in-slices.ts'

type Sealing = Slices & Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>

/**
 * Seals the names and contacts that an older version wrote as they are, slice by slice, and returns how many
 * bookings were sealed.
 */
export async function sealBookings(sealing: Sealing): Promise<number> {
  const { store, log } = sealing
  const count = await inSlices(sealing, {
    next: (limit) => store.listBookingNames({ kind: 'plain' }, limit),
    change: (one) => sealOne(sealing, one),
    failed: 'a booking of an older version could not be sealed',
  })
  if (count > 0) log.info({ bookings: count }, 'names and contacts of an older version were sealed')
  return count
}

async function sealOne(sealing: Sealing, { trainRunId, id: bookingId }: BookingName): Promise<boolean> {
  const { store } = sealing
  const record = await store.findBooking(bookingId, trainRunId)
  if (!record) return false
  const { seats, contact, paymentId } = record.booking
  const given = seats.map(({ passengerName }) => passengerName ?? '')
  const { names: sealed, ...rest } = sealPeople(sealing, { trainRunId, paymentId }, given, contact)
  const names = new Map(seats.map(({ seatId }, index) => [seatId, sealed[index] ?? '']))
  const reply = await store.decide({ trainRunId, bookingId }, (inventory) =>
    sealBooking(inventory, { bookingId, names, ...rest }),
  )
  return reply.ok && reply.value.isSealed
}
