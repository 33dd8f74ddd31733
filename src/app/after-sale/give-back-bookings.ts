import { giveBackBooking } from '../../domain/after-sale/give-back-booking.ts'
import type { BookingId, CancellationId, MessageId, QuoteId, RefundId, TrainRunId } from '../../domain/ids.ts'
import { affectedBy, finishCancellation } from '../../domain/sale/cancel-run.ts'
import type { Deps } from '../deps.ts'
import { rideContent } from '../railway/ride-content.ts'
import { makeQuoteToken } from '../tokens.ts'

type GiveBackDeps = Pick<
  Deps,
  'store' | 'brand' | 'log' | 'counters' | 'randomBytes' | 'onPaymentDue' | 'onMessageDue'
>

/** Bookings that are given back at the same time; those of one turn are one commit. */
const sliceSize = 50

interface GivenBack {
  readonly done: number
  /** Those that could not be given back now. */
  readonly left: number
}

/**
 * Gives back what is booked on runs that are canceled. What is left to do is what the runs still have, so it
 * may be stopped at any time, and be done by several nodes at once. A booking that fails is told and skipped,
 * and comes again the next time.
 */
export async function giveBackBookings(
  deps: GiveBackDeps,
  isStopped: () => boolean = () => false,
): Promise<GivenBack> {
  let [done, left] = [0, 0]
  for (const trainRunId of await deps.store.listCancelingRuns()) {
    done += await giveBackRun(deps, trainRunId, isStopped)
    if (isStopped()) break
    const reply = await deps.store.decide({ trainRunId }, finishCancellation)
    left += reply.ok ? reply.value : 0
  }
  return { done, left }
}

async function giveBackRun(
  deps: GiveBackDeps,
  trainRunId: TrainRunId,
  isStopped: () => boolean,
): Promise<number> {
  const ids = await bookingsLeft(deps, trainRunId)
  let done = 0
  for (let start = 0; start < ids.length && !isStopped(); start += sliceSize) {
    const slice = ids.slice(start, start + sliceSize)
    const given = await Promise.all(slice.map((id) => giveBackOne(deps, trainRunId, id)))
    done += given.filter(Boolean).length
    deps.onPaymentDue?.()
    deps.onMessageDue?.()
  }
  return done
}

async function bookingsLeft({ store }: GiveBackDeps, trainRunId: TrainRunId): Promise<readonly BookingId[]> {
  const picture = await store.picture(trainRunId)
  if (!picture) return []
  return affectedBy(
    picture,
    picture.closures.filter(({ kind }) => kind === 'CANCELING'),
  ).bookingIds
}

async function giveBackOne(deps: GiveBackDeps, trainRunId: TrainRunId, bookingId: BookingId) {
  const { store, log, counters } = deps
  try {
    const record = await store.findBooking(bookingId, trainRunId)
    const run = store.network().run(trainRunId)
    if (!record || !run) throw new Error(`booking ${bookingId} or its run ${trainRunId} is unknown`)
    const { booking } = record
    const quoteId = (await store.nextId('quote')) as QuoteId
    const command = {
      ...{ bookingId, quoteId, quoteToken: makeQuoteToken(quoteId, trainRunId, deps.randomBytes(16)) },
      cancellationId: (await store.nextId('cancellation')) as CancellationId,
      refundId: (await store.nextId('refund')) as RefundId,
      messageId: (await store.nextId('message')) as MessageId,
      content: rideContent(store.network(), run, booking),
      usualLanguage: deps.brand.languages[0],
    }
    const scope = { trainRunId, bookingId, paymentId: booking.paymentId }
    const reply = await store.decide(scope, (inventory, now) => giveBackBooking(inventory, command, now))
    if (!reply.ok || !reply.value.isGivenBack) return false
    counters.count('given_back_bookings')
    return true
  } catch (fault) {
    const facts = { err: fault, trainRunId, bookingId }
    log.error(facts, 'a booking of a canceled run could not be given back; it will be tried again')
    return false
  }
}
