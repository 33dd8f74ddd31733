import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import { dayMs, type Instant } from '../../domain/instant.ts'
import { addLines, beginDay } from '../../domain/money/close-day.ts'
import { usualAccounts } from '../../domain/money/journal.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { actedByNobody } from '../../domain/records/audit.ts'
import type { LedgerLine } from '../../domain/records/ledger.ts'
import { compensate } from '../after-sale/compensate.ts'
import { checkBooks } from '../upkeep/check-books.ts'
import { closeDay, digestWith, listClosings } from './close-day.ts'
import { calm, type Request, rage, randomOf, unlessItFails } from './payment-rage.fixture.ts'
import { alice, type OpenTimedStore, openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { railwayDay } from './railway-day.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { salesReport } from './sales-report.ts'
import { cancel, giveByHand, sold } from './settled-sale.fixture.ts'

const by = { ...actedByNobody, reason: 'operational' } as const

/** The days that the world's sales are on: its clock begins with the first. */
const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'] as const

const close = (world: PaymentWorld, day: string) => closeDay(world.deps, { day, by })
const linesOf = (world: PaymentWorld) =>
  world.store.books.ledgerLines({ from: 0, limit: Number.MAX_SAFE_INTEGER })

/** What an account has on its debit side beyond its credit side. */
function balanceOf(lines: readonly LedgerLine[], account: string): number {
  const number = usualAccounts.get(account)
  return lines.reduce(
    (sum, { debit, credit, amountCents }) =>
      sum + (debit === number ? amountCents : 0) - (credit === number ? amountCents : 0),
    0,
  )
}

/** Compensation and refunds by hand, beside the sales. */
async function give(world: PaymentWorld, random: () => number): Promise<void> {
  const bookings = await world.store.listBookings([alice.userId], 10)
  const listed = bookings[Math.floor(random() * bookings.length)]
  if (!listed) return
  const rights = new Set(['money.compensate'] as const)
  const { locator } = listed.booking
  const gift = { locator, amountCents: 1 + Math.floor(random() * 90), by, idempotencyKey: `gift ${random()}` }
  await compensate(world.deps, { userId: 99 as UserId, rights }, gift)
}

async function giveBackByHand(world: PaymentWorld): Promise<void> {
  const payments = await world.payments()
  const captured = payments.find(({ status }) => status === 'CAPTURED')
  if (captured) giveByHand(world, captured, 7)
  await unlessItFails(reconcilePayments(world.deps, null))
}

/** Three days of sales with a provider that misbehaves, each closed while steps of it are still due. */
async function sellForDays(world: PaymentWorld, random: () => number): Promise<void> {
  const late: Request[] = []
  for (const day of days.slice(0, 3)) {
    await rage(world, random, late, day)
    await give(world, random)
    if (random() < 0.5) await unlessItFails(world.settle())
    const next = railwayDay(world.deps, day).toAt - world.store.now()
    if (next > 0) await world.advance(next)
    const { next: open } = await listClosings(world.deps, 1)
    if (open.isOver && random() < 0.7) assert.ok((await close(world, open.day)).ok)
  }
  await calm(world, late)
  await giveBackByHand(world)
  await world.advance(dayMs)
}

async function assertAddsUp(world: PaymentWorld): Promise<void> {
  const { closing: closings } = await world.store.readPeople({ closings: 'all' })
  const lines = await linesOf(world)
  assert.deepEqual(
    lines.map(({ id }) => id),
    Array.from(lines, (_, index) => index + 1),
  )
  let digest = ''
  for (const closing of closings) {
    const own = lines.filter(({ id }) => id >= closing.firstNumber && id < closing.nextNumber)
    assert.ok(own.every(({ day, at }) => day === closing.day && at < closing.toAt))
    digest = own.reduce(digestWith, digest)
    assert.equal(closing.digest, digest)
  }
  const bookings = await world.store.listBookings([alice.userId], 1_000)
  const earned = bookings.reduce((sum, { booking }) => sum + booking.totalCents - booking.refundedCents, 0)
  assert.equal(balanceOf(lines, 'received'), world.gateway.keptCents)
  assert.equal(balanceOf(lines, 'receivable'), 0)
  assert.equal(balanceOf(lines, 'owed'), 0)
  assert.equal(-balanceOf(lines, 'sales') - balanceOf(lines, 'fees'), earned)
  for (const dimensions of [['day'], ['class', 'method'], ['channel', 'train', 'fare']] as const) {
    const report = await salesReport(world.deps, { from: days[0], to: '2026-11-30', by: dimensions })
    const [total] = report.totals
    const { receivedCents = 0, paidOutCents = 0, salesCents = 0, refundsCents = 0 } = total?.figures ?? {}
    assert.equal(receivedCents - paidOutCents, world.gateway.keptCents)
    assert.equal(salesCents - refundsCents, earned)
  }
}

/** What must be true of closed days, whichever store has them. */
export function closingRules(name: string, open: (t: TestContext) => Promise<OpenTimedStore>, seeds: number) {
  test(`Y110, Y113 (${name}): every cent of sales, refunds, compensation and what was given back by hand is in the journal once, and the accounts agree with the provider (seeds 1 to ${seeds})`, async (t) => {
    for (let seed = 1; seed <= seeds; seed++) {
      const random = randomOf(seed)
      const world = await openPaymentWorld(await open(t))
      await sellForDays(world, random)
      for (;;) {
        const { next } = await listClosings(world.deps, 1)
        if (!next.isOver) break
        const closed = await close(world, next.day)
        assert.ok(closed.ok)
        assert.equal(closed.value.nextNumber - closed.value.firstNumber, next.lines, 'as was announced')
        assert.deepEqual(closed.value.totals, next.totals)
      }
      await assertAddsUp(world).catch((fault: unknown) => {
        throw new Error(`seed ${seed} (${name})`, { cause: fault })
      })
      await world.store.close()
    }
  })

  test(`Y112 (${name}): a closed day stays as it is, and what becomes known of it later is in the next one`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    await sold(world)
    // A commit of the first day that nobody sees until that day is closed.
    const { books } = world.store
    const { moneyEvents } = books
    books.moneyEvents = async (page) =>
      (await moneyEvents.call(books, page)).filter(({ action }) => action !== 'booking_confirmed')
    await world.settle()
    await world.advance(dayMs)
    assert.ok((await close(world, days[0])).ok)
    books.moneyEvents = moneyEvents
    const before = await linesOf(world)
    assert.deepEqual(
      before.map(({ event }) => event),
      ['payment_captured'],
    )
    await world.advance(dayMs)
    assert.equal((await listClosings(world.deps, 1)).next.lateLines, 1)
    assert.ok((await close(world, days[1])).ok)
    const lines = await linesOf(world)
    assert.deepEqual(lines.slice(0, 1), before)
    assert.deepEqual(
      lines
        .slice(1)
        .map(({ id, day, event, at }) => [id, day, event, at < railwayDay(world.deps, days[0]).toAt]),
      [[2, days[1], 'booking_confirmed', true]],
    )
    await world.store.close()
  })

  test(`Y114 (${name}): two who close a day at once close it once, with one set of numbers`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    for (const seat of ['1-1', '1-2', '1-3']) await cancel(world, await sold(world, seat))
    await world.settle()
    await world.advance(dayMs)
    const replies = await Promise.all(Array.from({ length: 5 }, () => close(world, days[0])))
    for (const reply of replies)
      assert.ok(reply.ok ? reply.value.state === 'CLOSED' : reply.refusal.code === 'day_already_closed')
    assert.ok(replies.some(({ ok }) => ok))
    const lines = await linesOf(world)
    const moves = new Set(lines.map(({ ofSeq, part }) => `${ofSeq} ${part}`))
    assert.deepEqual([moves.size, lines.at(-1)?.id], [lines.length, lines.length])
    const entries = await world.store.runHistory(actsRunId, { afterSeq: 0, limit: 100 })
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['day_closed'],
    )
    await world.store.close()
  })

  test(`Y115 (${name}): a closing that its node did not survive is taken up where it stopped`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    for (const seat of ['1-1', '1-2', '1-3']) await sold(world, seat)
    await world.settle()
    await world.advance(dayMs)
    const { store } = world
    const decide = store.decide.bind(store)
    for (let crashAfter = 0; crashAfter < 3; crashAfter++) {
      let decisions = 0
      store.decide = (scope, rule) => {
        if (decisions++ > crashAfter) throw new Error('the node is gone')
        return decide(scope, rule)
      }
      if (crashAfter < 2) await assert.rejects(close(world, days[0]), /the node is gone/)
      if (crashAfter === 0) assert.equal((await linesOf(world)).length, 0)
    }
    store.decide = decide
    const reply = await close(world, days[0])
    assert.ok(reply.ok || reply.refusal.code === 'day_already_closed')
    const lines = await linesOf(world)
    assert.equal(balanceOf(lines, 'received'), world.gateway.keptCents)
    assert.deepEqual(
      lines.map(({ id }) => id),
      Array.from(lines, (_, index) => index + 1),
    )
    await world.store.close()
  })

  test(`Y111 (${name}): a day is refused before it is over, after it is closed, and while an earlier one is open`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    const codeOf = async (day: string) => {
      const reply = await close(world, day)
      return reply.ok ? 'closed' : reply.refusal.code
    }
    assert.equal(await codeOf(days[0]), 'day_not_over')
    await world.advance(3 * dayMs)
    assert.deepEqual(
      [await codeOf(days[0]), await codeOf(days[0]), await codeOf(days[2]), await codeOf(days[1])],
      ['closed', 'day_already_closed', 'earlier_day_open', 'closed'],
    )
    await world.store.close()
  })

  test(`Y116 (${name}): whatever is changed in a closed day, doctor sees it`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    for (const seat of ['1-1', '1-2']) await sold(world, seat)
    await world.settle()
    await world.advance(dayMs)
    assert.ok((await close(world, days[0])).ok)
    const { closing: closings } = await world.store.readPeople({ closings: 'all' })
    const whole = await linesOf(world)
    const problems = async (lines: readonly LedgerLine[]) => {
      const part = async (from: number, limit: number) => lines.filter(({ id }) => id >= from).slice(0, limit)
      return (await checkBooks({ ledger: async () => ({ closings, lines: part }) })).wrong
    }
    assert.deepEqual(await problems(whole), [])
    const [first, ...others] = whole
    assert.ok(first)
    for (const [changed, problem] of [
      [others, /line 1 is missing/],
      [whole.slice(0, -1), /line 4 is missing/],
      [[{ ...first, amountCents: 1 }, ...others], /do not add up/],
      [[{ ...first, debit: '1' }, ...others], /a line was changed/],
      [[{ ...first, bookingId: null }, ...others], /a line was changed/],
      [[...whole, { ...first, id: 5 }], /line 5 is of no day/],
    ] as const)
      assert.match((await problems(changed)).join(), problem)
    await world.store.close()
  })

  test(`and without a look at how far a closing has come, two of them write lines twice, or Y114 proves nothing (${name})`, async (t) => {
    const world = await openPaymentWorld(await open(t))
    const scope = { trainRunId: actsRunId, people: { closings: 'last' } } as const
    const begin = { day: days[0], fromAt: 0 as Instant, toAt: world.store.now(), by }
    await world.store.decide(scope, (view, now) => beginDay(view, begin, now))
    const line = {
      ...{ at: 1 as Instant, ofRunId: world.run.id, ofSeq: 1, part: 0, event: 'booking_confirmed' },
      ...{ debit: '1', credit: '2', amountCents: 1, currency: 'EUR', method: 'mock' },
      ...{ paymentId: 1 as never, bookingId: null },
    }
    const mark = { at: 1 as Instant, trainRunId: world.run.id, seq: 1 }
    const add = (isGuarded: boolean) =>
      world.store.decide(scope, (view) => {
        const expected = isGuarded ? null : (view.people('closing').at(-1)?.mark ?? null)
        return addLines(view, { day: days[0], expected, lines: [line], mark, digest: '' })
      })
    await add(true)
    await add(true)
    assert.equal((await linesOf(world)).length, 1)
    const twice = await add(false).then(
      async () => (await linesOf(world)).length,
      () => 'refused by the database',
    )
    assert.equal(twice, name === 'memory' ? 2 : 'refused by the database')
    await world.store.close().catch(() => undefined)
  })
}
