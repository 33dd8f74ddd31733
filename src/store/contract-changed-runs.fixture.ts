import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sketchConsist, sketchFare, sketchStop } from '../domain/railway/run.fixture.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import { auditTable } from './columns/inventory.ts'
import { saleOn } from './sold-railway.fixture.ts'
import { type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** What becomes of a run with claims when a newer timetable has it otherwise. */
export function changedRunContract(using: Using): void {
  test(
    'T86: New sales have the new fare at once; holds and bookings keep their price and the refund rule of the fare that they were sold at.',
    using(keepsPrices),
  )
  test(
    'T87: Each change that an import makes to a run with a head is one commit of the run and one audit entry; quotes of a run that has moved end.',
    using(notesChanges),
  )
  test(
    'T83, T85: with other coaches, tickets are for the same seats, and nobody else gets them',
    using(keepsSeats),
  )
  test(
    'T80, T88: a run that cannot become what the timetable has waits off sale, until the timetable has it again as it was sold',
    using(waits),
  )
  test(
    'T111: A run with claims that has reached its last stop stays as it was: no import changes it, takes it off sale or asks for consent because of it.',
    using(leavesThePast),
  )
  test(
    'T89: A hold on a run that goes off sale can no longer be paid; a payment that has begun by then still books its seats.',
    using(takesNoMoney),
  )
  test(
    'T88: what the railway has closed stays closed, through imports and the rolling of the horizon',
    using(staysClosed),
  )
}

async function importWith(
  { store }: OpenStore,
  train: Partial<TrainPlan>,
  more: Partial<Timetable> = {},
): Promise<ReturnType<typeof reportOf>> {
  const timetable = { ...smallTimetable(train), ...more }
  return reportOf(await store.importTimetable(timetable, { ...smallRange, mayWithdraw: true }))
}

const minutesLater = (minutes: number) =>
  [...'ABCDE'].map(sketchStop).map((stop) => ({
    ...stop,
    arrivalSeconds: stop.arrivalSeconds + minutes * 60,
    departureSeconds: stop.departureSeconds + minutes * 60,
  }))

/** Nothing is refunded, and everything costs twice as much. */
const hardFare = {
  ...sketchFare,
  name: 'hard',
  pairs: [{ from: 'A', to: 'C', priceCents: { SECOND: 2 * 1990 } }],
  refund: { steps: [], fixedFeeCents: 0 },
}

async function keepsPrices(world: OpenStore): Promise<void> {
  const { sale } = saleOn(world.store)
  const booked = await sale.book(['1-1'])
  const quoted = await sale.quote(booked, null)
  const held = await sale.hold(['1-2'])
  const report = await importWith(world, { fareName: 'hard' }, { fares: [hardFare] })
  assert.equal(report.runsRepriced, 1)
  const paid = await sale.pay(held, ['1-2'])
  assert.ok(paid.ok, JSON.stringify(paid))
  const heldBefore = paid.value.record.booking
  assert.equal(heldBefore.totalCents, 1990)
  const after = await sale.tryToBook(['1-3'])
  assert.equal(after.ok && after.value.record.booking.totalCents, 2 * 1990)
  assert.ok(quoted.refundCents > 0)
  assert.equal((await sale.quote(booked, null)).refundCents, quoted.refundCents)
  assert.equal((await sale.quote(heldBefore.locator, null)).refundCents, quoted.refundCents)
  assert.equal(after.ok && (await sale.quote(after.value.record.booking.locator, null)).refundCents, 0)
  assert.ok((await sale.giveUp(booked, quoted.token)).ok, 'a quote for the same times still counts')
}

async function notesChanges(world: OpenStore): Promise<void> {
  const { store, rows } = world
  const { sale, trainRunId } = saleOn(store)
  const booked = await sale.book(['1-1'])
  const quoted = await sale.quote(booked, null)
  const before = (await store.picture(trainRunId))?.commitSeq ?? 0
  const report = await importWith(world, { stops: minutesLater(10) })
  assert.equal(report.runsMoved, 1)
  const picture = await store.picture(trainRunId)
  assert.deepEqual([picture?.commitSeq, picture?.auditSeq], [before + 1, before])
  assert.equal(picture?.run.train.stops[0]?.departureSeconds, (8 * 60 + 10) * 60)
  const refused = await sale.giveUp(booked, quoted.token)
  assert.equal(!refused.ok && refused.refusal.code, 'quote_expired')
  await sale.cancel(booked, null)
  const entries = (await rows?.(auditTable))?.map(({ action, facts }) => `${action} ${facts}`)
  assert.deepEqual(
    entries?.filter((entry) => entry.startsWith('run')),
    entries && ['run_changed {"change":"moved"}'],
  )
}

const longConsist: ConsistPlan = (() => {
  const {
    id: _id,
    seats,
    ...drawn
  } = sketchConsist(['0', '1', '2'].map((number) => ({ number, rows: ['wa aw', 'wa aw'] })))
  return { ...drawn, name: 'long', seats: seats.map(({ id: _, index: __, ...seat }) => seat) }
})()

async function keepsSeats(world: OpenStore): Promise<void> {
  const { store } = world
  const { sale, trainRunId } = saleOn(store)
  const booked = await sale.book(['1-4', '2-1'])
  const held = await sale.hold(['2-2'])
  await sale.cancel(booked, ['2-1'])
  const report = await importWith(world, { consistName: 'long' }, { consists: [longConsist] })
  assert.equal(report.runsRecoached, 1)
  assert.equal((await store.picture(trainRunId))?.run.consist.seats.length, 24)
  const codes = ['1-4', '2-2', '2-1', '0-5'].map(async (number) => {
    const reply = await sale.tryToHold([number])
    return reply.ok ? 'held' : reply.refusal.code
  })
  assert.deepEqual(await Promise.all(codes), ['seat_taken', 'seat_taken', 'held', 'held'])
  assert.ok((await sale.pay(held, ['2-2'])).ok)
  await sale.cancel(booked, ['1-4'])
  assert.ok((await sale.tryToBook(['1-4'])).ok, 'the seat goes back on sale under its number')
  const without = { ...longConsist, name: 'other', seats: longConsist.seats.slice(0, 8) }
  const refused = await importWith(world, { consistName: 'other' }, { consists: [without] })
  assert.deepEqual([refused.runsRecoached, refused.runsWaiting], [0, 1])
}

async function waits(world: OpenStore): Promise<void> {
  const { store } = world
  const { sale, trainRunId } = saleOn(store)
  await sale.book(['1-1'])
  for (const isAgain of [false, true]) {
    const report = await importWith(world, { stops: minutesLater(30) })
    assert.deepEqual([report.runsWaiting, report.runsMoved], [1, 0], `again: ${isAgain}`)
    const run = store.network().run(trainRunId)
    assert.deepEqual([run?.isOnSale, run?.offSaleReason], [false, 'WAITING'])
    assert.equal(run?.train.stops[0]?.departureSeconds, 8 * 3600, 'it is as it was sold')
    const reply = await sale.tryToHold(['1-2'])
    assert.equal(!reply.ok && reply.refusal.code, 'run_not_on_sale')
    assert.equal(await store.openRuns('2026-06-10', '2026-06-10'), 0)
  }
  const gone = await importWith(world, { serviceDates: ['2026-06-11'] })
  assert.equal(gone.runsWithdrawn, 1)
  assert.equal(store.network().run(trainRunId)?.offSaleReason, 'WITHDRAWN')
  const back = await importWith(world, {})
  assert.equal(back.runsReopened, 1)
  assert.ok((await sale.tryToHold(['1-2'])).ok)
}

async function leavesThePast(world: OpenStore): Promise<void> {
  const { store, time } = world
  const { sale, trainRunId } = saleOn(store)
  await sale.book(['1-1'])
  const sold = store.network().run(trainRunId)
  const arrivesAt = (sold?.originAt ?? 0) + (sold?.train.stops.at(-1)?.arrivalSeconds ?? 0) * 1000
  const otherTimetables = [
    smallTimetable({ stops: minutesLater(10) }),
    smallTimetable({ stops: minutesLater(30) }),
    smallTimetable({ serviceDates: smallTimetable().trains[0]?.serviceDates.slice(1) ?? [] }),
  ]
  const refusals = async () => {
    const terms = { ...smallRange, isDryRun: true }
    const replies = otherTimetables.map((timetable) => store.importTimetable(timetable, terms))
    return (await Promise.all(replies)).map((reply) => reply.ok)
  }
  await time.pass(arrivesAt - 1 - time.now())
  assert.deepEqual(await refusals(), [true, false, false], 'before it arrives')
  await time.pass(1)
  assert.deepEqual(await refusals(), [true, true, true])
  for (const timetable of otherTimetables) {
    reportOf(await store.importTimetable(timetable, smallRange))
    const run = store.network().run(trainRunId)
    assert.deepEqual([run?.isOnSale, run?.edition, run?.train.stops], [true, 1, sold?.train.stops])
  }
}

async function takesNoMoney(world: OpenStore): Promise<void> {
  const { sale, gateway, trainRunId } = saleOn(world.store)
  await sale.book(['1-1'])
  const idle = await sale.hold(['1-2'])
  gateway.onAuthorize = async (request) => {
    assert.equal((await importWith(world, { stops: minutesLater(30) })).runsWaiting, 1)
    return gateway.grant(request)
  }
  const begun = await sale.tryToBook(['1-3'])
  assert.ok(begun.ok, JSON.stringify(begun))
  assert.equal(world.store.network().run(trainRunId)?.isOnSale, false)
  const calls = gateway.calls.length
  const refused = await sale.pay(idle, ['1-2'])
  assert.equal(!refused.ok && refused.refusal.code, 'run_not_on_sale')
  assert.equal(gateway.calls.length, calls, 'the provider is not asked')
}

async function staysClosed(world: OpenStore): Promise<void> {
  const { store, closeRuns } = world
  const { sale, trainRunId } = saleOn(store)
  await sale.book(['1-1'])
  const unsold = runOn(store, '2026-06-11')
  const ids = [trainRunId, unsold]
  await closeRuns(ids)
  const elsewhere = { key: 'T1/ABCD', stops: [...'ABCD'].map(sketchStop) }
  const plans = [
    ...[{}, { stops: minutesLater(10) }, { stops: minutesLater(90) }, elsewhere],
    ...[{ serviceDates: [] }, {}, {}],
  ]
  for (const [round, plan] of plans.entries()) {
    await importWith(world, plan)
    await store.openRuns(smallRange.fromDate, smallRange.toDate)
    const dates = new Set(ids.map((id) => store.network().run(id)?.serviceDate))
    const open = [...store.network().runs()].filter((run) => run.isOnSale && dates.has(run.serviceDate))
    assert.deepEqual(open, [], `import ${round + 1}`)
    assert.deepEqual(
      ids.map((id) => store.network().run(id)?.isOnSale),
      [false, false],
      `import ${round + 1}`,
    )
  }
}
