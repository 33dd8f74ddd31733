import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compensate } from '../app/after-sale/compensate.ts'
import { moneyEvents } from '../app/money/read-events.ts'
import {
  type DeskReceipt,
  deskReceipt,
  listOpenDeskAccounts,
  settleAtDesk,
} from '../app/operations/desk-accounts.ts'
import { sellAtDesk } from '../app/sale/sell-at-desk.ts'
import type { DeskEntryId, UserId } from '../domain/ids.ts'
import { after, type Instant } from '../domain/instant.ts'
import { transfersOf } from '../domain/money/journal.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import type { DeskEntry, DeskMeans } from '../domain/records/desk-ledger.ts'
import type { DeskMethod } from '../domain/records/payment-method.ts'
import { accept } from '../domain/result.ts'
import { enterMoney } from '../domain/sale/sell-at-desk.ts'
import type { EngineStore } from './engine-store.ts'
import { saleOn } from './sold-railway.fixture.ts'
import type { OpenStore } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const clerk = { userId: 1 as UserId, rights: new Set(['money.compensate_more'] as const) }
const by = { ...actedByNobody, reason: 'passenger_request' } as const
const seats = ['1-1', '1-2', '1-3', '1-4', '2-1', '2-2', '2-3', '2-4']

/** A desk that sells the seats of a run. */
export function deskOn(store: EngineStore) {
  const { deps, sale, trainRunId, gateway } = saleOn(store)
  let keys = 0
  const sell = (holdToken: string, sold: readonly string[], method: DeskMethod, key = `sell ${++keys}`) =>
    sellAtDesk(
      deps,
      clerk,
      {
        ...{ holdToken, method, till: 'window-3', by, contact: { email: null, phone: null } },
        passengers: sold.map((seatNumber) => ({ seatNumber, name: 'Ada', age: 36, gender: 'F' })),
      },
      key,
    )
  const settle = (
    locator: string,
    amountCents: number,
    idempotencyKey = `settle ${++keys}`,
    means: DeskMeans = 'CASH',
  ) => settleAtDesk(deps, clerk, locator, { amountCents, means, till: 'window-4', by, idempotencyKey })
  const receipt = async (locator: string) => {
    const found = await deskReceipt(deps, locator)
    assert.ok(found.ok, JSON.stringify(found))
    return found.value
  }
  return {
    ...{ deps, sale, trainRunId, gateway, sell, settle, receipt },
    balance: async (locator: string) => (await receipt(locator)).balanceCents,
    give: (locator: string, amountCents: number) =>
      compensate(deps, clerk, { locator, amountCents, by, idempotencyKey: `give ${++keys}` }),
    async sold(sold: readonly string[], method: DeskMethod): Promise<string> {
      const reply = await sell(await sale.hold(sold), sold, method)
      assert.ok(reply.ok, JSON.stringify(reply))
      return reply.value.record.booking.locator
    },
  }
}

/** What every store does with sales at desks. */
export function deskContract(using: Using, keeps: boolean): void {
  test(
    'P31: a sale at the desk is one commit with its money, asks no provider, and repeats by its key',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const token = await desk.sale.hold(['1-1'])
      const before = (await store.picture(desk.trainRunId))?.commitSeq ?? 0
      const first = await desk.sell(token, ['1-1'], 'cash', 'k')
      assert.equal((await store.picture(desk.trainRunId))?.commitSeq, before + 1)
      const again = await desk.sell(token, ['1-1'], 'cash', 'k')
      assert.ok(first.ok && again.ok && again.value.replayed && !first.value.replayed)
      assert.deepEqual(again.value.record, first.value.record)
      const { booking, payment } = first.value.record
      assert.deepEqual([booking.status, payment.status, payment.dueStep], ['CONFIRMED', 'CAPTURED', null])
      assert.deepEqual(desk.gateway.calls, [])
      assert.equal(await store.nextDueAt(), null)
      const { entries, balanceCents } = await desk.receipt(booking.locator)
      assert.deepEqual(
        entries.map(({ amountCents, means, till }) => [amountCents, means, till]),
        [[booking.totalCents, 'CASH', 'window-3']],
      )
      assert.equal(balanceCents, 0)
      const other = await desk.sell(token, ['1-1'], 'invoice', 'k')
      assert.ok(!other.ok && other.refusal.code === 'idempotency_key_reused')
    }),
  )

  test(
    'P35, P36: an invoice is open until it is paid; a cancellation lowers it, and pays back what was paid',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const locator = await desk.sold(['1-1', '1-2'], 'invoice')
      const totalCents = await desk.balance(locator)
      const [open] = (await listOpenDeskAccounts(desk.deps, 9)).accounts
      assert.deepEqual(
        [open?.locator, open?.method, open?.balanceCents, open?.trainRunId],
        [locator, 'invoice', totalCents, desk.trainRunId],
      )
      await desk.sale.cancel(locator, ['1-1'])
      const { shown, balanceCents: left } = await desk.receipt(locator)
      const lower = shown.record.booking.refundedCents
      assert.ok(lower > 0)
      assert.equal(left, totalCents - lower)
      const stale = await desk.settle(locator, totalCents)
      assert.ok(!stale.ok && stale.refusal.code === 'balance_differs' && stale.refusal.balanceCents === left)
      assert.ok((await desk.settle(locator, left, 'k')).ok)
      const again = await desk.settle(locator, left, 'k')
      assert.ok(again.ok && again.value.replayed)
      const different = await desk.settle(locator, -left, 'k')
      assert.ok(!different.ok && different.refusal.code === 'idempotency_key_reused')
      assert.deepEqual((await listOpenDeskAccounts(desk.deps, 9)).accounts, [])
      await desk.sale.cancel(locator, null)
      const back = await desk.balance(locator)
      assert.ok(back < 0)
      assert.ok((await desk.settle(locator, back)).ok)
      assert.equal(await desk.balance(locator), 0)
      assert.equal(await store.nextDueAt(), null, 'no provider is asked to refund anything')
    }),
  )

  test(
    'P32: of two sales of one hold in one instant, one is made, and its money is taken once',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const token = await desk.sale.hold(['1-1'])
      const replies = await Promise.all([
        desk.sell(token, ['1-1'], 'cash'),
        desk.sell(token, ['1-1'], 'invoice'),
        desk.sale.pay(token, ['1-1']),
      ])
      assert.equal(replies.filter((reply) => reply.ok).length, 1)
      const sold = await store.listBookings([clerk.userId], 9)
      assert.equal(sold.length, 1)
    }),
  )

  test(
    'P36: of two clerks who pay out the same money in one instant, one does',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const locator = await desk.sold(['1-1'], 'cash')
      await desk.sale.cancel(locator, null)
      const back = await desk.balance(locator)
      const replies = await Promise.all([1, 2, 3].map(() => desk.settle(locator, back)))
      assert.equal(replies.filter((reply) => reply.ok).length, 1)
      assert.equal(await desk.balance(locator), 0)
    }),
  )

  test(
    'and clerks who look first and then pay out pay twice: the balance belongs into the decision',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const locator = await desk.sold(['1-1'], 'cash')
      await desk.sale.cancel(locator, null)
      const seen = await Promise.all([1, 2].map(() => desk.receipt(locator)))
      for (const receipt of seen) await payOutWhatWasSeen(store, receipt)
      assert.equal(
        await desk.balance(locator),
        -(seen[0]?.balanceCents ?? 0),
        'the same amount went out twice',
      )
    }),
  )

  test(
    'P37, P38: after any sales, cancellations, compensations and settlements, drawer and open balances are what is kept',
    using(async ({ store }) => {
      const desk = deskOn(store)
      const act = fc.record({
        act: fc.constantFrom('cash', 'invoice', 'cancel', 'part', 'give', 'settle', 'settle'),
        which: fc.nat(7),
      })
      const seed = 20_261_130
      const acts = fc.sample(fc.array(act, { minLength: 60, maxLength: 60 }), { seed, numRuns: 1 })[0] ?? []
      const locators: string[] = []
      const free = new Set(seats)
      for (const { act, which } of acts) await play(desk, { act, which }, locators, free)
      assert.ok(locators.length > 5, `seed ${seed} sells too little`)
      await assertAddsUp(desk, locators, `seed ${seed}`)
      await assertJournal(desk, locators, `seed ${seed}`)
    }),
  )

  if (!keeps) return
  test(
    'P31: a process that has just started knows every account',
    using(async (world) => {
      assert.ok(world.reopen)
      const desk = deskOn(world.store)
      const locators = [await desk.sold(['1-1'], 'cash'), await desk.sold(['1-2'], 'invoice')]
      const before = await Promise.all(locators.map((locator) => desk.receipt(locator)))
      const after = deskOn(await world.reopen())
      for (const [index, locator] of locators.entries()) {
        const { entries, balanceCents } = await after.receipt(locator)
        assert.deepEqual([entries, balanceCents], [before[index]?.entries, before[index]?.balanceCents])
      }
    }),
  )
}

/** As a clerk would do it whose page has the balance: the decision does not look again. */
async function payOutWhatWasSeen(store: EngineStore, { shown, balanceCents }: DeskReceipt): Promise<void> {
  const { payment } = shown.record
  const { trainRunId, id: paymentId } = payment
  const id = (await store.nextId('desk_entry')) as DeskEntryId
  await store.decide({ trainRunId, paymentId }, (_, at) => {
    const entry: DeskEntry = {
      ...{ id, trainRunId, paymentId, amountCents: balanceCents, means: 'CASH', till: 'window-3', at },
      ...{ staffId: null, keyId: null, userId: clerk.userId, idempotencyKey: `${id}`, fingerprint: '' },
    }
    return { reply: accept({}), changes: enterMoney(payment, entry, by) }
  })
}

type Desk = ReturnType<typeof deskOn>

async function play(
  desk: Desk,
  { act, which }: { readonly act: string; readonly which: number },
  locators: string[],
  free: Set<string>,
): Promise<void> {
  if (act === 'cash' || act === 'invoice') {
    const sold = [...free].slice(0, 1 + (which % 2))
    if (sold.length > 0) locators.push(await desk.sold(sold, act))
    for (const seat of sold) free.delete(seat)
    return
  }
  const locator = locators[which % Math.max(1, locators.length)]
  if (locator === undefined) return
  const { shown, balanceCents } = await desk.receipt(locator)
  const { booking } = shown.record
  if (act === 'settle') {
    const settled = await desk.settle(locator, balanceCents)
    assert.equal(settled.ok, balanceCents !== 0)
  } else if (act === 'give') {
    assert.ok((await desk.give(locator, 100 + which)).ok)
  } else if (booking.status === 'CONFIRMED') {
    const left = booking.seats.filter(({ cancellationId }) => cancellationId === null)
    const numbers = left.flatMap(
      ({ seatId }) => shown.run.consist.seats.find(({ id }) => id === seatId)?.number ?? [],
    )
    const given = act === 'part' ? numbers.slice(0, 1) : numbers
    await desk.sale.cancel(locator, given)
    for (const number of given) free.add(number)
  }
}

/** What was kept (the price of seats and fees, less compensation) is in the drawer, or open. */
async function assertAddsUp(desk: Desk, locators: readonly string[], about: string): Promise<void> {
  const receipts = await Promise.all(locators.map((locator) => desk.receipt(locator)))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const kept = receipts.map(({ shown: { record }, compensationCents }) => {
    const left = record.booking.seats.filter(({ cancellationId }) => cancellationId === null)
    const fees = record.cancellations.map(({ feeCents }) => feeCents)
    return sum([...left.map(({ priceCents }) => priceCents), ...fees]) - compensationCents
  })
  const drawer = sum(receipts.flatMap(({ entries }) => entries.map(({ amountCents }) => amountCents)))
  const open = sum(receipts.map(({ balanceCents }) => balanceCents))
  assert.equal(drawer + open, sum(kept), about)
  const { accounts } = await listOpenDeskAccounts(desk.deps, 99)
  const listed = Object.fromEntries(accounts.map((one) => [one.locator, one.balanceCents]))
  const expected = receipts.flatMap(({ shown, balanceCents }) =>
    balanceCents === 0 ? [] : [[shown.record.booking.locator, balanceCents]],
  )
  assert.deepEqual(listed, Object.fromEntries(expected), about)
}

/** In the journal nothing of a sale at a desk is under way: what was received is what was not given back. */
async function assertJournal(desk: Desk, locators: readonly string[], about: string): Promise<void> {
  const cents = new Map<string, number>()
  const from = 0 as Instant
  for await (const page of moneyEvents(desk.deps, { from, to: after(desk.deps.store.now(), 1) }))
    for (const { debit, credit, cents: amount } of page.flatMap(transfersOf)) {
      cents.set(debit, (cents.get(debit) ?? 0) + amount)
      cents.set(credit, (cents.get(credit) ?? 0) - amount)
    }
  const receipts = await Promise.all(locators.map((locator) => desk.receipt(locator)))
  const kept = receipts.map(
    ({ shown: { record }, refundedCents, compensationCents }) =>
      record.payment.amountCents - refundedCents - compensationCents,
  )
  assert.deepEqual(
    [cents.get('receivable'), cents.get('owed') ?? 0, cents.get('received')],
    [0, 0, kept.reduce((total, value) => total + value, 0)],
    about,
  )
}
