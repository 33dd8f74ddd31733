import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { bookingRequest, good } from './client.ts'
import type { EachNode } from './each-node.ts'
import type { Row } from './passkey-rows.ts'
import { type Ride, wholeWay } from './railway.ts'
import type { HoldBody, QuoteBody } from './wire.ts'

interface Using extends Pick<EachNode, 'ask'> {
  readonly ride: Ride
  /** The token of staff who may sell. */
  staff(): Promise<string>
  /** The number of a seat that nobody has. */
  freshSeats(): readonly string[]
}

interface Account {
  readonly booking_id: string
  readonly balance_cents: number
}

const till = 'window-3'

function saleOf(hold: HoldBody, method: string) {
  return { ...bookingRequest(hold), payment: { method, till } }
}

function desk({ ask, ride, staff, freshSeats }: Using) {
  const held = async () => {
    const token = await staff()
    const asked = { token, key: randomUUID(), body: wholeWay(ride, freshSeats()) }
    return { token, hold: good(await ask<HoldBody>('placeHoldAtDesk', asked), 201) }
  }
  return {
    held,
    async sold(method: string) {
      const { token, hold } = await held()
      const asked = { token, key: randomUUID(), body: saleOf(hold, method) }
      const sale = good(await ask<{ booking_id: string; total_cents: number }>('sellAtDesk', asked), 201)
      return { token, path: { booking_id: sale.booking_id }, totalCents: sale.total_cents }
    },
  }
}

/** The requests of a desk that change something. */
export function deskRows(using: Using): Readonly<Record<string, Row>> {
  const { held, sold } = desk(using)
  return {
    placeHoldAtDesk: {
      request: async () => ({
        ...{ token: await using.staff(), key: randomUUID() },
        body: wholeWay(using.ride, using.freshSeats()),
      }),
      leaves: 'hold_placed',
    },
    releaseHoldAtDesk: {
      request: async () => {
        const { token, hold } = await held()
        return { token, path: { hold_token: hold.hold_token } }
      },
      leaves: 'hold_released',
    },
    sellAtDesk: {
      request: async () => {
        const { token, hold } = await held()
        return { token, key: randomUUID(), body: saleOf(hold, 'cash') }
      },
      leaves: 'desk_settled',
    },
    settleAtDesk: {
      request: async () => {
        const { token, path, totalCents } = await sold('invoice')
        const body = { amount_cents: totalCents, means: 'TRANSFER', till }
        return { token, path, key: randomUUID(), body }
      },
      leaves: 'desk_settled',
    },
  }
}

/** Sells at one node, and settles and looks at the others. */
export async function useDeskSale(using: Using & Pick<EachNode, 'askAll'>): Promise<void> {
  const { ask, askAll } = using
  const { held, sold } = desk(using)
  const { token, hold } = await held()
  good(await ask('releaseHoldAtDesk', { token, path: { hold_token: hold.hold_token } }), 204)
  const { path, totalCents } = await sold('cash')
  const asked = { token, path }
  const terms = { terms: 'IN_FULL', reason: 'operational' }
  const quote = good(await ask<QuoteBody>('quoteForPassenger', { ...asked, body: terms }), 201)
  const body = { quote_id: quote.quote_id, reason: 'operational' }
  good(await ask('cancelForPassenger', { ...asked, key: randomUUID(), body }), 201)
  for (const found of await askAll<{ accounts: readonly Account[] }>('listDeskAccounts', { token }))
    assert.ok(
      good(found, 200).accounts.some(
        (one) => one.booking_id === path.booking_id && one.balance_cents === -totalCents,
      ),
    )
  const settling = { ...asked, key: randomUUID(), body: { amount_cents: -totalCents, means: 'CASH', till } }
  for (const settled of await askAll<{ amount_cents: number }>('settleAtDesk', settling))
    assert.equal(good(settled, 201).amount_cents, -totalCents)
  for (const shown of await askAll<Account>('showReceipt', asked))
    assert.equal(good(shown, 200).balance_cents, 0)
}
