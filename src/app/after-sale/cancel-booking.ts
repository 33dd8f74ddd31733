import { type CancelBookingRefusal, cancelBooking as rule } from '../../domain/after-sale/cancel-booking.ts'
import type { CancellationId, MessageId, RefundId } from '../../domain/ids.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { Cancellation } from '../../domain/records/booking.ts'
import { asUsers } from '../../domain/records/ownership.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { opened } from '../personal-data.ts'
import { rideContent } from '../railway/ride-content.ts'
import { afterCommit } from '../store-fault.ts'
import { parseQuoteToken } from '../tokens.ts'
import {
  type BookingForRailway,
  findAnyBooking,
  findOwnBooking,
  forRailway,
  scopeOfAccess,
} from './find-booking.ts'

interface CancelledBooking extends BookingForRailway {
  readonly cancellation: Cancellation
  /** The same key was answered before; this is the same answer again. */
  readonly replayed: boolean
}

/**
 * Gives up the seats of a quote: they go back on sale at once, and the refund follows. With `by`, the caller
 * acts for the railway, on anybody's booking.
 */
export async function cancelBooking(
  deps: Pick<Deps, 'store' | 'brand' | 'personalKeys' | 'onMessageDue'>,
  caller: Caller,
  locator: string,
  quoteToken: string,
  idempotencyKey: string,
  by?: ActedBy,
): Promise<Reply<CancelledBooking, CancelBookingRefusal>> {
  const found = by ? await findAnyBooking(deps, locator) : await findOwnBooking(deps, caller, locator)
  if (!found.ok) return found
  const { record: seen, run } = found.value
  const { booking, payment } = seen
  const named = parseQuoteToken(quoteToken)
  const command = {
    cancellationId: (await deps.store.nextId('cancellation')) as CancellationId,
    refundId: (await deps.store.nextId('refund')) as RefundId,
    ...asUsers(caller),
    bookingId: booking.id,
    quoteId: named?.id ?? null,
    quoteToken,
    idempotencyKey,
    fingerprint: fingerprint([booking.locator, quoteToken]),
    ...(by ? { by } : {}),
    notice: {
      messageId: (await deps.store.nextId('message')) as MessageId,
      content: rideContent(deps.store.network(), run, booking),
      usualLanguage: deps.brand.languages[0],
    },
  }
  const scope = {
    trainRunId: booking.trainRunId,
    bookingId: booking.id,
    ...scopeOfAccess(booking, caller),
    paymentId: payment.id,
    ...(named ? { quoteId: named.id } : {}),
    key: { route: 'cancellation', userId: caller.userId, key: idempotencyKey },
  } as const
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (!reply.ok) return reply
  const { cancellation, replayed } = reply.value
  deps.onMessageDue?.()
  const record = await afterCommit(deps.store.findBooking(booking.id, booking.trainRunId))
  if (!record) throw new Error(`booking ${booking.id} is gone after its cancellation`)
  const { commitSeq } = found.value
  return accept({
    record: opened(deps, record),
    ...forRailway(deps, record),
    run,
    commitSeq,
    cancellation,
    replayed,
  })
}
