import assert from 'node:assert/strict'
import { book } from '../app/book.ts'
import { cancelBooking } from '../app/cancel-booking.ts'
import type { Deps } from '../app/deps.ts'
import { placeHold } from '../app/place-hold.ts'
import { quoteCancellation } from '../app/quote-cancellation.ts'
import { settleOne } from '../app/settle-payments.ts'
import type { UserId } from '../domain/ids.ts'
import { GatewayRefused } from '../payments/gateway.ts'
import { ScriptedGateway } from '../payments/scripted-gateway.fixture.ts'
import type { EngineStore } from './engine-store.ts'
import { runOn, smallRange, smallTimetable } from './store.fixture.ts'

const caller = { userId: 1 as UserId }
const quiet = () => undefined

/**
 * Three bookings, one of which was canceled whole and one by a seat; one that lost a seat for a fee before its capture failed for
 * good; a declined payment; a hold that still lives; everything that was due is settled.
 */
export async function sellALittle(store: EngineStore): Promise<void> {
  await store.importTimetable(smallTimetable(), smallRange)
  const gateway = new ScriptedGateway()
  let randoms = 0
  const deps: Deps = {
    store,
    gateway,
    settings: {
      holdMs: 120_000,
      paymentTimeoutMs: 30_000,
      quoteMs: 600_000,
      sessionMs: 3_600_000,
      holdsPerUser: 99,
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    counters: { count: quiet, observe: quiet },
    sessionSecret: Buffer.alloc(32, 7),
    randomBytes: (count) => Buffer.alloc(count, ++randoms),
  }
  const trainRunId = String(runOn(store, '2026-06-10'))
  const sale = sellWith(deps, trainRunId)
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

function sellWith(deps: Deps, trainRunId: string) {
  let keys = 0
  const hold = async (seatNumbers: readonly string[]): Promise<string> => {
    const request = {
      trainRunId,
      fromStationCode: 'A',
      toStationCode: 'C',
      seats: { kind: 'named', seatNumbers },
    }
    const reply = await placeHold(deps, caller, request as never, `hold ${++keys}`)
    assert.ok(reply.ok, JSON.stringify(reply))
    return reply.value.hold.token
  }
  const tryToBook = async (seatNumbers: readonly string[]) => {
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
        holdToken: await hold(seatNumbers),
        passengers,
        contact: { email: null, phone: null },
        payment: { method: 'mock', token: 'tok_ok' },
      },
      `book ${++keys}`,
    )
  }
  return {
    hold,
    tryToBook,
    async book(seatNumbers: readonly string[]): Promise<string> {
      const reply = await tryToBook(seatNumbers)
      assert.ok(reply.ok, JSON.stringify(reply))
      return reply.value.record.booking.locator
    },
    async cancel(locator: string, seatNumbers: readonly string[] | null): Promise<void> {
      const quoted = await quoteCancellation(deps, caller, locator, seatNumbers)
      assert.ok(quoted.ok, JSON.stringify(quoted))
      const reply = await cancelBooking(deps, caller, locator, quoted.value.quote.token, `cancel ${++keys}`)
      assert.ok(reply.ok, JSON.stringify(reply))
    },
  }
}

async function settle(deps: Deps): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const due = await deps.store.leaseDueWork(100)
    if (due.length === 0) return
    for (const work of due) await settleOne(deps, work)
  }
  assert.fail('there is always more to settle')
}
