import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, HoldId, StaffId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { noteOf } from '../domain/people/decision.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import { accept } from '../domain/result.ts'
import { releaseHold } from '../domain/sale/release-hold.ts'
import { hold, type OpenStore, runOn } from './store.fixture.ts'
import type { TrailOf, TrailPage } from './store.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const always = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant, before: null, limit: 100 }

/** Three acts of the railway in one commit, as those of one batch have one time. */
function act(store: OpenStore['store'], trainRunId = actsRunId): Promise<unknown> {
  const by = { ...actedByNobody, staffId: 7 as StaffId, reason: 'defect' as const }
  const changes = [1, 2, 3].map((round) => noteOf('staff_enabled', by, { round }))
  return store.decide({ trainRunId }, () => ({ reply: accept(null), changes }))
}

/** The audit trail as the railway reads it. */
export function auditContract(using: Using): void {
  test(
    'R107: the entries of a run are read newest first, those of sales and those of acts, and none of other runs',
    using(async ({ store, time }) => {
      const [run, other] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
      const placed = await hold(store, run, 'A-C', ['1-1'])
      assert.ok(placed.ok)
      await time.pass(1_000)
      for (const each of [run, actsRunId, other]) await act(store, each)
      await time.pass(1_000)
      await hold(store, run, 'A-C', ['1-2'])
      const seen = async (of: TrailOf, page: Partial<TrailPage> = {}) =>
        (await store.auditTrail(of, { ...always, ...page })).map(({ seq, action }) => `${seq} ${action}`)
      const [first, last] = ['1 hold_placed', '5 hold_placed']
      const acts = ['4 staff_enabled', '3 staff_enabled', '2 staff_enabled']
      assert.deepEqual(await seen({ trainRunId: run, holdId: null }), [last, ...acts, first])
      assert.deepEqual(await seen({ trainRunId: run, holdId: placed.value.hold.id }), [first])
      assert.deepEqual(await seen({ trainRunId: run, holdId: 999 as HoldId }), [])
      const ofActs = ['3 staff_enabled', '2 staff_enabled', '1 staff_enabled']
      assert.deepEqual(await seen({ trainRunId: actsRunId, holdId: null }), ofActs)
      const [newest] = await store.auditTrail({ trainRunId: actsRunId, holdId: null }, always)
      assert.deepEqual(
        [newest?.staffId, newest?.reason, newest?.bookingId, newest?.facts],
        [7, 'defect', null satisfies BookingId | null, { round: 3 }],
      )
    }),
  )
  test(
    'R107: pages of every length and stretch of time have each entry once, also those of one moment',
    using(async ({ store, time }) => {
      const run = runOn(store, '2026-06-10')
      for (const seat of ['1-1', '1-2', '1-3']) {
        await hold(store, run, 'A-C', [seat])
        await act(store, run)
        await time.pass(1_000)
      }
      const of = { trainRunId: run, holdId: null }
      const all = await store.auditTrail(of, always)
      assert.equal(all.length, 12)
      const times = [...new Set(all.map(({ at }) => at))]
      for (const from of times)
        for (const to of times)
          for (const limit of [1, 2, 5, 100]) {
            const found: number[] = []
            for (let before: TrailPage['before'] = null; ; ) {
              const page = await store.auditTrail(of, { from, to, before, limit })
              found.push(...page.map(({ seq }) => seq))
              before = page.at(-1) ?? null
              if (page.length < limit) break
            }
            const wanted = all.filter(({ at }) => at >= from && at <= to).map(({ seq }) => seq)
            assert.deepEqual(found, wanted, `${from} ${to} ${limit}`)
          }
    }),
  )
  test(
    'W43: the entries of a booking are read in pages, without those of other holds',
    using(async ({ store }) => {
      const run = runOn(store, '2026-06-10')
      const placed = await hold(store, run, 'A-C', ['1-1'])
      assert.ok(placed.ok)
      const { hold: first } = placed.value
      await hold(store, run, 'A-C', ['1-2'])
      const command = { holdId: first.id, holdToken: first.token, userId: first.userId }
      await store.decide({ trainRunId: run, holdId: first.id }, (inventory, now) =>
        releaseHold(inventory, command, now),
      )
      const booking = { trainRunId: run, holdId: first.id } as never
      const seen = async (afterSeq: number, limit: number) =>
        (await store.bookingHistory(booking, { afterSeq, limit })).map(
          ({ seq, action }) => `${seq} ${action}`,
        )
      assert.deepEqual(await seen(0, 10), ['1 hold_placed', '3 hold_released'])
      assert.deepEqual(await seen(0, 1), ['1 hold_placed'])
      assert.deepEqual(await seen(1, 1), ['3 hold_released'])
      assert.deepEqual(await seen(3, 1), [])
    }),
  )
}
