import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Records } from '../domain/inventory/overlay.ts'
import { asSold, type TrainRun } from '../domain/railway/train-run.ts'
import type { Change } from '../domain/records/changes.ts'
import { isMarkedLive } from '../domain/records/hold.ts'
import { nobody } from '../domain/records/people.ts'
import type { Backend, RunWrite } from './backend.ts'
import { importTable, pastImportTable } from './columns/railway.ts'
import { withImport } from './import-trace.ts'
import {
  emptyPrefix,
  emptyTimetable,
  formerImports,
  formerTimetable,
  lastIds,
  lastRange,
  lastRows,
  lastRun,
  lastTimetable,
  renamedTimetable,
} from './railway-rows.fixture.ts'
import type { Row } from './rows.ts'
import {
  additions,
  alterations,
  changedRecords,
  changedRows,
  type SaleRecords,
  saleClosures,
  saleRecords,
  saleRows,
} from './sale-rows.fixture.ts'
import { encodeDates } from './service-dates.ts'
import { hold, type OpenStore, reportOf, runOn } from './store.fixture.ts'
import { tables } from './table-list.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/**
 * Checks what is in the tables, past the engine: writes a row of each, looks at it where there is a database,
 * and reads it back.
 */
export function rowContract(using: Using): void {
  test(
    'D26: a commit writes every value to the column of its name, and it is read back unchanged, in every table',
    using(writesSale),
  )
  test(
    'D27: an import writes every value to the column of its name, and it is read back unchanged, in every table',
    using(writesTimetable),
  )
  test('D1: an event of a payment provider is written as it arrived', using(writesEvent))
}

async function writesSale({ store, backend, rows }: OpenStore): Promise<void> {
  const run = runOn(store, '2026-06-10')
  const records = saleRecords(run)
  await commit(backend, firstWrite(run, records))
  await assertRows(rows, saleRows(run))
  await assertRead(backend, run, records)
  const later = changedRecords(run)
  await commit(backend, nextWrite(run, alterations(later)))
  await assertRows(rows, changedRows(run))
  await assertRead(backend, run, later)
  const { seatId, fromLeg } = later.claim
  await commit(backend, nextWrite(run, [{ kind: 'claim_removed', seatId, fromLeg }]))
  assert.deepEqual((await backend.loadRuns([run])).get(run)?.claims, [])
}

async function writesTimetable(world: OpenStore): Promise<void> {
  const { store, rows, time } = world
  await store.importTimetable(emptyTimetable, { ...lastRange, stationPrefix: emptyPrefix })
  for (let round = 0; round < formerImports; round++) await store.importTimetable(formerTimetable, lastRange)
  assert.ok((await hold(store, runOn(store, lastRun.serviceDate), 'A-B', ['4-32'])).ok)
  const { differences, ...summary } = reportOf(await store.importTimetable(lastTimetable, lastRange))
  await assertRows(rows, lastRows)
  const kept = (await rows?.(pastImportTable))?.at(-1)
  const dated = differences.map((one) => ({ ...one, dates: encodeDates(one.dates) }))
  assert.deepEqual(
    kept && pastImportTable.read(kept),
    kept && {
      ...{ id: kept.id, source: lastTimetable.source, importedAt: time.now() },
      ...{ summary, differences: dated },
    },
  )
  // Whoever lists imports reads this column alone.
  if (kept) assert.deepEqual(JSON.parse(String(kept.summary)), summary)
  const { serviceDate, train, consist, fare } = lastRun
  const run = store.network().run(runOn(store, serviceDate))
  assert.ok(run)
  assert.deepEqual(run.fare, fare)
  assert.deepEqual(run.train, {
    id: run.train.id,
    number: train.number,
    name: train.name,
    stops: train.stops,
  })
  const seats = consist.seats.map((seat, index) => ({ ...seat, index, id: run.consist.seats[index]?.id }))
  assert.deepEqual(run.consist, { ...consist, id: run.consist.id, seats })
  assert.deepEqual(store.network().stations.get('ZZ' as StationCode), {
    ...lastTimetable.stations[0],
    source: lastTimetable.source,
  })
  assert.equal(store.network().stationOf(run, 2)?.name, formerTimetable.stations[0]?.name)
  assert.deepEqual([run.originAt, run.isOnSale], [lastRows.train_runs?.origin_at, true])
  await keepsFormerRun(world, run)
  await leavesTrace(world)
}

/** The run has a claim, so what it was is kept when its train gets another name. */
async function keepsFormerRun({ store, rows }: OpenStore, sold: TrainRun): Promise<void> {
  await store.importTimetable(renamedTimetable, lastRange)
  const { id: train_run_id, edition, train, consist, originAt: origin_at } = sold
  const fare_id = Number(lastRows.train_runs?.fare_id)
  const ids = { train_run_id, edition, train_id: train.id, consist_id: consist.id, fare_id, origin_at }
  await assertRows(rows, { former_runs: ids })
  const run = store.network().run(sold.id)
  assert.ok(run)
  assert.equal(run.train.name, renamedTimetable.trains.at(-1)?.name)
  const { originAt, fare, ...was } = asSold(run, edition)
  assert.deepEqual([was.train, was.consist, fare, originAt], [train, consist, sold.fare, origin_at])
  assert.equal(run.former[0]?.edition, edition)
}

/** Memory leaves none: it has no import that could end halfway. */
async function leavesTrace({ rows, atDesk }: OpenStore): Promise<void> {
  await atDesk?.(
    (work) => work(),
    async (desk) => {
      await withImport(desk, async ({ importId: id }) => {
        const [last_fare_id, last_consist_id, last_train_id] = lastIds
        const row = { id, state: 'PREPARING', last_train_id, last_consist_id, last_fare_id }
        await assertRows(rows, { imports: row })
        const [found = {}] = await desk.read('SELECT * FROM imports')
        const lastOnes = {
          lastTrainId: last_train_id,
          lastConsistId: last_consist_id,
          lastFareId: last_fare_id,
        }
        assert.deepEqual(importTable.read(found), { id, state: 'PREPARING', ...lastOnes })
      })
      assert.deepEqual(await desk.read('SELECT * FROM imports'), [])
    },
  )
}

async function writesEvent({ store, rows, time }: OpenStore): Promise<void> {
  const event = { provider: 'mock', eventId: 'e1', body: '{}', signature: 's' }
  await store.recordProviderEvent(event)
  const row = { provider: 'mock', event_id: 'e1', body: '{}', signature: 's', received_at: time.now() }
  await assertRows(rows, { provider_events: row })
}

/** The checks of rows that the suite makes, without the suite around them. */
export const rowRules = [writesSale, writesTimetable, writesEvent]

function firstWrite(trainRunId: TrainRunId, records: SaleRecords): RunWrite {
  return {
    ...{ trainRunId, commitSeq: 801, auditSeq: 802, auditHash: 'head hash', at: 915 as Instant },
    closures: saleClosures,
    changes: additions(records),
    entries: [records.entry],
  }
}

function nextWrite(trainRunId: TrainRunId, changes: readonly Change[]): RunWrite {
  return {
    ...{ trainRunId, commitSeq: 1801, auditSeq: 1802, auditHash: 'next hash', at: 1915 as Instant },
    closures: [],
    ...{ changes, entries: [] },
  }
}

async function commit(backend: Backend, write: RunWrite): Promise<void> {
  const transaction = await backend.begin([write.trainRunId], 'head')
  await transaction.commit([write])
}

/** The last row of each table is the expected one. */
export async function assertRows(
  rows: OpenStore['rows'],
  expected: Readonly<Record<string, Row>>,
): Promise<void> {
  if (!rows) return
  for (const [name, row] of Object.entries(expected)) {
    const values = Object.values(row)
    assert.equal(new Set(values).size, values.length, `values of ${name} are all different`)
    const table = tables.find((one) => one.name === name)
    assert.ok(table, name)
    // Rows from a driver have prototypes of their own.
    assert.deepEqual({ ...(await rows(table)).at(-1) }, row)
  }
}

/** Every way of reading a record. */
async function assertRead(backend: Backend, run: TrainRunId, expected: SaleRecords): Promise<void> {
  const { claim, hold, payment, booking, quote, cancellation, refund, deskEntry, code, grant, entry, key } =
    expected
  const transaction = await backend.begin([run], 'head')
  const [holds, payments, bookings] = [[hold.id], [payment.id], [booking.id]]
  const [quotes, cancellations, refunds] = [[quote.id], [cancellation.id], [refund.id]]
  const wanted = {
    trainRunId: run,
    holds,
    payments,
    bookings,
    quotes,
    cancellations,
    refunds,
    cleared: [],
    access: bookings,
  }
  const found = (await transaction.loadRecords([wanted])).get(run)
  await transaction.rollback()
  const records: Records = {
    ...{ holds: [hold], payments: [payment], bookings: [booking] },
    ...{ quotes: [quote], cancellations: [cancellation], refunds: [refund], stretches: [] },
    deskEntries: [deskEntry],
    ...{ accessCodes: [code], grants: [grant], people: nobody },
  }
  assert.deepEqual(found, records)
  const state = (await backend.loadRuns([run])).get(run)
  // A store may also give holds that a run remembers.
  const live = state?.holds.filter(isMarkedLive)
  assert.deepEqual([state?.claims, live], [[claim], isMarkedLive(hold) ? [hold] : []])
  assert.deepEqual(state?.payments, payment.status === 'REQUESTED' ? [payment] : [])
  assert.deepEqual(await backend.findHold(run, hold.id), hold)
  assert.deepEqual(await backend.findPayment(run, payment.id), payment)
  assert.deepEqual(await backend.findBooking(booking.id, run, null), {
    booking,
    payment,
    wrappedKey: key.wrapped,
    cancellations: [cancellation],
  })
  const { id, method, status } = payment
  assert.deepEqual(await backend.listBookings([booking.userId], 1), [
    { booking, payment: { id, method, status }, wrappedKey: key.wrapped },
  ])
  assert.deepEqual(await backend.auditEntries(run, hold.id, { afterSeq: 0, limit: 10 }), [entry])
}
