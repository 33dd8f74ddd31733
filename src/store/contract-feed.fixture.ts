import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noteOf } from '../domain/people/decision.ts'
import { type AuditAction, actedByNobody } from '../domain/records/audit.ts'
import { eventOf } from '../domain/records/event.ts'
import { accept } from '../domain/result.ts'
import { clear, holdAndRelease } from './clearing.fixture.ts'
import { hold, type OpenStore, runOn, smallRange, smallTimetable } from './store.fixture.ts'
import type { Store } from './store.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** The events after a position, read in pages of a length, and where the next ones are. */
async function follow({ feed }: Pick<Store, 'feed'>, after: string | null, limit: number) {
  const events: string[] = []
  for (let position = after; ; ) {
    const page = await feed.read(position, limit)
    assert.ok(page, `${position} is a position`)
    assert.ok(page.entries.length <= limit)
    for (const { entry } of page.entries) {
      const event = eventOf(entry)
      if (event) events.push(`${event.type} ${event.id}`)
    }
    position = page.next
    if (page.isLast) return { events, next: page.next }
  }
}

/** The feed of changes as other systems follow it. */
export function feedContract(using: Using): void {
  const act = (store: Store, date: string, action: AuditAction) =>
    store.decide({ trainRunId: runOn(store as never, date) }, () => ({
      reply: accept(null),
      changes: [noteOf(action, actedByNobody, {})],
    }))

  test(
    'Y120: the feed has each event of all runs once, those of a run in its order, from any position on and in pages of any length',
    using(async ({ store, time }) => {
      const dates = ['2026-06-10', '2026-06-11', '2026-06-12']
      for (const action of ['sale_closed', 'seats_moved', 'run_cancelled'] as const) {
        for (const date of dates) await act(store, date, action)
        await hold(store, runOn(store, '2026-06-13'), 'A-C', ['1-1'], { idempotencyKey: action })
        await time.pass(1_000)
      }
      const { events } = await follow(store, null, 500)
      assert.equal(new Set(events).size, 9)
      for (const date of dates) {
        const run = runOn(store, date)
        const ofRun = events.filter((one) => one.includes(` ${run}-`))
        assert.deepEqual(ofRun, [
          `run.changed ${run}-1`,
          `booking.changed ${run}-2`,
          `run.cancelled ${run}-3`,
        ])
      }
      for (const limit of [1, 2, 3, 7]) assert.deepEqual((await follow(store, null, limit)).events, events)
      const whole = await store.feed.read(null, 500)
      for (const { entry, position } of whole?.entries ?? []) {
        const event = eventOf(entry)
        if (!event) continue
        const after = events.slice(events.indexOf(`${event.type} ${event.id}`) + 1)
        assert.deepEqual((await follow(store, position, 2)).events, after, position)
      }
    }),
  )
  test(
    'Y121: at the end of the feed the position stays good: what happens later comes after it, and nothing else',
    using(async ({ store, time }) => {
      await act(store, '2026-06-10', 'sale_closed')
      await time.pass(1_000)
      const [{ next }, end] = [await follow(store, null, 500), await store.feed.end()]
      for (const position of [next, end]) assert.deepEqual((await follow(store, position, 5)).events, [])
      await act(store, '2026-06-11', 'sale_opened')
      await time.pass(1_000)
      const wanted = [`run.changed ${runOn(store, '2026-06-11')}-1`]
      for (const position of [next, end]) assert.deepEqual((await follow(store, position, 5)).events, wanted)
      for (const foreign of ['x', '-1', '1.2', '1.5', '9'.repeat(20), ''])
        assert.equal(await store.feed.read(foreign, 5), undefined, JSON.stringify(foreign))
    }),
  )
  test(
    'Y122: a position outlives the clearing of the entries that it came from',
    using(async ({ store, time }) => {
      const run = runOn(store, '2026-06-10')
      for (const key of ['a', 'b', 'c', 'd', 'e']) await holdAndRelease(store, run, '1-1', key)
      await time.pass(1_000)
      const { next } = await follow(store, null, 500)
      await time.pass(600_000)
      assert.equal(await clear(store), 5)
      for (let round = 0; round < 9; round++) await act(store, '2026-06-11', 'sale_closed')
      await time.pass(1_000)
      assert.equal((await follow(store, next, 500)).events.length, 9)
    }),
  )
  test(
    'Y123: what an import makes of a run with claims is in the feed',
    using(async ({ store, time }) => {
      const run = runOn(store, '2026-06-10')
      assert.ok((await hold(store, run, 'A-C', ['1-1'])).ok)
      await time.pass(1_000)
      const position = await store.feed.end()
      const renamed = smallTimetable({ name: 'Renamed', number: 'OTHER' })
      const reply = await store.importTimetable(renamed, { ...smallRange, mayWithdraw: true })
      assert.ok(reply.ok)
      await time.pass(1_000)
      assert.deepEqual((await follow(store, position, 500)).events, [`run.changed ${run}-2`])
    }),
  )
}
