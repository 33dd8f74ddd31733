import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { SeatId } from '../../domain/ids.ts'
import { sketchConsist, sketchFare } from '../../domain/railway/run.fixture.ts'
import { sketchTimetable } from '../../domain/railway/timetable.fixture.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import { refuse } from '../../domain/result.ts'
import type { EngineStore } from '../engine-store.ts'
import { MasterData } from '../master-data.ts'
import { hold, reportOf, runOn, smallTimetable } from '../store.fixture.ts'
import { Peers } from './peers.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()
const range = { fromDate: day(0), toDate: day(20) }
const serviceDates = Array.from({ length: 5 }, (_, index) => day(3 + index))
const small = smallTimetable({ serviceDates })

/** The same train with a coach more, in which seats have numbers of the old ones too, and a higher fare. */
function rebuilt(): Timetable {
  const coaches = ['1', '2', '3'].map((number) => ({ number, rows: ['wa aw'] }))
  const consist = { ...sketchConsist(coaches), name: 'rebuilt' }
  const atLeast = { baseCents: 0, centsPerKilometer: 0, minimumCents: 100_000 }
  const dear = { ...sketchFare, name: 'dear', classes: { SECOND: atLeast } }
  const timetable = sketchTimetable(consist, { serviceDates, fareName: dear.name })
  return { ...timetable, fares: [sketchFare, dear] }
}

/** A node that imports, and one that hears no news, so that its timetable is that of its start. */
async function nodes(t: TestContext) {
  const url = await server.createSchema()
  const first = (await openPostgresStore({ url, poolSize: 4 })).store
  await first.importTimetable(small, range)
  const start = t.mock.method(Peers.prototype, 'start', async () => {})
  const deaf = (await openPostgresStore({ url, poolSize: 4 })).store
  start.mock.restore()
  t.after(() => Promise.all([first.close(), deaf.close()]))
  return { url, first, deaf, run: runOn(first, day(3)) }
}

function withoutComparison(t: TestContext): void {
  t.mock.method(MasterData.prototype, 'fits', () => () => true)
}

const rebuild = async (store: EngineStore) => reportOf(await store.importTimetable(rebuilt(), range))

test('Q50: a node with an older timetable places no first claim on a run as it was, and knows the new one from then on', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await deaf.picture(run)
  assert.equal((await rebuild(first)).runsChanged, 5)
  const reply = await hold(deaf, run, 'C-E', ['1-1'])
  assert.deepEqual(reply, refuse({ code: 'run_changed' }))
  assert.equal(deaf.network().version, first.network().version)
  const again = await hold(deaf, run, 'C-E', ['1-1'])
  assert.equal(again.ok && again.value.hold.totalCents, 100_000)
  const seatId = first.network().run(run)?.consist.seats[0]?.id
  assert.equal(again.ok && again.value.hold.seats[0]?.seatId, seatId)
})

test('and without the comparison it sells an old seat at the old fare, or the test above proves nothing', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await deaf.picture(run)
  await rebuild(first)
  withoutComparison(t)
  const reply = await hold(deaf, run, 'C-E', ['1-1'])
  const seatIds = first
    .network()
    .run(run)
    ?.consist.seats.map((seat) => seat.id)
  assert.equal(reply.ok && seatIds?.includes(reply.value.hold.seats[0]?.seatId as SeatId), false)
  assert.ok(reply.ok && reply.value.hold.totalCents < 100_000)
})

test('Q51: what another node has sold of a changed run is read together with the run as it is now', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await rebuild(first)
  await hold(first, run, 'C-E', ['3-1'])
  const picture = await deaf.picture(run)
  assert.equal(picture?.run.consist.name, 'rebuilt')
  assert.equal(picture?.run, deaf.network().run(run))
  assert.equal([...(picture?.holds() ?? [])].length, 1)
})

test('D81: a node that has not heard of a new name places no first claim under the old one', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await deaf.picture(run)
  const stations = small.stations.map((one) => (one.code === 'B' ? { ...one, name: 'Bath' } : one))
  assert.equal(reportOf(await first.importTimetable({ ...small, stations }, range)).runsUnchanged, 5)
  assert.deepEqual(await hold(deaf, run, 'A-C', ['1-1']), refuse({ code: 'run_changed' }))
  const now = deaf.network().run(run)
  assert.equal(now && deaf.network().stationOf(now, 1)?.name, 'Bath')
  assert.equal((await hold(deaf, run, 'A-C', ['1-1'])).ok, true)
})

test('and without the comparison it cannot be read at all', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await rebuild(first)
  await hold(first, run, 'C-E', ['3-1'])
  withoutComparison(t)
  await assert.rejects(deaf.picture(run), RangeError)
})

test('Q51: a picture from before the change is not brought up to date by what was sold since', async (t) => {
  const { first, deaf, run } = await nodes(t)
  await deaf.picture(run)
  await rebuild(first)
  await hold(first, run, 'C-E', ['3-1'])
  assert.deepEqual(await hold(deaf, run, 'C-E', ['1-1']), refuse({ code: 'run_changed' }))
  assert.equal((await hold(deaf, run, 'C-E', ['1-1'])).ok, true)
  assert.equal((await hold(deaf, run, 'C-E', ['3-1'])).ok, false)
})

test('Q50: however imports and first claims meet, every claim is on a seat of its run, at its fare', async (t) => {
  const { url, first, deaf } = await nodes(t)
  const runs = [...first.network().runs()].map(({ id }) => id)
  const codes = new Set<string>()
  for (const [round, run] of runs.entries()) {
    const timetable = round % 2 === 0 ? rebuilt() : small
    const asked = ['1-1', '1-2', '2-1', '2-2'].flatMap((seat) =>
      [first, deaf].map(async (store) => {
        const reply = await hold(store, run, 'C-E', [seat])
        codes.add(reply.ok ? 'placed' : reply.refusal.code)
      }),
    )
    await Promise.all([...asked, first.importTimetable(timetable, range)])
  }
  t.diagnostic([...codes].join(', '))
  await withClient(url, async (client) => {
    const foreign = await client.query(`SELECT * FROM seat_claims c JOIN train_runs r ON r.id = c.train_run_id
      JOIN coach_seats claimed ON claimed.id = c.seat_id WHERE NOT EXISTS (SELECT 1 FROM coach_seats s
        WHERE s.consist_id = r.consist_id AND s.seat_number = claimed.seat_number)`)
    assert.deepEqual(foreign.rows, [])
    const holds = await client.query(`SELECT f.rule, h.total_cents FROM seat_holds h
      JOIN train_runs r ON r.id = h.train_run_id
      JOIN fares f ON f.id = coalesce((SELECT was.fare_id FROM former_runs was
        WHERE was.train_run_id = r.id AND was.edition >= h.edition ORDER BY was.edition LIMIT 1), r.fare_id)`)
    assert.ok(holds.rows.length > 0)
    for (const { rule, total_cents } of holds.rows)
      assert.equal(Number(total_cents) === 100_000, JSON.parse(rule).name === 'dear')
  })
})
