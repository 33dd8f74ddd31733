import type { TrainRunId } from '../../domain/ids.ts'
import type { ListedBooking } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** A run has a few of these pages at most. */
const pageSize = 500

/** All bookings of a run that still have a seat. */
export async function confirmedBookings(
  { store }: Pick<Deps, 'store'>,
  id: TrainRunId,
): Promise<readonly ListedBooking[]> {
  const found: ListedBooking[] = []
  for (;;) {
    const page = await store.listRunBookings(id, pageSize, found.at(-1)?.booking.id)
    found.push(...page)
    if (page.length < pageSize) return found.filter(({ booking }) => booking.status === 'CONFIRMED')
  }
}
