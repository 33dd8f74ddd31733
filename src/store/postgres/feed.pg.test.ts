import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { noteOf } from '../../domain/people/decision.ts'
import { type AuditAction, actedByNobody } from '../../domain/records/audit.ts'
import { eventOf } from '../../domain/records/event.ts'
import { accept } from '../../domain/result.ts'
import type { Feed } from '../feed.ts'
import { hold, runOn } from '../store.fixture.ts'
import type { Store } from '../store.ts'
import { Connections } from './connections.ts'
import { day, openTwoNodes, range, timetable } from './nodes.fixture.ts'
import { PostgresFeed } from './postgres-feed.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const act = (store: Store, trainRunId: TrainRunId) =>
  store.decide({ trainRunId }, () => ({
    reply: accept(null),
    changes: [noteOf('sale_closed', actedByNobody, {})],
  }))

/** The ids of the events after a position, until those of these runs are there. */
async function followUntil(feed: Feed, from: string, wanted: readonly number[]) {
  const ids: string[] = []
  for (let position = from; ; ) {
    const page = await feed.read(position, 500)
    assert.ok(page)
    ids.push(...page.entries.map(({ entry }) => `${entry.trainRunId}-${entry.seq}`))
    position = page.next
    if (wanted.every((run) => ids.some((id) => id.startsWith(`${run}-`)))) return { ids, position }
  }
}

/**
 * One commit has its time first and becomes visible last: between the two, another node commits, and a
 * reader has read as far as it could. Returns what the reader has found in the end, and the runs.
 */
async function readAcross(t: TestContext, feedOf: (url: string, feed: Feed) => Feed) {
  const { url, first, second } = await openTwoNodes(server, t)
  const [slow, quick, last] = [runOn(first, day(3)), runOn(first, day(4)), runOn(first, day(5))]
  for (const run of [slow, quick, last]) assert.ok((await hold(first, run, 'A-C', ['1-1'])).ok)
  const feed = feedOf(url, second.feed)
  const start = await feed.end()
  const seen = await withClient(url, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT * FROM run_heads WHERE train_run_id = $1 FOR UPDATE', [slow])
    const { rows } = await client.query(
      'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
    )
    await act(first, quick)
    const early: string[] = []
    let position = start
    // The quick commit is from a later millisecond than this, so that a reader may be past the slow one.
    for (let rounds = 0; rounds < 20; rounds++) {
      const page = await feed.read(position, 500)
      assert.ok(page)
      early.push(...page.entries.map(({ entry }) => `${entry.trainRunId}-${entry.seq}`))
      position = page.next
    }
    await client.query(
      `INSERT INTO audit_entries (train_run_id, seq, at, action, facts, hash)
       VALUES ($1, 1000, $2, 'run_cancelled', '{}', '')`,
      [slow, rows[0].now],
    )
    await client.query('COMMIT')
    return { early, position }
  })
  await act(first, last)
  const rest = await followUntil(feed, seen.position, [last])
  return { ids: [...seen.early, ...rest.ids], slow, quick, last }
}

test('Q102: a commit that becomes visible after a later one is not left out of the feed, and none comes twice', async (t) => {
  const { ids, slow, quick, last } = await readAcross(t, (_, feed) => feed)
  assert.deepEqual(ids, [`${slow}-1000`, `${quick}-2`, `${last}-2`])
})

test('and it is left out where a reader trusts the clock alone', async (t) => {
  const connections: Connections[] = []
  t.after(() => Promise.all(connections.map((one) => one.close())))
  const { ids, slow, quick } = await readAcross(t, (url) => {
    const eyes = new Connections({ url, poolSize: 1 })
    connections.push(eyes)
    const clock = { now: () => Date.now() as Instant }
    return new PostgresFeed(async (sql, ...values) => (await eyes.all([[sql, values]]))[0] ?? [], {
      ...{ clock, isDistributed: false },
    })
  })
  assert.ok(ids.includes(`${quick}-2`))
  assert.ok(!ids.includes(`${slow}-1000`))
})

test('Q103: what an import changes has the time at which it takes effect, so that a reader who has read on since it was begun finds it', async (t) => {
  const { first, second, run } = await openTwoNodes(server, t)
  assert.ok((await hold(first, run, 'A-C', ['1-1'])).ok)
  const ends: Promise<string>[] = []
  const onProgress = () => ends.push(second.feed.end())
  const renamed = timetable({ name: 'Renamed', number: 'OTHER' })
  assert.ok((await first.importTimetable(renamed, { ...range, mayWithdraw: true, onProgress })).ok)
  const position = await ends.at(-1)
  assert.ok(position)
  const { ids } = await followUntil(second.feed, position, [run])
  assert.deepEqual(ids, [`${run}-2`])
})

const actions: readonly AuditAction[] = [
  ...([
    'booking_confirmed',
    'booking_cancelled',
    'seats_cancelled',
    'seats_moved',
    'name_corrected',
  ] as const),
  ...(['personal_data_erased', 'refund_done', 'refunded_by_hand', 'compensation_paid'] as const),
  ...(['run_changed', 'run_taken_off_sale', 'run_put_on_sale', 'sale_closed', 'sale_opened'] as const),
  ...(['run_cancelled', 'hold_expired'] as const),
]

test('Q104: every action that is an event is read, each kind through an index and none by a look at all entries', async (t) => {
  const { url, first, run } = await openTwoNodes(server, t)
  const start = await first.feed.end()
  for (const action of actions)
    await first.decide({ trainRunId: run }, () => ({
      reply: accept(null),
      changes: [noteOf(action, actedByNobody, {})],
    }))
  await act(first, runOn(first, day(4)))
  const found = new Set<string>()
  for (let position = start; found.size < actions.length; ) {
    const page = await first.feed.read(position, 500)
    for (const { entry } of page?.entries ?? []) if (eventOf(entry)) found.add(entry.action)
    position = page?.next ?? ''
  }
  assert.deepEqual([...found].sort(), actions.toSorted())
  const asked: string[] = []
  const feed = new PostgresFeed(
    async (sql) => {
      asked.push(sql)
      return []
    },
    { clock: { now: () => 9 as Instant }, isDistributed: false },
  )
  await feed.read('1.1.1', 5)
  await withClient(url, async (client) => {
    await client.query('SET enable_seqscan = off')
    const plain = (asked[0] ?? '').replaceAll('?', '1')
    const { rows } = await client.query(`EXPLAIN ${plain}`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.match(plan, /audit_entries_money/)
    assert.match(plan, /audit_entries_events/)
    assert.doesNotMatch(plan, /Seq Scan/)
  })
})
