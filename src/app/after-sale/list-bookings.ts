import { bookingIdOf } from '../../domain/records/locator.ts'
import { usersOf } from '../../domain/records/ownership.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { type ShownBooking, shown } from './find-booking.ts'

interface BookingPage {
  readonly bookings: readonly ShownBooking[]
  /** The record locator that the next page starts after; null at the end. */
  readonly next: string | null
}

export type CursorRefusal = {
  readonly code: 'malformed_request'
  readonly pointer: string
  readonly problem: string
}

/** `after` is not a value that any page has returned. */
export const foreignCursor = refuse<CursorRefusal>({
  code: 'malformed_request',
  pointer: '/after',
  problem: 'must be the `next` of an earlier page',
})

/** The caller's own bookings, newest first; `after` is the `next` of an earlier page. */
export async function listBookings(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  caller: Caller,
  query: { readonly limit: number; readonly after?: string },
): Promise<Reply<BookingPage, CursorRefusal>> {
  const beforeId = query.after === undefined ? undefined : bookingIdOf(query.after, deps.store.locatorKey)
  if (query.after !== undefined && beforeId === undefined) return foreignCursor
  // One more than requested shows whether there is a next page.
  const records = await deps.store.listBookings(usersOf(caller), query.limit + 1, beforeId)
  const page = records.slice(0, query.limit)
  const last = records.length > query.limit ? page.at(-1) : undefined
  return accept({
    bookings: page.map((record) => shown(deps, record)),
    next: last ? last.booking.locator : null,
  })
}
