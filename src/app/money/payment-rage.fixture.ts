import { cancelBooking } from '../../domain/after-sale/cancel-booking.ts'
import { quoteCancellation } from '../../domain/after-sale/quote-cancellation.ts'
import type { CancellationId, QuoteId, RefundId } from '../../domain/ids.ts'
import { paymentTimeoutMs } from '../../domain/records/hold.fixture.ts'
import { GatewayRefused, GatewayUnanswered, type PaymentGateway } from '../../payments/gateway.ts'
import type { ListedBooking } from '../../store/store.ts'
import { alice, type PaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { recoverPayments, resolveOpenPayments } from './recover-payments.ts'
import { settleOne } from './settle-payments.ts'

/** mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Request = Parameters<PaymentGateway['authorize']>[0]

/**
 * A provider that does anything a provider can do to us, and remembers what it still intends to authorize.
 */
function misbehave(world: PaymentWorld, random: () => number, late: Request[]): void {
  const { gateway } = world
  gateway.onAuthorize = async (request) => {
    const draw = random()
    if (draw < 0.35) return gateway.grant(request)
    if (draw < 0.5) return gateway.decline(request)
    if (draw < 0.6) return gateway.grant({ ...request, amountCents: request.amountCents + 1 })
    if (draw < 0.7) late.push(request)
    else if (draw < 0.85) gateway.grant(request)
    if (random() < 0.3) throw new Error('crash')
    if (random() < 0.5) await world.advance(paymentTimeoutMs)
    throw new GatewayUnanswered('silence')
  }
  const closedCards = new Set<string>()
  gateway.onStep = (step, key) => {
    const payment = gateway.get(key)
    if (step === 'capture' && payment?.status === 'authorized' && random() < 0.15) closedCards.add(key)
    if (step === 'capture' && closedCards.has(key)) throw new GatewayRefused('the card was closed')
    if (step === 'authorize' || random() > 0.4) return
    // Half of the lost answers are lost on the way back: the step was done.
    if (step === 'capture' && payment?.status === 'authorized' && random() < 0.5)
      gateway.put({ ...payment, status: 'captured', capturedCents: payment.amountCents })
    if (step === 'void' && payment?.status === 'authorized' && random() < 0.5)
      gateway.put({ ...payment, status: 'voided' })
    throw new GatewayUnanswered('lost')
  }
}

async function cancel(world: PaymentWorld, { booking, payment }: ListedBooking): Promise<void> {
  const quoteId = (await world.store.nextId('quote')) as QuoteId
  const idempotencyKey = `c${quoteId}`
  const common = { userId: alice.userId, bookingId: booking.id, quoteId, quoteToken: `q${quoteId}` }
  const key = { route: 'cancellation', userId: alice.userId, key: idempotencyKey } as const
  const scope = { trainRunId: world.run.id, bookingId: booking.id, paymentId: payment.id, quoteId, key }
  await world.store.decide(scope, (inventory, now) =>
    quoteCancellation(inventory, { ...common, seatNumbers: null, validForMs: 60_000 }, now),
  )
  const command = {
    ...common,
    cancellationId: (await world.store.nextId('cancellation')) as CancellationId,
    refundId: (await world.store.nextId('refund')) as RefundId,
    idempotencyKey,
    fingerprint: '',
  }
  await world.store.decide(scope, (inventory, now) => cancelBooking(inventory, command, now))
}

export const unlessItFails = (work: Promise<unknown>) => work.catch(() => undefined)

/** One event that may happen at any time, beside the sales. */
async function happen(world: PaymentWorld, random: () => number, late: Request[]): Promise<void> {
  const draw = random()
  const request = late.at(0)
  if (draw < 0.2 && request) world.gateway.grant(late.shift() ?? request)
  else if (draw < 0.4) await unlessItFails(recoverPayments(world.deps))
  else if (draw < 0.55) await unlessItFails(reconcilePayments(world.deps, null))
  else if (draw < 0.7) await world.advance(Math.floor(random() * 60_000))
  else if (draw < 0.85) {
    for (const work of await world.store.leaseDueWork(3)) await unlessItFails(settleOne(world.deps, work))
  } else {
    const bookings = await world.store.listBookings([alice.userId], 10)
    const record = bookings[Math.floor(random() * bookings.length)]
    if (record?.booking.status === 'CONFIRMED') await cancel(world, record)
  }
}

/** Sales of a dozen turns with a provider that misbehaves; keys of another `name` are others. */
export async function rage(
  world: PaymentWorld,
  random: () => number,
  late: Request[],
  name = 'key',
): Promise<void> {
  misbehave(world, random, late)
  for (let turn = 0; turn < 12; turn++) {
    const seatNumber = `1-${1 + (turn % 10)}`
    const request = await world.hold(seatNumber).catch(() => undefined)
    const sale = request && unlessItFails(world.book(request, `${name} ${turn}`))
    await happen(world, random, late)
    if (random() < 0.3 && request) await unlessItFails(world.book(request, `${name} ${turn}`))
    await sale
    await happen(world, random, late)
  }
}

/** The provider behaves again, and everything that is due is done. */
export async function calm(world: PaymentWorld, late: Request[]): Promise<void> {
  const { gateway } = world
  gateway.onStep = () => undefined
  gateway.onAuthorize = async (request) => gateway.grant(request)
  await world.advance(600_000)
  await resolveOpenPayments(world.deps)
  for (const request of late) gateway.grant(request)
  for (let pass = 0; pass < 2; pass++) {
    await world.settle()
    await reconcilePayments(world.deps, null)
  }
  await world.settle()
}
