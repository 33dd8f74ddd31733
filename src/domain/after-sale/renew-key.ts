import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Booking } from '../records/booking.ts'
import type { PersonalKey } from '../records/sealed.ts'
import { accept } from '../result.ts'

interface RenewKey {
  /** The booking that the key was made from. */
  readonly seen: Booking
  readonly key: PersonalKey
}

/**
 * Puts another wrapping, and other hashes, in the place of those of a booking. Does nothing if its names or
 * its contact were changed or erased meanwhile: then the hashes are of what is no longer there.
 */
export function renewKey(
  inventory: Inventory,
  { seen, key }: RenewKey,
): Decision<{ readonly isRenewed: boolean }, never> {
  const booking = inventory.booking(seen.id)
  if (booking?.personalData !== 'SEALED' || !sealsTheSame(booking, seen))
    return { reply: accept({ isRenewed: false }), changes: [] }
  return { reply: accept({ isRenewed: true }), changes: [{ kind: 'personal_key_changed', key }] }
}

/** Whether names and contact are sealed as they were. */
export function sealsTheSame(one: Booking, other: Booking): boolean {
  const { email, phone } = other.contact
  return (
    one.contact.email === email &&
    one.contact.phone === phone &&
    one.seats.every(({ passengerName }, index) => passengerName === other.seats[index]?.passengerName)
  )
}
