import type { BookingId, MessageId, TrainRunId } from '../../domain/ids.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { Hold } from '../../domain/records/hold.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { Contact, Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { AttemptRefusal, CloseReason } from '../../domain/sale/attempt.ts'
import { closePayment } from '../../domain/sale/close-payment.ts'
import { type Confirmed, confirmBooking, type NewBooking } from '../../domain/sale/confirm-booking.ts'
import { declinePayment } from '../../domain/sale/decline-payment.ts'
import { type UnpinRefusal, unpinHold } from '../../domain/sale/unpin-hold.ts'
import { GatewayUnanswered, type ProviderPayment } from '../../payments/gateway.ts'
import type { BookingRecord } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { journeyDate } from '../railway/journey-date.ts'
import { rideContent } from '../railway/ride-content.ts'
import { makeLinkToken } from '../tokens.ts'
import { within } from '../within.ts'

/** The deps that resolving an attempt needs. */
export type ResolveDeps = Pick<
  Deps,
  | 'store'
  | 'brand'
  | 'gateway'
  | 'log'
  | 'counters'
  | 'setbacks'
  | 'randomBytes'
  | 'onPaymentDue'
  | 'onMessageDue'
>

/** The booking of an attempt, whether new or made earlier; or how the attempt ended without one. */
export type AttemptReply = Reply<BookingRecord, AttemptRefusal>

/** What the request that began an attempt still has at hand. */
export interface KnownAttempt {
  readonly hold: Hold
  readonly wrappedKey: string
}

/** A look-up that takes longer than this does not help a waiting client. */
const longestLookUpMs = 2_000

/**
 * The provider has authorized: books, unless the attempt is over or the amount is not ours; then the money is
 * given back.
 */
export async function confirmAttempt(
  deps: ResolveDeps,
  payment: Payment,
  answer: { readonly amountCents: number; readonly currency: string },
  known?: KnownAttempt,
): Promise<AttemptReply> {
  const command = await confirmation(deps, payment, answer, known?.hold)
  const reply = await deps.store.decide(scopeOf(payment), (inventory, now) =>
    confirmBooking(inventory, command, now),
  )
  deps.onPaymentDue?.()
  if (!reply.ok) return ended(deps, payment, reply)
  return booked(deps, payment, reply.value, known?.wrappedKey ?? null)
}

async function confirmation(
  deps: ResolveDeps,
  payment: Payment,
  { amountCents, currency }: { readonly amountCents: number; readonly currency: string },
  known: Hold | undefined,
) {
  const hold = known ?? (await deps.store.findHold(payment.trainRunId, payment.holdId))
  if (!hold) throw new Error(`payment ${payment.id} has lost its hold`)
  return { ...(await newBooking(deps, hold, payment.contact)), paymentId: payment.id, amountCents, currency }
}

/** What a booking of the hold would be called, when its journey begins, and what its passenger is told. */
export async function newBooking(
  deps: Pick<Deps, 'store' | 'brand' | 'randomBytes'>,
  hold: Hold,
  { email }: Contact,
): Promise<NewBooking> {
  const { store, randomBytes } = deps
  const { trainRunId, segment } = hold
  const bookingId = (await store.nextId('booking')) as BookingId
  const run = store.network().run(trainRunId) ?? (await store.findRun(trainRunId))
  if (!run) throw new Error(`run ${trainRunId} of a hold is lost`)
  const named = {
    locator: locatorOf(bookingId, store.locatorKey),
    linkToken: makeLinkToken(bookingId, trainRunId, randomBytes(16)),
    journeyDate: journeyDate(store.network(), run, segment.fromLeg),
  }
  if (email === null) return { bookingId, ...named }
  const messageId = (await store.nextId('message')) as MessageId
  const seats = hold.seats.map(({ seatId }) => seatOf(run.consist, seatId).number).join(', ')
  const content = {
    ...rideContent(store.network(), run, { segment, ...named }),
    seats,
    link: named.linkToken,
  }
  return { bookingId, ...named, notice: { messageId, content, usualLanguage: deps.brand.languages[0] } }
}

async function booked(
  deps: ResolveDeps,
  payment: Payment,
  confirmed: Confirmed,
  wrappedKey: string | null,
): Promise<AttemptReply> {
  if (confirmed.kind === 'replay') return recordOf(deps, payment.trainRunId, confirmed.bookingId)
  deps.counters.count('sales')
  deps.onMessageDue?.()
  deps.log.debug({ paymentId: payment.id, bookingId: confirmed.booking.id }, 'booked')
  const { booking } = confirmed
  return accept({ booking, payment: confirmed.payment, wrappedKey, cancellations: [] })
}

/** The booking that an attempt made earlier. */
export async function recordOf(
  deps: Pick<Deps, 'store'>,
  trainRunId: TrainRunId,
  bookingId: BookingId,
): Promise<Reply<BookingRecord, never>> {
  const record = await deps.store.findBooking(bookingId, trainRunId)
  if (!record) throw new Error(`booking ${bookingId} is not in the database`)
  return accept(record)
}

export async function declineAttempt(
  deps: ResolveDeps,
  payment: Payment,
  declineCode: string,
): Promise<AttemptReply> {
  const command = { paymentId: payment.id, declineCode }
  const reply = await deps.store.decide(scopeOf(payment), (inventory, now) =>
    declinePayment(inventory, command, now),
  )
  return reply.ok ? recordOf(deps, payment.trainRunId, reply.value.bookingId) : ended(deps, payment, reply)
}

export async function closeAttempt(
  deps: ResolveDeps,
  payment: Payment,
  reason: CloseReason,
): Promise<AttemptReply> {
  const command = { paymentId: payment.id, reason }
  const reply = await deps.store.decide(scopeOf(payment), (inventory, now) =>
    closePayment(inventory, command, now),
  )
  deps.onPaymentDue?.()
  return reply.ok ? recordOf(deps, payment.trainRunId, reply.value.bookingId) : ended(deps, payment, reply)
}

/** Nothing has reached the provider: the hold continues as before. */
export async function takeAttemptBack(
  deps: ResolveDeps,
  payment: Payment,
): Promise<Reply<BookingRecord, UnpinRefusal>> {
  const command = { paymentId: payment.id }
  const reply = await deps.store.decide(scopeOf(payment), (inventory, now) =>
    unpinHold(inventory, command, now),
  )
  if (reply.ok) return recordOf(deps, payment.trainRunId, reply.value.bookingId)
  deps.counters.count('failed_payments', { code: reply.refusal.code })
  return reply
}

/**
 * Ends an attempt whose answer is not known: the provider is asked by key, once. An authorized payment is
 * booked, and a declined one is declined; `onNothing` says what becomes of a payment that the provider does
 * not have or gives no answer about.
 */
export async function resolveByKey(
  deps: ResolveDeps,
  payment: Payment,
  onNothing: (isCertain: boolean) => Promise<AttemptReply>,
): Promise<AttemptReply> {
  const found = await lookUp(deps, payment)
  if (found === undefined) return onNothing(false)
  return found === null ? onNothing(true) : decideAttempt(deps, payment, found)
}

/** Ends an open attempt according to what its provider has. */
export function decideAttempt(
  deps: ResolveDeps,
  payment: Payment,
  found: ProviderPayment,
): Promise<AttemptReply> {
  switch (found.status) {
    case 'authorized':
    case 'captured':
      return confirmAttempt(deps, payment, found)
    case 'declined':
      return declineAttempt(deps, payment, found.declineCode ?? 'declined')
    case 'voided':
    // Nothing was ever paid out under the key of an attempt.
    case 'paid_out':
      return closeAttempt(deps, payment, 'provider_error')
  }
}

/** The provider's payment; null if it has none, undefined if it does not answer. */
async function lookUp(deps: ResolveDeps, payment: Payment) {
  try {
    return await within(longestLookUpMs, deps.gateway.find(providerKey(payment)))
  } catch (fault) {
    if (!(fault instanceof GatewayUnanswered)) throw fault
    return undefined
  }
}

function ended(
  deps: ResolveDeps,
  payment: Payment,
  reply: { readonly ok: false; readonly refusal: AttemptRefusal },
): AttemptReply {
  const { refusal } = reply
  deps.counters.count('failed_payments', { code: refusal.code })
  if (refusal.code === 'payment_timed_out' && refusal.reason === 'amount_differs')
    deps.log.error({ paymentId: payment.id }, 'the provider authorized a different amount than requested')
  return reply
}

function scopeOf(payment: Payment) {
  return { trainRunId: payment.trainRunId, holdId: payment.holdId, paymentId: payment.id }
}
