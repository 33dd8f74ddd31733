import { eraseBooking } from '../../domain/after-sale/erase-booking.ts'
import type { ActReason } from '../../domain/records/audit.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** Erases what is personal in a booking; false if there is nothing left to erase. */
export async function eraseOne(
  { store }: Pick<Deps, 'store'>,
  { id: bookingId, trainRunId }: BookingName,
  reason: ActReason,
): Promise<boolean> {
  const record = await store.findBooking(bookingId, trainRunId)
  if (!record) return false
  const scope = { trainRunId, bookingId, paymentId: record.booking.paymentId }
  const reply = await store.decide(scope, (inventory) => eraseBooking(inventory, { bookingId, reason }))
  return reply.ok && reply.value.isErased
}
