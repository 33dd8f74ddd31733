import { bookingIdOf } from '../domain/locator.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import type { TrainRun } from '../domain/train-run.ts'
import type { BookingRecord } from '../store/store.ts'
import type { Caller, Deps } from './deps.ts'
import { parseLinkToken, tokensEqual } from './tokens.ts'

export type BookingNotFound = { readonly code: 'booking_not_found' }

export interface ShownBooking {
  readonly record: BookingRecord
  readonly run: TrainRun
  /** The run's newest commit that the caller can see. */
  readonly commitSeq: number
}

/** The caller's own booking, by its record locator; what belongs to somebody else is not found. */
export async function findOwnBooking(
  deps: Pick<Deps, 'store'>,
  caller: Caller,
  locator: string,
): Promise<Reply<ShownBooking, BookingNotFound>> {
  const id = bookingIdOf(locator, deps.store.locatorKey)
  const record = id === undefined ? undefined : await deps.store.findBooking(id)
  if (!record || record.booking.userId !== caller.userId) return refuse({ code: 'booking_not_found' })
  return accept(shown(deps, record))
}

/** The booking of an unguessable link. */
export async function findBookingByLink(
  deps: Pick<Deps, 'store'>,
  linkToken: string,
): Promise<Reply<ShownBooking, BookingNotFound>> {
  const named = parseLinkToken(linkToken)
  const record = named && (await deps.store.findBooking(named.id, named.trainRunId))
  if (!record || !tokensEqual(record.booking.linkToken, linkToken))
    return refuse({ code: 'booking_not_found' })
  return accept(shown(deps, record))
}

/** Adds the run, which stays known as long as somebody has a booking on it. */
export function shown(deps: Pick<Deps, 'store'>, record: BookingRecord): ShownBooking {
  const { trainRunId, commitSeq } = record.booking
  const run = deps.store.network().run(trainRunId)
  if (!run) throw new Error(`booking ${record.booking.id} is for run ${trainRunId}, which is not known`)
  return { record, run, commitSeq: deps.store.pictureNow(trainRunId)?.commitSeq ?? commitSeq }
}
