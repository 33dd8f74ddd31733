import {
  type CancellationTerms,
  type QuoteCancellationRefusal,
  quoteCancellation as rule,
} from '../../domain/after-sale/quote-cancellation.ts'
import type { QuoteId } from '../../domain/ids.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { Quote } from '../../domain/records/booking.ts'
import { asUsers } from '../../domain/records/ownership.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { makeQuoteToken } from '../tokens.ts'
import { findAnyBooking, findOwnBooking, type ShownBooking, scopeOfAccess } from './find-booking.ts'

/**
 * Says what giving up seats of the caller's booking would refund: the named ones, or all that are left. With
 * `act`, the caller asks for the railway, about anybody's booking.
 */
export async function quoteCancellation(
  deps: Pick<Deps, 'store' | 'settings' | 'personalKeys' | 'randomBytes'>,
  caller: Caller,
  locator: string,
  seatNumbers: readonly string[] | null,
  act?: { readonly by: ActedBy; readonly terms: CancellationTerms },
): Promise<Reply<{ readonly quote: Quote; readonly shown: ShownBooking }, QuoteCancellationRefusal>> {
  const found = act ? await findAnyBooking(deps, locator) : await findOwnBooking(deps, caller, locator)
  if (!found.ok) return found
  const { booking } = found.value.record
  const quoteId = (await deps.store.nextId('quote')) as QuoteId
  const command = {
    quoteId,
    quoteToken: makeQuoteToken(quoteId, booking.trainRunId, deps.randomBytes(16)),
    ...asUsers(caller),
    bookingId: booking.id,
    seatNumbers,
    validForMs: deps.settings.quoteMs,
    ...act,
  }
  const scope = { ...scopeOfAccess(booking, caller), trainRunId: booking.trainRunId, bookingId: booking.id }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  return reply.ok ? accept({ quote: reply.value, shown: found.value }) : reply
}
