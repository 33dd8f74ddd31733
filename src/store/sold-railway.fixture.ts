import assert from 'node:assert/strict'
import { cancelBooking } from '../app/after-sale/cancel-booking.ts'
import { quoteCancellation } from '../app/after-sale/quote-cancellation.ts'
import type { Deps } from '../app/deps.ts'
import { settleOne } from '../app/money/settle-payments.ts'
import { book } from '../app/sale/book.ts'
import { placeHold } from '../app/sale/place-hold.ts'
import type { UserId } from '../domain/ids.ts'
import { usualAccounts } from '../domain/money/journal.ts'
import { soleKey } from '../domain/people/keyring.ts'
import { plainBrand } from '../domain/railway/brand.ts'
import { Setbacks } from '../domain/setbacks.ts'
import { GatewayRefused } from '../payments/gateway.ts'
import { ScriptedGateway } from '../payments/scripted-gateway.fixture.ts'
import type { EngineStore } from './engine-store.ts'
import { runOn, smallRange, smallTimetable } from './store.fixture.ts'

const caller = { userId: 1 as UserId }
const quiet = () => undefined

/**
 * Three bookings: one canceled whole, one with one seat canceled, and one that lost a seat for a fee before
 * its capture failed for good. Also a declined payment and a live hold. Everything that was due is settled.
 */
export async function sellALittle(store: EngineStore): Promise<void> {
  await store.importTimetable(smallTimetable(), smallRange)
  const { deps, gateway, sale } = saleOn(store)
  await sale.book(['1-1'])
  const parted = await sale.book(['1-2', '1-3'])
  const whole = await sale.book(['1-4'])
  await settle(deps)
  await sale.cancel(parted, ['1-2'])
  await sale.cancel(whole, null)
  await settle(deps)
  const unpaid = await sale.book(['2-3', '2-4'])
  await sale.cancel(unpaid, ['2-3'])
  gateway.onStep = (step) => {
    if (step === 'capture') throw new GatewayRefused('the card was closed')
  }
  gateway.onAuthorize = async (request) => gateway.decline(request)
  await sale.tryToBook(['2-1'])
  await settle(deps)
  await sale.hold(['2-2'])
}

/** Sells seats from A to C of the run of the small timetable on 2026-06-10. */
export function saleOn(store: EngineStore) {
  const gateway = new ScriptedGateway()
  let randoms = 0
  const deps: Deps = {
    store,
    gateway,
    brand: plainBrand,
    settings: {
      holdMs: 120_000,
      paymentTimeoutMs: 30_000,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: 99,
      blockShare: null,
      holdExtensionMs: 120_000,
      ticketInitials: true,
      saleDaysAhead: 60,
      unverifiedShare: null,
      proofOfWork: false,
      compensationLimitCents: 5_000,
      timeZone: 'UTC',
      accounts: usualAccounts,
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    counters: { count: quiet },
    setbacks: new Setbacks(),
    sessionKeys: () => soleKey(Buffer.alloc(32, 7).toString('base64url')),
    personalKeys: () => soleKey(Buffer.alloc(32, 8).toString('base64url')),
    ticketKeys: () => soleKey(Buffer.alloc(32, 9).toString('base64url')),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
  }
  const trainRunId = runOn(store, '2026-06-10')
  return { deps, gateway, trainRunId, sale: sellWith(deps, String(trainRunId)) }
}

function sellWith(deps: Deps, trainRunId: string) {
  let keys = 0
  const tryToHold = (seatNumbers: readonly string[]) => {
    const request = {
      trainRunId,
      fromStationCode: 'A',
      toStationCode: 'C',
      seats: { kind: 'named', seatNumbers },
    }
    return placeHold(deps, caller, request as never, `hold ${++keys}`)
  }
  const hold = async (seatNumbers: readonly string[]): Promise<string> => {
    const reply = await tryToHold(seatNumbers)
    assert.ok(reply.ok, JSON.stringify(reply))
    return reply.value.hold.token
  }
  const pay = (holdToken: string, seatNumbers: readonly string[]) => {
    const passengers = seatNumbers.map((seatNumber) => ({
      seatNumber,
      name: 'Ada',
      age: 36,
      gender: 'F' as const,
    }))
    return book(
      deps,
      caller,
      {
        holdToken,
        passengers,
        contact: { email: null, phone: null },
        payment: { method: 'mock', token: 'tok_ok' },
      },
      `book ${++keys}`,
    )
  }
  const tryToBook = async (seatNumbers: readonly string[]) => pay(await hold(seatNumbers), seatNumbers)
  const quote = async (locator: string, seatNumbers: readonly string[] | null) => {
    const quoted = await quoteCancellation(deps, caller, locator, seatNumbers)
    assert.ok(quoted.ok, JSON.stringify(quoted))
    return quoted.value.quote
  }
  const giveUp = (locator: string, quoteToken: string) =>
    cancelBooking(deps, caller, locator, quoteToken, `cancel ${++keys}`)
  return {
    ...{ tryToHold, hold, pay, tryToBook, quote, giveUp },
    async book(seatNumbers: readonly string[]): Promise<string> {
      const reply = await tryToBook(seatNumbers)
      assert.ok(reply.ok, JSON.stringify(reply))
      return reply.value.record.booking.locator
    },
    async cancel(locator: string, seatNumbers: readonly string[] | null): Promise<void> {
      const reply = await giveUp(locator, (await quote(locator, seatNumbers)).token)
      assert.ok(reply.ok, JSON.stringify(reply))
    },
  }
}

/** Does all steps that are due at the provider. */
export async function settle(deps: Deps): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const due = await deps.store.leaseDueWork(100)
    if (due.length === 0) return
    for (const work of due) await settleOne(deps, work)
  }
  assert.fail('there is always more to settle')
}
