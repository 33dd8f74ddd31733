import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { verifyDatabase } from '../app/upkeep/verify-database.ts'
import { sketchStop } from '../domain/railway/run.fixture.ts'
import { type CopyPlace, copy } from './copy.ts'
import { startServer, withClient } from './postgres/server.fixture.ts'
import type { Row } from './rows.ts'
import { backUp as backUpFile } from './sqlite/backup.ts'
import { openInspector } from './sqlite/inspect.ts'
import { restore as restoreFile } from './sqlite/restore.ts'
import { makeSoldDatabase } from './sqlite/sold-database.fixture.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import { reportOf, smallRange, smallTimetable } from './store.fixture.ts'
import { backUp } from './table-backup.ts'
import { restore } from './table-restore.ts'
import { TestTime } from './test-time.fixture.ts'

const server = await startServer()
after(() => server.close())

const now = Date.UTC(2026, 5, 9)
const load = { now, verify: verifyDatabase, onProgress: () => {} }
const named = { version: '1', createdAt: '' }
const fileIn = (folder: string) => ({
  databaseFile: join(folder, 'holdfast.db'),
  ledgerFile: join(folder, 'payments-mock.db'),
  secretsFile: join(folder, 'secrets.json'),
})
const placeIn = (folder: string): CopyPlace => ({
  kind: 'file',
  file: join(folder, 'holdfast.db'),
  secretsFile: join(folder, 'secrets.json'),
})
const at = (url: string): CopyPlace => ({ kind: 'server', url, secretsFile: '' })
const loadFile = {
  ...{ now, onProgress: () => {} },
  verify: (file: string) => verifyDatabase(openInspector(file, () => now)),
}

/** What a copy must have of runs that imports have changed. */
const looks = [
  'SELECT * FROM former_runs ORDER BY train_run_id, edition',
  'SELECT id, edition, off_sale_reason, is_closed, origin_at, train_id FROM train_runs ORDER BY id',
  'SELECT id, edition FROM seat_holds ORDER BY id',
  'SELECT id, edition FROM bookings ORDER BY id',
] as const

function rowsIn(folder: string): readonly (readonly Row[])[] {
  const database = new BetterSqlite3(join(folder, 'holdfast.db'), { readonly: true })
  const rows = looks.map((sql) => database.prepare<[], Row>(sql).all())
  database.close()
  return rows
}

/** The rows of a server, with the numbers that the driver gives as text. */
async function rowsAt(url: string): Promise<readonly (readonly Row[])[]> {
  return withClient(url, async (client) => {
    const rows: Row[][] = []
    for (const sql of looks) rows.push((await client.query(sql)).rows.map(withNumbers))
    return rows
  })
}

function withNumbers(row: Row): Row {
  const asNumber = (value: unknown) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asNumber(value)])) as Row
}

/** A railway with a run that an import has moved, that waits since the next one, and that is closed. */
async function makeChangedRailway(t: Parameters<typeof makeSoldDatabase>[0]): Promise<string> {
  const { folder, file } = await makeSoldDatabase(t)
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  const minutesLater = (minutes: number) =>
    [...'ABCDE'].map(sketchStop).map((stop) => ({
      ...stop,
      arrivalSeconds: stop.arrivalSeconds + minutes * 60,
      departureSeconds: stop.departureSeconds + minutes * 60,
    }))
  const reports = []
  for (const minutes of [10, 40]) {
    const timetable = smallTimetable({ stops: minutesLater(minutes) })
    reports.push(reportOf(await store.importTimetable(timetable, { ...smallRange, mayWithdraw: true })))
  }
  await store.close()
  assert.deepEqual([reports[0]?.runsMoved, reports[1]?.runsWaiting], [1, 1])
  const database = new BetterSqlite3(file)
  database.exec("UPDATE train_runs SET is_closed = 1 WHERE off_sale_reason = 'WAITING'")
  database.close()
  const inspector = openInspector(file, () => now)
  assert.deepEqual(
    (await inspector.waitingRuns()).map(({ serviceDate, bookings }) => [serviceDate, bookings]),
    [['2026-06-10', 2]],
  )
  inspector.close()
  writeFileSync(
    join(folder, 'secrets.json'),
    JSON.stringify({ session_secret: 's'.repeat(43), webhook_secret: 'w'.repeat(43) }),
  )
  return folder
}

test('T91: a run keeps its former editions, why it is off sale, and that it is closed, in each copy and backup', async (t) => {
  const folder = await makeChangedRailway(t)
  const original = rowsIn(folder)
  const [former, runs] = original
  assert.equal(former?.length, 1)
  const changed = runs?.filter(
    (run) => run.off_sale_reason === 'WAITING' && run.is_closed === 1 && run.edition === 3,
  )
  assert.equal(changed?.length, 1)

  const [url, restored] = [await server.createDatabase(), await server.createDatabase()]
  await copy({ from: placeIn(folder), to: at(url), ...load })
  assert.deepEqual(await rowsAt(url), original, 'copied to PostgreSQL')
  const target = join(folder, 'tables')
  await backUp({ url, target, ...named, ...load })
  await restore({ backup: target, url: restored, scratchFolder: folder, ...load })
  assert.deepEqual(await rowsAt(restored), original, 'backed up and restored on PostgreSQL')
  const back = join(folder, 'back')
  mkdirSync(back)
  await copy({ from: at(restored), to: placeIn(back), ...load })
  assert.deepEqual(rowsIn(back), original, 'copied back to SQLite')

  const backup = join(folder, 'files')
  await backUpFile({ ...fileIn(back), target: backup, ...named, ...loadFile })
  const last = join(folder, 'last')
  await restoreFile({ ...fileIn(last), backup, force: false, ...loadFile })
  assert.deepEqual(rowsIn(last), original, 'backed up and restored on SQLite')
})
