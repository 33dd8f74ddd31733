import assert from 'node:assert/strict'
import { cancelBooking } from '../app/after-sale/cancel-booking.ts'
import { enterCode } from '../app/after-sale/enter-code.ts'
import { findBookingByLink, findOwnBooking } from '../app/after-sale/find-booking.ts'
import { quoteCancellation } from '../app/after-sale/quote-cancellation.ts'
import { sendCodeByLink, sendCodeToContact } from '../app/after-sale/send-code.ts'
import {
  alice,
  type OpenTimedStore,
  openPaymentWorld,
  type PaymentWorld,
} from '../app/money/payment-world.fixture.ts'
import { showHold } from '../app/sale/show-hold.ts'
import type { BookingId, HoldId, UserId } from '../domain/ids.ts'
import { locatorOf } from '../domain/records/locator.ts'

const stranger = { userId: 2 as UserId }
const absentId = 999

/** The requests of a stranger, for somebody else's records and for records that do not exist. */
function questions({ deps, store }: PaymentWorld, sold: { locator: string; link: string; hold: string }) {
  const absent = {
    locator: locatorOf(absentId as BookingId, store.locatorKey),
    link: withId(sold.link, absentId as BookingId),
    hold: withId(sold.hold, absentId as HoldId),
  }
  const asked = ({ locator, link, hold }: typeof sold) => [
    () => findOwnBooking(deps, stranger, locator),
    () => quoteCancellation(deps, stranger, locator, null),
    () => cancelBooking(deps, stranger, locator, 'q', 'key'),
    () => findBookingByLink(deps, link),
    () => sendCodeByLink(deps, stranger, link, 'en'),
    () =>
      sendCodeToContact(deps, stranger, { locator, email: 'eve@example.org', language: 'en' }).then(nothing),
    () => enterCode(deps, stranger, locator, '1234567890'),
    () => showHold(deps, stranger, hold),
  ]
  return { foreign: asked({ ...sold, link: guessed(sold.link) }), absent: asked(absent) }
}

/** The answer to a request for a code is the same in any case. */
const nothing = () => ({ ok: false })

const withId = (token: string, id: number) =>
  token.replace(/_[0-9a-z]{11}_/, `_${id.toString(36).padStart(11, '0')}_`)
const guessed = (token: string) => token.replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A'))

/**
 * Asks as a stranger for Alice's booking and hold, then for ones that do not exist. `readsOf` returns the
 * database reads of some work, without their values.
 */
export async function assertSameReads(
  open: OpenTimedStore,
  readsOf: (work: () => Promise<unknown>) => Promise<readonly string[]>,
): Promise<void> {
  const world = await openPaymentWorld(open)
  const sale = await world.book(await world.hold('1-1'), 'sold')
  const { holdToken } = await world.hold('1-2')
  assert.ok(sale.ok)
  const { locator, linkToken } = sale.value.record.booking
  const { foreign, absent } = questions(world, { locator, link: linkToken, hold: holdToken })
  for (const [index, ask] of foreign.entries()) {
    const reads = await readsOf(async () => assert.equal((await ask()).ok, false))
    assert.ok(reads.length > 0, `question ${index}`)
    assert.deepEqual(reads, await readsOf(async () => assert.equal((await absent[index]?.())?.ok, false)))
  }
  const own = await readsOf(() => findOwnBooking(world.deps, alice, locator))
  assert.ok(own.length > 1, 'who may see it has more read, so the rest of it was left out above')
  await world.store.close()
}
