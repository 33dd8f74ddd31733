import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { firstDifference } from '../../app/upkeep/compare-pictures.ts'
import type { TrainRunId } from '../../domain/ids.ts'
import { type Instant, after as later } from '../../domain/instant.ts'
import { move } from '../../domain/plays.fixture.ts'
import { accept } from '../../domain/result.ts'
import type { RunReader } from '../backend.ts'
import { mostEntriesBehind } from '../pictures.ts'
import { hold, runOn, smallTimetable } from '../store.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'
import { changeReader, everyPlay, type Node, Turns } from './turns.fixture.ts'

const server = await startServer()
after(() => server.close())

const seeds = Number(process.env.CHANGES_SEEDS ?? 8)
const firstSeed = Number(process.env.CHANGES_FIRST_SEED ?? 1)

/**
 * Far ahead of the database's own time, so that the database does not find the holds of these tests overdue.
 */
let now = Date.UTC(2040, 0, 1) as Instant
const clock = { now: () => now }
const dates = Array.from({ length: 28 }, (_, day) => `2040-02-${String(day + 1).padStart(2, '0')}`)

async function twoNodes(t: TestContext): Promise<{ url: string; nodes: readonly [Node, Node] }> {
  const url = await server.createSchema()
  const open = () => openPostgresStore({ url, poolSize: 4, clock, schedule: () => () => {} })
  const first = await open()
  const range = { fromDate: '2040-01-01', toDate: '2040-03-01' }
  await first.store.importTimetable(smallTimetable({ serviceDates: dates }), range)
  const second = await open()
  t.after(() => Promise.all([first.store.close(), second.store.close()]))
  return { url, nodes: [first, second] }
}

/** Counts how a node reads its pictures. */
function count(node: Node) {
  const counts = { whole: 0, changes: 0 }
  changeReader(node, ({ loadRuns, loadChanges }) => ({
    loadRuns: (ids) => {
      counts.whole++
      return loadRuns(ids)
    },
    loadChanges: async (marks) => {
      const found = (await loadChanges?.(marks)) ?? new Map()
      counts.changes += found.size
      return found
    },
  }))
  return counts
}

const historiesOf = (plays: typeof everyPlay) =>
  fc.array(fc.tuple(fc.constantFrom(...plays), fc.nat(59), fc.nat(255), fc.nat(9)), {
    minLength: 150,
    maxLength: 150,
  })

async function live(
  nodes: readonly Node[],
  date: string,
  seed: number,
  plays: typeof everyPlay = everyPlay,
): Promise<Turns> {
  const [first] = nodes
  assert.ok(first)
  const run = first.store.network().run(runOn(first.store, date))
  assert.ok(run)
  const turns = new Turns(run, nodes, now)
  const [history = []] = fc.sample(historiesOf(plays), { seed, numRuns: 1 })
  for (const [at, [play, which, more, turn]] of history.entries()) {
    play(turns, which, more, at + 1)
    await turns.take(turn)
    now = later(now, turn === 0 ? 70_000 : 100)
    turns.world.now = now
  }
  return turns
}

test(`Q37: an old picture that is brought up to date by what has changed is the run loaded whole, whatever nodes do in turn (seeds ${firstSeed} to ${firstSeed + seeds - 1})`, async (t) => {
  const { nodes } = await twoNodes(t)
  const counts = nodes.map(count)
  const seen = { bookings: 0, cancellations: 0, refunds: 0, postponed: 0 }
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const { world } = await live(nodes, dates[seed % dates.length] ?? '', seed).catch((fault: unknown) => {
      const only = `CHANGES_FIRST_SEED=${seed} CHANGES_SEEDS=1`
      const replay = `${only} node --test src/store/postgres/changes.pg.test.ts`
      throw new Error(`seed ${seed}; repeat: ${replay}`, { cause: fault })
    })
    seen.bookings += world.bookings.size
    seen.cancellations += world.cancellations.size
    seen.refunds += world.refunds.size
    seen.postponed += [...world.payments.values()].filter((payment) => payment.tryCount > 0).length
  }
  t.diagnostic(JSON.stringify({ ...seen, counts }))
  if (seeds === 1) return
  assert.ok(Object.values(seen).every((times) => times > 5))
  for (const { whole, changes } of counts) {
    assert.ok(whole <= seeds, 'each run is loaded whole once')
    assert.ok(changes > 10 * whole, 'else little is shown')
  }
})

test('Q101: and so it is where passengers are moved, and what they have then is canceled', async (t) => {
  const { nodes } = await twoNodes(t)
  let [moves, cancellations] = [0, 0]
  for (const seed of [101, 102, 103, 104]) {
    const { world } = await live(nodes, dates[seed % dates.length] ?? '', seed, [...everyPlay, move, move])
    moves += world.notes.filter(({ action }) => action === 'seats_moved').length
    cancellations += world.notes.filter(
      ({ action, facts }) => action !== 'seats_moved' && 'moved' in facts,
    ).length
  }
  t.diagnostic(JSON.stringify({ moves, cancellations }))
  assert.ok(moves > 20 && cancellations > 5)
})

const forgetful: Readonly<Record<string, (reader: RunReader) => RunReader>> = {
  claims: forgetting((changes) => ({ ...changes, claims: new Map() })),
  holds: forgetting((changes) => ({ ...changes, holds: [] })),
  payments: forgetting((changes) => ({ ...changes, payments: [] })),
  keys: forgetting((changes) => ({ ...changes, keys: [] })),
}

type Changes =
  Awaited<ReturnType<NonNullable<RunReader['loadChanges']>>> extends ReadonlyMap<unknown, infer One>
    ? One
    : never

function forgetting(forget: (changes: Changes) => Changes): (reader: RunReader) => RunReader {
  return ({ loadRuns, loadChanges }) => ({
    loadRuns,
    loadChanges: async (marks) =>
      new Map([...((await loadChanges?.(marks)) ?? [])].map(([id, changes]) => [id, forget(changes)])),
  })
}

for (const [what, change] of Object.entries(forgetful))
  test(`and without the ${what} that changed it is not, or the test above proves nothing`, async (t) => {
    const { nodes } = await twoNodes(t)
    for (const node of nodes) changeReader(node, change)
    const all = async () => {
      for (let seed = 1; seed <= 8; seed++) await live(nodes, dates[seed] ?? '', seed)
    }
    // A comparison sees the fault, or a decision that cannot be made on it.
    await assert.rejects(
      all,
      (fault) =>
        fault instanceof assert.AssertionError || /live without its claims/.test((fault as Error).message),
    )
  })

/**
 * What may have happened to a run, given a picture with two commits of one entry each and a database with
 * four.
 */
const changesToRuns: Readonly<Record<string, readonly [statement: string, isWhole: boolean]>> = {
  'nothing else': ['SELECT 1', false],
  'an entry is missing': ['DELETE FROM audit_entries WHERE seq = 3', true],
  'the last entry is missing': ['DELETE FROM audit_entries WHERE seq = 4', true],
  'the picture is of another history': ["UPDATE audit_entries SET hash = 'another' WHERE seq = 2", true],
  'the head is of another history': ["UPDATE run_heads SET audit_head = 'another'", true],
  'an entry names no hold': ['UPDATE audit_entries SET hold_id = NULL WHERE seq = 3', true],
  'a hold that an entry names is gone': ['UPDATE audit_entries SET hold_id = 1000000 WHERE seq = 3', true],
  'the database went back': ['UPDATE run_heads SET commit_seq = 1', true],
  'the chain went on for long': [
    `INSERT INTO audit_entries SELECT train_run_id, n, at, action, user_id, hold_id, payment_id, booking_id,
      facts, hash
     FROM audit_entries, generate_series(5, ${mostEntriesBehind + 3}) n WHERE seq = 4;
     UPDATE run_heads SET audit_seq = ${mostEntriesBehind + 3}`,
    true,
  ],
  'the chain went on for almost as long': [
    `INSERT INTO audit_entries SELECT train_run_id, n, at, action, user_id, hold_id, payment_id, booking_id,
      facts, hash
     FROM audit_entries, generate_series(5, ${mostEntriesBehind + 2}) n WHERE seq = 4;
     UPDATE run_heads SET audit_seq = ${mostEntriesBehind + 2}`,
    false,
  ],
}

const look = (node: Node, run: TrainRunId) =>
  node.store.decide({ trainRunId: run }, () => ({ reply: accept(null), changes: [] }))

for (const [what, [statement, isWhole]] of Object.entries(changesToRuns))
  test(`Q38: a picture is ${isWhole ? 'loaded whole' : 'brought up to date by what has changed'} where this has happened: ${what}`, async (t) => {
    const { url, nodes } = await twoNodes(t)
    const [first, second] = nodes
    const run = runOn(first.store, '2040-02-01')
    for (const seat of ['1-1', '1-2']) assert.ok((await hold(first.store, run, 'A-C', [seat])).ok)
    await look(second, run)
    const counts = count(second)
    for (const seat of ['1-3', '1-4']) assert.ok((await hold(first.store, run, 'B-D', [seat])).ok)
    await withClient(url, (client) => client.query(statement))
    await look(second, run)
    assert.deepEqual(counts, isWhole ? { whole: 1, changes: 0 } : { whole: 0, changes: 1 })
    const picture = second.store.pictureNow(run)
    const state = (await second.backend.loadRuns([run])).get(run)
    assert.ok(picture && state)
    assert.equal(picture.commitSeq, state.commitSeq)
    assert.equal(firstDifference(picture, state.claims), undefined)
  })
