import type { AuditEntry } from '../../domain/records/audit.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { type BookingNotFound, findAnyBooking, findOwnBooking, type ShownBooking } from './find-booking.ts'
import { type CursorRefusal, foreignCursor } from './list-bookings.ts'

interface HistoryPage extends ShownBooking {
  readonly entries: readonly AuditEntry[]
  /** The cursor for the next page; null at the end. */
  readonly next: string | null
}

interface HistoryQuery {
  readonly limit: number
  readonly after?: string
  /** `any` for who acts for the railway. */
  readonly of?: 'own' | 'any'
}

/** Positions in a run's audit chain, as `next` writes them. */
const cursorForm = /^[0-9]{1,15}$/

/**
 * The history of the caller's booking from its hold on, in order; `after` is the `next` of an earlier page.
 */
export async function bookingHistory(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  caller: Caller,
  locator: string,
  { limit, after = '0', of = 'own' }: HistoryQuery,
): Promise<Reply<HistoryPage, BookingNotFound | CursorRefusal>> {
  if (!cursorForm.test(after)) return foreignCursor
  const found = await (of === 'any' ? findAnyBooking(deps, locator) : findOwnBooking(deps, caller, locator))
  if (!found.ok) return found
  // One more than requested shows whether there is a next page.
  const page = { afterSeq: Number(after), limit: limit + 1 }
  const read = await deps.store.bookingHistory(found.value.record.booking, page)
  const entries = read.slice(0, limit)
  const last = read.length > limit ? entries.at(-1) : undefined
  return accept({ ...found.value, entries, next: last ? String(last.seq) : null })
}
