import type { UserId } from '../../domain/ids.ts'
import type { Account } from '../../domain/records/people.ts'
import type { Store } from '../../store/store.ts'

/** With more guests than this, an account forgets those that have left nothing. */
const manyGuests = 8

/** The guests of an account without bookings, so that its list does not grow with each sign-in. */
export async function emptyGuests(
  store: Pick<Store, 'listBookings'>,
  account: Account | undefined,
): Promise<readonly UserId[]> {
  // The last ones may still hold seats.
  const older = account?.guestIds.slice(0, -manyGuests) ?? []
  const booked = await Promise.all(older.map((id) => store.listBookings([id], 1)))
  return older.filter((_, index) => booked[index]?.length === 0)
}
