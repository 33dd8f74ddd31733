import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { SeatId } from '../domain/ids.ts'
import type { Rule } from '../domain/inventory/inventory.ts'
import { accept, refuse } from '../domain/result.ts'
import { auditHash } from './audit-chain.ts'
import { accessContract } from './contract-access.fixture.ts'
import { accountContract } from './contract-accounts.fixture.ts'
import { auditContract } from './contract-audit.fixture.ts'
import { blocksContract } from './contract-blocks.fixture.ts'
import { changedRunContract } from './contract-changed-runs.fixture.ts'
import { closuresContract } from './contract-closures.fixture.ts'
import { deskContract } from './contract-desk.fixture.ts'
import { extensionContract } from './contract-extensions.fixture.ts'
import { feedContract } from './contract-feed.fixture.ts'
import { hoardingContract } from './contract-hoarding.fixture.ts'
import { importContract } from './contract-import.fixture.ts'
import { movesContract } from './contract-moves.fixture.ts'
import { namesContract } from './contract-names.fixture.ts'
import { peopleContract } from './contract-people.fixture.ts'
import { renameContract } from './contract-renames.fixture.ts'
import { rowContract } from './contract-rows.fixture.ts'
import { sameTrainContract } from './contract-same-trains.fixture.ts'
import { sliceContract } from './contract-slices.fixture.ts'
import { stationContract } from './contract-stations.fixture.ts'
import type { EngineOptions } from './engine-store.ts'
import {
  anna,
  ben,
  hold,
  type OpenStore,
  reportOf,
  runOn,
  type StoreUnderTest,
  smallRange,
  smallTimetable,
} from './store.fixture.ts'
import type { RunCommit } from './store.ts'

/**
 * What every store does. The stores do not differ in anything that a caller could see. `imports`: which of
 * the tests of imports a store has that imports in the same way as another that has them all.
 */
export function contractSuite(
  { name, open, keeps }: StoreUnderTest,
  { imports = 'all' }: { readonly imports?: 'all' | 'beside sales' | 'none' } = {},
): void {
  suite(`the store contract on ${name}`, () => {
    const using = (work: (world: OpenStore) => Promise<void>, options?: EngineOptions) => async () => {
      const world = await open(options)
      try {
        await world.store.importTimetable(smallTimetable(), smallRange)
        await work(world)
      } finally {
        await world.close()
      }
    }

    test(
      'E1: decisions that arrive together see each other, so one of two gets the seat',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const replies = await Promise.all([
          hold(store, run, 'A-C', ['1-1']),
          hold(store, run, 'B-D', ['1-1']),
        ])
        assert.deepEqual(
          replies.map((reply) => (reply.ok ? 'held' : reply.refusal.code)),
          ['held', 'seat_taken'],
        )
      }),
    )

    test(
      'E2: a rule that throws fails alone, without its neighbors',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const bad: Rule<never, never> = () => {
          throw new Error('a bug')
        }
        const [before, thrown, after] = await Promise.allSettled([
          hold(store, run, 'A-C', ['1-1']),
          store.decide({ trainRunId: run }, bad),
          hold(store, run, 'A-C', ['1-2']),
        ])
        assert.equal(before.status === 'fulfilled' && before.value.ok, true)
        assert.equal(thrown.status === 'rejected' && thrown.reason.message, 'a bug')
        assert.equal(after.status === 'fulfilled' && after.value.ok, true)
      }),
    )

    test(
      'K7: No store writes a text that one of the databases cannot keep: such a text is refused before any of it is written',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        for (const text of ['a\0', '\ud800']) {
          const [refused, neighbor] = await Promise.allSettled([
            hold(store, run, 'A-C', ['1-1'], { idempotencyKey: text }),
            hold(store, run, 'A-B', ['1-2'], { idempotencyKey: `n${text.length}` }),
          ])
          assert.equal(refused.status === 'rejected' && refused.reason.name, 'TextNotStorable')
          assert.equal(neighbor.status, 'fulfilled')
          const event = { provider: 'mock', eventId: text, body: '{}', signature: 'v1,' }
          await assert.rejects(store.recordProviderEvent(event), { name: 'TextNotStorable' })
          const named = smallTimetable({ name: `A - E${text}` })
          await assert.rejects(store.importTimetable(named, smallRange), { name: 'TextNotStorable' })
        }
        assert.deepEqual(
          [...store.network().runs()].map(({ train }) => train.name).find((name) => name !== 'A - E'),
          undefined,
        )
        assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true, 'the seat was never taken')
      }),
    )

    test(
      'E3: commit_seq counts the commits of a run, and each reply carries that of its own',
      using(async ({ store }) => {
        const [first, other] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
        const one = await hold(store, first, 'A-C', ['1-1'])
        const two = await hold(store, first, 'A-C', ['1-2'])
        const elsewhere = await hold(store, other, 'A-C', ['1-1'])
        assert.deepEqual(
          [one, two, elsewhere].map((reply) => reply.ok && reply.value.hold.commitSeq),
          [1, 2, 1],
        )
        assert.equal((await store.picture(first))?.commitSeq, 2)
      }),
    )

    test(
      'E4: a refusal changes nothing and commits nothing',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const reply = await store.decide({ trainRunId: run }, () => ({
          reply: refuse({ code: 'no' }),
          changes: [],
        }))
        assert.equal(reply.ok, false)
        assert.equal((await store.picture(run))?.commitSeq, 0)
      }),
    )

    test(
      'I8: the same key gives the same hold again, even if it arrives twice in one batch',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const twice = () => hold(store, run, 'A-C', ['1-1'], { idempotencyKey: 'k' })
        const [first, second] = await Promise.all([twice(), twice()])
        const third = await twice()
        assert.deepEqual(
          [first, second, third].map((reply) => reply.ok && reply.value.replayed),
          [false, true, true],
        )
        assert.equal(first.ok && first.value.hold.id, third.ok && third.value.hold.id)
        const reused = await hold(store, run, 'A-C', ['1-2'], { idempotencyKey: 'k', fingerprint: 'other' })
        assert.equal(!reused.ok && reused.refusal.code, 'idempotency_key_reused')
        const others = await hold(store, run, 'A-C', ['1-2'], { idempotencyKey: 'k', userId: ben })
        assert.equal(others.ok && others.value.replayed, false)
      }),
    )

    test(
      'I3: an expired claim blocks nobody, even without a sweeper',
      using(
        async ({ store, time }) => {
          const run = runOn(store, '2026-06-10')
          const first = await hold(store, run, 'A-E', ['1-1', '1-2'])
          time.advance(119_999)
          assert.equal((await hold(store, run, 'B-C', ['1-1'], { userId: ben })).ok, false)
          time.advance(1)
          const second = await hold(store, run, 'B-C', ['1-1'], { userId: ben })
          assert.equal(second.ok, true)
          const old = first.ok && (await store.findHold(run, first.value.hold.id))
          assert.equal(old ? old.status : undefined, 'EXPIRED')
          const picture = await store.picture(run)
          const freed = first.ok ? picture?.claimsOn(first.value.hold.seats[1]?.seatId as SeatId) : undefined
          assert.deepEqual(freed, [], 'a hold ends whole: the seat that nobody wanted is free too')
        },
        { schedule: () => () => {} },
      ),
    )

    test(
      'E5: an expired hold is a commit of its own, which watchers see',
      using(async ({ store, time }) => {
        const run = runOn(store, '2026-06-10')
        const commits: RunCommit[] = []
        const placed = await hold(store, run, 'A-E', ['1-1'])
        const seen = new Promise<void>((resolve) => {
          store.watch(run, (commit) => {
            commits.push(commit)
            resolve()
          })
        })
        time.advance(120_000)
        await seen
        const seatIds = placed.ok ? placed.value.hold.seats.map((seat) => seat.seatId) : []
        assert.deepEqual(commits, [{ trainRunId: run, commitSeq: 2, seatIds }])
        assert.deepEqual(store.commitsSince(run, 1), commits)
        assert.equal(store.commitsSince(run, 99), undefined)
      }),
    )

    test(
      'U1: every entry of a run is linked to the one before it by its hash',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const placed = await hold(store, run, 'A-C', ['1-1'])
        await hold(store, run, 'C-E', ['1-1'])
        assert.ok(placed.ok)
        const booking = { trainRunId: run, holdId: placed.value.hold.id } as never
        const [entry] = await store.bookingHistory(booking, { afterSeq: 0, limit: 10 })
        assert.equal(entry?.action, 'hold_placed')
        assert.equal(entry?.hash, entry && auditHash('', entry))
        assert.equal((await store.picture(run))?.auditSeq, 2)
      }),
    )

    test(
      'E6: the sums of a busy hour do not depend on how commands fall into batches',
      using(async ({ store }) => {
        const run = runOn(store, '2026-06-10')
        const segments = ['A-B', 'B-C', 'C-D', 'D-E', 'A-C', 'C-E', 'A-E']
        const wishes = Array.from({ length: 200 }, (_, index) => ({
          segment: segments[index % segments.length] ?? '',
          seat: `${1 + (index % 2)}-${1 + (index % 4)}`,
        }))
        const replies = await Promise.all(wishes.map((wish) => hold(store, run, wish.segment, [wish.seat])))
        const sold = new Set<string>()
        for (const [index, reply] of replies.entries()) {
          const wish = wishes[index]
          if (!reply.ok || !wish) continue
          for (let leg = reply.value.hold.segment.fromLeg; leg < reply.value.hold.segment.toLeg; leg++) {
            assert.ok(!sold.has(`${wish.seat} ${leg}`), `seat ${wish.seat} is held twice on leg ${leg}`)
            sold.add(`${wish.seat} ${leg}`)
          }
        }
        assert.ok(sold.size > 0)
      }),
    )

    test(
      'E7: an id is never given twice',
      using(async ({ store }) => {
        const ids = await Promise.all(Array.from({ length: 2500 }, () => store.nextId('hold')))
        assert.equal(new Set(ids).size, ids.length)
        assert.deepEqual(
          ids,
          ids.toSorted((a, b) => a - b),
        )
      }),
    )

    test(
      'D1: a provider’s event is recorded once',
      using(async ({ store }) => {
        const event = { provider: 'mock', eventId: 'e1', body: '{}', signature: 's' }
        assert.deepEqual(
          [await store.recordProviderEvent(event), await store.recordProviderEvent(event)],
          [true, false],
        )
      }),
    )

    test(
      'D10: a newer timetable keeps the runs that have claims and changes the others',
      using(async ({ store }) => {
        const [used, unused] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
        await hold(store, used, 'A-C', ['1-1'])
        const later = { ...smallTimetable().trains[0], name: 'A - E, retimed' }
        const report = reportOf(await store.importTimetable(smallTimetable(later), smallRange))
        assert.deepEqual([report.runsRenamed, report.runsChanged, report.runsRemoved], [1, 9, 0])
        assert.equal(runOn(store, '2026-06-10'), used)
        assert.equal(store.network().run(used)?.train.name, 'A - E, retimed')
        assert.equal(runOn(store, '2026-06-11'), unused)
        assert.equal(store.network().run(unused)?.train.name, 'A - E, retimed')
        const shorter = smallTimetable({ serviceDates: ['2026-06-12'] })
        const gone = reportOf(await store.importTimetable(shorter, { ...smallRange, mayWithdraw: true }))
        assert.deepEqual([gone.runsWithdrawn, store.network().run(used)?.isOnSale], [1, false])
        assert.equal((await store.picture(used))?.run.isOnSale, false)
      }),
    )

    test(
      'D11: importing the same timetable again changes no run',
      using(async ({ store }) => {
        const before = [...store.network().runs()].map((run) => run.id)
        const report = reportOf(await store.importTimetable(smallTimetable(), smallRange))
        assert.deepEqual([report.runsOpened, report.runsRemoved], [0, 0])
        assert.deepEqual(
          [...store.network().runs()].map((run) => run.id),
          before,
        )
      }),
    )

    test(
      'D12: further dates of a known train are opened once, as the horizon moves on',
      using(async ({ store }) => {
        const range = { fromDate: '2026-06-01', toDate: '2026-06-12', mayWithdraw: true }
        await store.importTimetable({ ...smallTimetable(), trains: [] }, range)
        await store.importTimetable(smallTimetable(), range)
        assert.equal([...store.network().runs()].length, 3)
        assert.equal(await store.openRuns('2026-06-01', '2026-06-15'), 3)
        assert.equal(await store.openRuns('2026-06-01', '2026-06-15'), 0)
        assert.ok(runOn(store, '2026-06-15'))
      }),
    )

    test(
      'U21: the ends of all audit chains are read in pages, in the order of their runs',
      using(async ({ store }) => {
        const dates = ['2026-06-12', '2026-06-10', '2026-06-11']
        const runs = dates.map((date) => runOn(store, date))
        for (const run of runs) await hold(store, run, 'A-C', ['1-1'])
        const [first] = runs
        assert.ok(first)
        await hold(store, first, 'A-C', ['1-2'])
        const all = await store.auditEnds({ afterRunId: -1, limit: 100 })
        const seqs = new Map(all.map(({ trainRunId, seq }) => [trainRunId, seq]))
        assert.deepEqual(
          [...seqs.keys()],
          runs.toSorted((a, b) => a - b),
        )
        assert.deepEqual(
          runs.map((run) => seqs.get(run)),
          [2, 1, 1],
        )
        assert.ok(all.every(({ hash }) => hash.length === 43))
        const pages = []
        for (const one of all)
          pages.push(...(await store.auditEnds({ afterRunId: one.trainRunId - 1, limit: 1 })))
        assert.deepEqual(pages, all)
      }),
    )

    for (const contract of [
      rowContract,
      accessContract,
      peopleContract,
      auditContract,
      accountContract,
      feedContract,
    ])
      contract(using)
    for (const contract of [
      hoardingContract,
      blocksContract,
      extensionContract,
      closuresContract,
      movesContract,
      deskContract,
    ])
      contract(using, keeps)
    changedRunContract(using)
    sameTrainContract(using, open)
    if (imports === 'all')
      for (const contract of [stationContract, renameContract, importContract, namesContract]) contract(using)
    if (imports !== 'none' && keeps) sliceContract(() => open())

    if (!keeps) return
    test('I5: everything that was answered is there after the store was closed and reopened', async () => {
      const world = await open()
      assert.ok(world.reopen)
      await world.store.importTimetable(smallTimetable(), smallRange)
      const run = runOn(world.store, '2026-06-10')
      const placed = await hold(world.store, run, 'A-C', ['1-1', '2-4'], { idempotencyKey: 'k' })
      const id = await world.store.nextId('hold')
      const store = await world.reopen()
      assert.deepEqual(
        await store.findHold(run, (placed.ok && placed.value.hold.id) as never),
        placed.ok && placed.value.hold,
      )
      assert.equal((await store.picture(run))?.commitSeq, 1)
      assert.equal((await hold(store, run, 'B-E', ['2-4'])).ok, false)
      const replay = await hold(store, run, 'A-C', ['1-1', '2-4'], { idempotencyKey: 'k' })
      assert.equal(replay.ok && replay.value.replayed, true)
      assert.ok((await store.nextId('hold')) > id)
      assert.equal(
        (
          await store.decide({ trainRunId: run }, (inventory) => ({
            reply: accept(inventory.liveHoldCount(anna, store.now())),
            changes: [],
          }))
        ).ok,
        true,
      )
      await world.close()
    })
  })
}
