import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { TrainPlan } from '../domain/railway/timetable.ts'
import {
  importTable,
  pastImportTable,
  runsInEffect,
  runTable,
  stagedRunTable,
  stagedTrainTable,
} from './columns/railway.ts'
import type { ImportDesk } from './import-desk.ts'
import type { Alone } from './import-thread.ts'
import { importTimetable } from './import-timetable.ts'
import { keepReport } from './past-imports.ts'
import type { Row } from './rows.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'
import { tables } from './table-list.ts'

type Open = () => Promise<OpenStore>

const timed = { ...smallRange, at: 0 as Instant }
const terms = { ...timed, mayWithdraw: true }

/** The train retimed and with other coaches on some dates, a new train, and dates that are gone. */
const next = (() => {
  const dates = smallTimetable().trains[0]?.serviceDates ?? []
  const [train] = smallTimetable({ name: 'A - E, retimed', serviceDates: dates.slice(2) }).trains
  const [extra] = smallTimetable({ key: 'T2', number: 'T 2' }).trains
  return { ...smallTimetable(), trains: [train, extra].flatMap((one) => one ?? []) }
})()

/** Imports beside sales: in slices that nobody sees, whole or not at all. */
export function sliceContract(open: Open): void {
  test('D60, D61, D62: An import that ends after any of its slices has changed nothing or everything, and the next one removes or ends it.', () =>
    endsAnywhere(open))
  test('D63: A run that gets its first claim while an import is prepared is planned again, and stays.', () =>
    claimsMeanwhile(open, (desk) => desk))
  test('and without looking again it is removed, or the test above proves nothing', () =>
    assert.rejects(claimsMeanwhile(open, withoutLook), /the run of the hold/))
  test('D63: An import that then takes a booked run off sale is refused unless somebody agrees, and leaves nothing.', () =>
    refusesLate(open))
  test('D64: Imports of a database take turns, and so does the roll of the horizon.', () => takeTurns(open))
  test('O101: The reports of the last 100 imports are kept.', () => keepsReports(open))
  test('D66: A hold that is accepted while an import takes effect is on a run that there is.', () =>
    sellsBeside(open))
}

const atOnce: Alone = (work) => work()

async function keepsReports(open: Open): Promise<void> {
  await withWorld(open, async ({ store, atDesk, rows }) => {
    const report = reportOf(await store.importTimetable(smallTimetable(), smallRange))
    await atDesk?.(atOnce, async (desk) => {
      for (let at = 0; at < 101; at++) await desk.write(keepReport(report, at as Instant))
    })
    const kept = (await rows?.(pastImportTable)) ?? []
    assert.deepEqual([kept.length, kept[0]?.imported_at, kept.at(-1)?.imported_at], [100, 1, 100])
  })
}

async function withWorld(open: Open, work: (world: OpenStore) => Promise<void>): Promise<void> {
  const world = await open()
  try {
    await world.store.importTimetable(smallTimetable(), smallRange)
    await work(world)
  } finally {
    await world.close()
  }
}

class Died extends Error {}

/** A desk whose process dies before its next write after so many. */
function dyingDesk(desk: ImportDesk, writes: { left: number }): ImportDesk {
  const dying =
    (write: ImportDesk['write']): ImportDesk['write'] =>
    async (statements) => {
      if (writes.left-- <= 0) throw new Died('the process has died')
      return write(statements)
    }
  return {
    ...desk,
    write: dying(desk.write),
    alone: (work) => desk.alone((inside) => work({ ...inside, write: dying(inside.write) })),
  }
}

type Content = Readonly<Record<string, readonly Row[]>>

/** What everybody can see of a railway. */
async function visible({ rows }: OpenStore): Promise<Content> {
  const runs = (await rows?.({ ...runTable, name: runsInEffect })) ?? []
  return { runs: runs.map((row) => ({ ...row })) }
}

/** All tables without those that change with each import. */
async function everything({ rows }: OpenStore): Promise<Content> {
  const kept = tables.filter(({ name }) => name !== 'settings' && name !== 'id_blocks')
  const content = await Promise.all(
    kept.map(
      async (table) => [table.name, ((await rows?.(table)) ?? []).map((row) => ({ ...row }))] as const,
    ),
  )
  return Object.fromEntries(content)
}

async function importAt(world: OpenStore, writes: { left: number }): Promise<boolean> {
  try {
    await world.atDesk?.(atOnce, (desk) => importTimetable(dyingDesk(desk, writes), next, terms, () => {}))
    return true
  } catch (fault) {
    assert.ok(fault instanceof Died, String(fault))
    return false
  }
}

async function endsAnywhere(open: Open): Promise<void> {
  const seen = new Set<string>()
  let isWhole = false
  for (let slices = 0; !isWhole; ) {
    await withWorld(open, async (world) => {
      const before = await everything(world)
      const seenBefore = await visible(world)
      // The ids of what was removed are not given again, so one database serves until the import takes
      // effect.
      for (let isBefore = true; isBefore && !isWhole; slices++) {
        isWhole = await importAt(world, { left: slices })
        isBefore = JSON.stringify(await visible(world)) === JSON.stringify(seenBefore)
        const staged = (await everything(world)).staged_runs?.length ?? 0
        seen.add(isBefore ? (staged > 0 ? 'prepared' : 'before') : staged > 0 ? 'in effect' : 'after')
        const shown = await visible(world)
        // It ends whatever the last import has left, even if it opens no run.
        await world.store.openRuns('2026-06-01', '2026-06-01')
        assert.deepEqual(await visible(world), shown, 'the next one changes nothing that is seen')
        const left = await everything(world)
        if (isBefore) assert.deepEqual(left, before)
        for (const { name } of [importTable, stagedRunTable, stagedTrainTable])
          assert.deepEqual(left[name], [], name)
        if (!isBefore) assertNext(left)
      }
    })
  }
  assert.deepEqual([...seen].sort(), ['after', 'before', 'in effect', 'prepared'])
}

/** The runs of `next`, and trains of theirs only. */
function assertNext({ train_runs: runs = [], trains = [] }: Content): void {
  assert.equal(runs.length, 18)
  assert.equal(trains.length, 2)
}

/** As the database answers everything but which runs have got claims meanwhile. */
function withoutLook(desk: ImportDesk): ImportDesk {
  const blind =
    (read: ImportDesk['read']): ImportDesk['read'] =>
    async (sql, values) =>
      sql.includes('FROM run_heads h') ? [] : read(sql, values)
  return {
    ...desk,
    read: blind(desk.read),
    alone: (work) => desk.alone((inside) => work({ ...inside, read: blind(inside.read) })),
  }
}

async function claimsMeanwhile(open: Open, change: (desk: ImportDesk) => ImportDesk): Promise<void> {
  await withWorld(open, async (world) => {
    const { store, atDesk } = world
    const removed = runOn(store, '2026-06-10')
    const retimed = runOn(store, '2026-06-12')
    const alone: Alone = async (work) => {
      for (const run of [removed, retimed]) assert.ok((await hold(store, run, 'A-C', ['1-1'])).ok)
      await work()
    }
    const reply = await atDesk?.(alone, (desk) => importTimetable(change(desk), next, terms, () => {}))
    const { runs } = await visible(world)
    const kept = runs?.find((one) => one.id === removed)
    assert.ok(kept, 'the run of the hold is there')
    assert.equal(kept.off_sale_reason, 'WITHDRAWN')
    assert.ok(reply?.ok)
    assert.deepEqual([reply.value.runsWithdrawn, reply.value.runsRemoved], [1, 1])
    assert.deepEqual([reply.value.runsRenamed, reply.value.runsChanged], [1, 7])
  })
}

async function refusesLate(open: Open): Promise<void> {
  await withWorld(open, async (world) => {
    const { store, atDesk } = world
    const before = await everything(world)
    const run = runOn(store, '2026-06-10')
    // One run of ten may be taken without asking as long as nobody has booked it.
    const shorter = smallTimetable({ serviceDates: smallTimetable().trains[0]?.serviceDates.slice(1) ?? [] })
    const alone: Alone = async (work) => {
      await bookPastEngine(world, run)
      await work()
    }
    const reply = await atDesk?.(alone, (desk) => importTimetable(desk, shorter, timed, () => {}))
    assert.equal(reply?.ok === false && reply.refusal.code, 'consent_needed')
    const { run_heads, seat_claims, ...left } = await everything(world)
    assert.deepEqual({ ...before, run_heads, seat_claims }, { ...left, run_heads, seat_claims })
  })
}

/** A claim of a booking, which is all that an import looks at. */
async function bookPastEngine({ backend, store }: OpenStore, trainRunId: TrainRunId): Promise<void> {
  const seatId = store.network().run(trainRunId)?.consist.seats[0]?.id
  assert.ok(seatId)
  const transaction = await backend.begin([trainRunId], 'head')
  await transaction.commit([
    {
      ...{
        trainRunId,
        commitSeq: 1,
        auditSeq: 0,
        auditHash: '',
        closures: [],
        at: 915 as never,
        entries: [],
      },
      changes: [
        {
          kind: 'claim_added',
          claim: {
            ...{ seatId, fromLeg: 0, toLeg: 1, state: 'BOOKED', holdId: null },
            ...{ bookingId: 7 as never, expiresAt: null },
          },
        } as never,
      ],
    },
  ])
}

async function takeTurns(open: Open): Promise<void> {
  await withWorld(open, async (world) => {
    const { store } = world
    const other = { ...smallTimetable({ key: 'T9', number: 'T 9' }), source: 'another source' }
    const replies = await Promise.all([
      store.importTimetable(next, terms),
      store.importTimetable(other, terms),
      store.openRuns('2026-06-01', '2026-07-31'),
      store.importTimetable(smallTimetable(), terms),
    ])
    assert.deepEqual(
      replies.map((reply) => typeof reply === 'number' || reply.ok),
      [true, true, true, true],
    )
    const lines = [...store.network().runs()].map((run) => `${run.train.number} ${run.serviceDate}`)
    // Whose turn comes last is the database's choice; it is never a mixture.
    const ends = [next, smallTimetable()].map((last) => linesOf([...last.trains, ...other.trains]))
    assert.ok(
      ends.some((end) => end.join() === lines.sort().join()),
      lines.join(),
    )
    assert.deepEqual((await everything(world)).imports, [])
  })
}

function linesOf(trains: readonly TrainPlan[]): readonly string[] {
  return trains.flatMap(({ number, serviceDates }) => serviceDates.map((date) => `${number} ${date}`)).sort()
}

async function sellsBeside(open: Open): Promise<void> {
  await withWorld(open, async ({ store }) => {
    const ids = [...store.network().runs()].map(({ id }) => id)
    const held = new Set<TrainRunId>()
    let isDone = false
    const imported = store.importTimetable(next, terms).finally(() => {
      isDone = true
    })
    for (let round = 0; !isDone; round++) {
      const id = ids[round % ids.length] as TrainRunId
      const reply = await hold(store, id, 'A-B', [`${1 + (round % 2)}-${1 + (round % 4)}`]).catch(() => null)
      if (reply?.ok) held.add(id)
    }
    assert.ok((await imported).ok)
    assert.deepEqual(
      [...held].filter((id) => !store.network().run(id)),
      [],
    )
  })
}
