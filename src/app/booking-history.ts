import type { AuditEntry } from '../domain/audit.ts'
import { accept, type Reply } from '../domain/result.ts'
import type { Caller, Deps } from './deps.ts'
import { type BookingNotFound, findOwnBooking, type ShownBooking } from './find-booking.ts'

/** What happened to the caller's booking, from its hold on, in order. */
export async function bookingHistory(
  deps: Pick<Deps, 'store'>,
  caller: Caller,
  locator: string,
): Promise<Reply<ShownBooking & { readonly entries: readonly AuditEntry[] }, BookingNotFound>> {
  const found = await findOwnBooking(deps, caller, locator)
  if (!found.ok) return found
  const { booking } = found.value.record
  return accept({ ...found.value, entries: await deps.store.bookingHistory(booking.trainRunId, booking) })
}
