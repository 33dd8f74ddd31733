import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdMs, paymentTimeoutMs } from '../../domain/records/hold.fixture.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { type AuthorizeAnswer, GatewayUnanswered, type PaymentGateway } from '../../payments/gateway.ts'
import type { BookRequest } from '../sale/book.ts'
import { closeAttempt } from '../sale/resolve-attempt.ts'
import { openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { receivePaymentEvent } from './receive-payment-event.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { recoverPayments } from './recover-payments.ts'

type Request = Parameters<PaymentGateway['authorize']>[0]
type Outcome = 'booked' | 'payment_declined' | 'payment_timed_out'

/** The provider's treatment of an authorization: before it answers, in its answer, and long afterward. */
interface Provider {
  readonly before?: (world: PaymentWorld, request: Request) => Promise<void>
  readonly answer: (world: PaymentWorld, request: Request) => Promise<AuthorizeAnswer>
  readonly afterward?: (world: PaymentWorld, request: Request) => Promise<void>
  /** How the sale ends when nothing else goes wrong. */
  readonly ends: Outcome
  /** How a start ends it, which has to ask the provider by key. */
  readonly endsAfterCrash: Outcome
}

const grant = async (world: PaymentWorld, request: Request) => world.gateway.grant(request)
const silence = async (world: PaymentWorld): Promise<never> => {
  await world.advance(paymentTimeoutMs)
  throw new GatewayUnanswered('silence')
}
const tell = async (world: PaymentWorld, { key }: Request, signature = 'genuine') => {
  const event = { id: `event ${key}`, timestamp: '0', signature, body: key }
  return receivePaymentEvent(world.deps, 'mock', event)
}

const providers: Readonly<Record<string, Provider>> = {
  ok: { answer: grant, ends: 'booked', endsAfterCrash: 'booked' },
  declined: {
    answer: async (world, request) => world.gateway.decline(request),
    ends: 'payment_declined',
    endsAfterCrash: 'payment_declined',
  },
  'timeout before': { answer: silence, ends: 'payment_timed_out', endsAfterCrash: 'payment_timed_out' },
  'timeout after': {
    async answer(world, request) {
      world.gateway.grant(request)
      return silence(world)
    },
    ends: 'booked',
    endsAfterCrash: 'booked',
  },
  '5xx': {
    answer: async () => {
      throw new GatewayUnanswered('500')
    },
    ends: 'payment_timed_out',
    endsAfterCrash: 'payment_timed_out',
  },
  doubled: {
    answer: grant,
    async afterward(world, request) {
      assert((await tell(world, request)).ok)
      assert.deepEqual(await tell(world, request), { ok: true, value: { isNew: false } })
    },
    ends: 'booked',
    endsAfterCrash: 'booked',
  },
  reordered: {
    async before(world, request) {
      world.gateway.grant(request)
      assert((await tell(world, request)).ok)
    },
    answer: grant,
    ends: 'booked',
    endsAfterCrash: 'booked',
  },
  late: {
    answer: silence,
    async afterward(world, request) {
      await world.settle()
      await world.advance(600_000)
      world.gateway.grant(request)
      await tell(world, request)
    },
    ends: 'payment_timed_out',
    endsAfterCrash: 'payment_timed_out',
  },
  'wrong amount': {
    answer: async (world, request) =>
      world.gateway.grant({ ...request, amountCents: request.amountCents - 1 }),
    ends: 'payment_timed_out',
    endsAfterCrash: 'payment_timed_out',
  },
  forged: {
    async answer(world, request) {
      const before = await world.payments()
      const reply = await tell(world, request, 'forged')
      assert.deepEqual(reply, { ok: false, refusal: { code: 'unauthenticated' } })
      assert.deepEqual(await world.payments(), before)
      return silence(world)
    },
    ends: 'payment_timed_out',
    endsAfterCrash: 'payment_timed_out',
  },
}

class Crash extends Error {}

/** What happens to the hold while the provider is thinking. */
const situations: Readonly<
  Record<
    string,
    {
      readonly meanwhile?: (world: PaymentWorld, request: BookRequest) => Promise<void>
      readonly crashes?: true
      readonly canBook: boolean
    }
  >
> = {
  'hold active': { canBook: true },
  'hold pinned': {
    async meanwhile(world, request) {
      const second = await world.book(request, 'second key')
      assert.deepEqual(second, { ok: false, refusal: { code: 'hold_pinned' } })
    },
    canBook: true,
  },
  'hold expired': {
    meanwhile: (world) => world.advance(holdMs + paymentTimeoutMs),
    canBook: false,
  },
  'hold released': {
    async meanwhile(world) {
      const [payment] = await world.payments()
      assert(payment)
      await closeAttempt(world.deps, payment, 'no_answer')
    },
    canBook: false,
  },
  'server down': { crashes: true, canBook: true },
}

/**
 * Nothing is left that needs a person: no open state, no seat kept, no money without a booking, no booking
 * without money.
 */
async function assertAtRest(world: PaymentWorld, isBooked: boolean): Promise<void> {
  for (const payment of await world.payments()) {
    assert.equal(payment.dueStep, null)
    assert(['CAPTURED', 'VOIDED', 'DECLINED'].includes(payment.status), payment.status)
    const hold = await world.store.findHold(world.run.id, payment.holdId)
    assert.equal(hold?.status, isBooked ? 'CONSUMED' : hold?.status === 'EXPIRED' ? 'EXPIRED' : 'RELEASED')
  }
  const bookings = await world.store.listBookings([1 as never], 10)
  assert.equal(bookings.length, isBooked ? 1 : 0)
  const soldCents = bookings.reduce((sum, { booking }) => sum + booking.totalCents, 0)
  assert.equal(world.gateway.keptCents, soldCents)
  assert(!world.gateway.ledger.some((payment) => payment.status === 'authorized'), 'an authorization is left')
  const picture = await world.store.picture(world.run.id)
  const claims = world.run.consist.seats.flatMap((seat) => picture?.claimsOn(seat.id) ?? [])
  assert.equal(claims.length, isBooked ? 1 : 0)
}

for (const [situationName, situation] of Object.entries(situations)) {
  for (const [providerName, provider] of Object.entries(providers)) {
    test(`P12: ${providerName}, ${situationName}: resolves itself`, async () => {
      const world = await openPaymentWorld()
      const request = await world.hold('1-1')
      let asked: Request | undefined
      world.gateway.onAuthorize = async (authorization) => {
        asked = authorization
        await situation.meanwhile?.(world, request)
        await provider.before?.(world, authorization)
        const answer = provider.answer(world, authorization)
        if (!situation.crashes) return answer
        await answer.catch(() => undefined)
        throw new Crash()
      }
      let ending: Outcome = situation.crashes ? provider.endsAfterCrash : provider.ends
      // An open attempt is declined although its hold has run out; a closed one stays closed.
      const isDeclined = situationName === 'hold expired' && ending === 'payment_declined'
      if (!situation.canBook && !isDeclined) ending = 'payment_timed_out'

      if (situation.crashes) {
        await assert.rejects(world.book(request, 'key'), Crash)
        await recoverPayments(world.deps)
      } else {
        const reply = await world.book(request, 'key')
        assert.equal(reply.ok ? 'booked' : reply.refusal.code, ending)
      }
      assert(asked)
      await provider.afterward?.(world, asked)
      await world.settle()
      await reconcilePayments(world.deps, null)
      await world.settle()
      await assertAtRest(world, ending === 'booked')

      // The same key always gets the same answer.
      const again = await world.book(request, 'key')
      assert.equal(again.ok ? 'booked' : again.refusal.code, ending)
      assert.equal(again.ok && again.value.replayed, again.ok)
      // And the ledger reveals nothing more.
      const { findings } = await reconcilePayments(world.deps, null)
      assert.deepEqual(findings, {})
      const [payment] = await world.payments()
      assert(payment && providerKey(payment) === asked.key)
    })
  }
}

test('and without the worker a late authorization stays, or the table above proves nothing', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.onAuthorize = async (authorization) => {
    world.gateway.grant(authorization)
    await world.advance(holdMs + paymentTimeoutMs)
    return { status: 'authorized', amountCents: authorization.amountCents, currency: authorization.currency }
  }
  assert(!(await world.book(request, 'key')).ok)
  await assert.rejects(assertAtRest(world, false))
  await world.settle()
  await assertAtRest(world, false)
})
