import type { HoldId, PaymentId } from '../../domain/ids.ts'
import type { Language } from '../../domain/language.ts'
import { carriesPassenger, findSeat } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { asUsers } from '../../domain/records/ownership.ts'
import type { Contact, Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { type PinHold, type PinRefusal, type Purchase, pinHold } from '../../domain/sale/pin-hold.ts'
import { GatewayRefused, GatewayUnanswered, GatewayUnreached } from '../../payments/gateway.ts'
import type { BookingRecord } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { opened, sealPeople, withNames } from '../personal-data.ts'
import { afterCommit } from '../store-fault.ts'
import { parseHoldToken } from '../tokens.ts'
import { withDeadline } from '../within.ts'
import {
  type AttemptReply,
  closeAttempt,
  confirmAttempt,
  declineAttempt,
  type KnownAttempt,
  recordOf,
  resolveByKey,
  takeAttemptBack,
} from './resolve-attempt.ts'

/** Who rides on the seats of a hold, and how to reach them. */
export interface PurchaseRequest {
  readonly holdToken: string
  /** One that is named for a bicycle hook is left out: what travels is people. */
  readonly passengers: Purchase['passengers']
  readonly contact: Contact
  /** The first language of the brand if it is left out. */
  readonly language?: Language
}

export interface BookRequest extends PurchaseRequest {
  readonly payment: { readonly method: string; readonly token: string }
}

/** A sale, and whether this key had already made it. */
interface Sold {
  readonly record: BookingRecord
  readonly replayed: boolean
}

export type BookRefusal = PinRefusal

/**
 * Sells the seats of a hold: pins the hold, has the payment authorized outside any transaction, then books.
 * Every path ends with a booking, or with the seats free and nothing charged. A fault after the pin leaves an
 * attempt that `resolveOpenPayments` ends.
 */
export async function book(
  deps: Deps,
  caller: Caller,
  request: BookRequest,
  idempotencyKey: string,
): Promise<Reply<Sold, BookRefusal>> {
  const named = namedHold(deps, request)
  if (!named) return refuse({ code: 'hold_not_found' })
  const { holdId } = named
  const trainRunId = named.run.id
  const { purchase, nameOf } = await sealedPurchase(deps, caller, request, {
    ...{ ...named, idempotencyKey, method: request.payment.method },
    fingerprint: requestFingerprint(request),
  })
  const command: PinHold = {
    ...purchase,
    paymentTimeoutMs: deps.settings.paymentTimeoutMs,
    isProviderAvailable: deps.gateway.isAvailable(),
  }
  const key = { route: 'booking', userId: caller.userId, key: idempotencyKey } as const
  const pinned = await deps.store.decide({ trainRunId, holdId, key }, (inventory, now) =>
    pinHold(inventory, command, now),
  )
  if (!pinned.ok) {
    countRefused(deps, pinned.refusal)
    return pinned
  }
  if (pinned.value.kind === 'replay') {
    const record = await recordOf(deps, trainRunId, pinned.value.bookingId)
    return record.ok ? accept({ record: opened(deps, record.value), replayed: true }) : record
  }
  const { payment, hold } = pinned.value
  const known = { hold, wrappedKey: command.wrappedKey }
  const reply = await afterCommit(pay(deps, payment, known, request.payment.token))
  return reply.ok ? accept({ record: withNames(reply.value, nameOf), replayed: false }) : reply
}

/**
 * Requests that are not attempts to pay: a repeated request, whose attempt was already counted, and one
 * without a hold of the caller.
 */
const noAttempt: ReadonlySet<PinRefusal['code']> = new Set([
  'idempotency_key_reused',
  'request_in_progress',
  'payment_declined',
  'payment_timed_out',
  'hold_not_found',
])

function countRefused({ counters }: Deps, { code }: PinRefusal): void {
  if (!noAttempt.has(code)) counters.count('failed_payments', { code })
}

/** The hold that a request names, if its run is known. */
export function namedHold(
  { store }: Pick<Deps, 'store'>,
  { holdToken }: Pick<PurchaseRequest, 'holdToken'>,
): { readonly run: TrainRun; readonly holdId: HoldId } | undefined {
  const named = parseHoldToken(holdToken)
  const run = named && store.network().run(named.trainRunId)
  return run && { run, holdId: named.id }
}

/** What a request is about, beside who rides. */
interface PurchaseOf extends Pick<Purchase, 'holdId' | 'method' | 'idempotencyKey' | 'fingerprint'> {
  readonly run: TrainRun
}

/** The purchase, with all that is personal in it sealed, and the names by what they are sealed as. */
interface Sealed {
  readonly purchase: Purchase
  readonly nameOf: (sealed: string) => string
}

export async function sealedPurchase(
  deps: Pick<Deps, 'store' | 'brand' | 'personalKeys' | 'randomBytes'>,
  caller: Caller,
  { holdToken, passengers, contact, language = deps.brand.languages[0] }: PurchaseRequest,
  { run, ...of }: PurchaseOf,
): Promise<Sealed> {
  const paymentId = (await deps.store.nextId('payment')) as PaymentId
  const people = passengers.filter(({ seatNumber }) =>
    carriesPassenger(findSeat(run.consist, seatNumber) ?? { kind: 'seat' }),
  )
  const given = people.map(({ name }) => name)
  const { names, ...sealed } = sealPeople(deps, { trainRunId: run.id, paymentId }, given, contact)
  const nameOf = new Map(names.map((name, index) => [name, given[index] ?? '']))
  const purchase: Purchase = {
    ...of,
    ...{ paymentId, holdToken, language, ...asUsers(caller), ...sealed },
    passengers: people.map((one, index) => ({ ...one, name: names[index] ?? '' })),
  }
  return { purchase, nameOf: (name) => nameOf.get(name) ?? name }
}

/** Only the known members identify a request; members that mean nothing to us do not. */
export function purchaseText({ holdToken, passengers, contact }: PurchaseRequest) {
  const people = passengers.map(({ seatNumber, name, age, gender }) => [seatNumber, name, age, gender])
  return [holdToken, people, contact.email, contact.phone]
}

/** Nothing if no language is said, so that keys of versions without it stay what they were. */
export function saidLanguage({ language }: PurchaseRequest): Language[] {
  return language === undefined ? [] : [language]
}

function requestFingerprint({ payment, ...purchase }: BookRequest): string {
  return fingerprint([...purchaseText(purchase), payment.method, payment.token, ...saidLanguage(purchase)])
}

async function pay(
  deps: Deps,
  payment: Payment,
  known: KnownAttempt,
  token: string,
): Promise<Reply<BookingRecord, PinRefusal>> {
  const { amountCents, currency } = payment
  const request = { key: providerKey(payment), amountCents, currency, token }
  const leftMs = payment.deadlineAt - deps.store.now()
  try {
    const answer = await withDeadline(leftMs, (deadline) => deps.gateway.authorize(request, deadline))
    if (answer.status === 'declined') return await declineAttempt(deps, payment, answer.code)
    return await confirmAttempt(deps, payment, answer, known)
  } catch (fault) {
    return fault instanceof GatewayUnreached
      ? takeAttemptBack(deps, payment)
      : withoutAnswer(deps, payment, fault)
  }
}

/**
 * The deadline has passed, the provider has failed, or it refuses for good: what it has under our key
 * decides.
 */
function withoutAnswer(deps: Deps, payment: Payment, fault: unknown): Promise<AttemptReply> {
  if (fault instanceof GatewayRefused)
    return resolveByKey(deps, payment, () => declineAttempt(deps, payment, 'refused_by_provider'))
  if (!(fault instanceof GatewayUnanswered)) throw fault
  const reason = deps.store.now() < payment.deadlineAt ? 'provider_error' : 'no_answer'
  deps.log.debug({ paymentId: payment.id, reason }, fault.message)
  return resolveByKey(deps, payment, () => closeAttempt(deps, payment, reason))
}
