import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { searchGroups } from '../../src/app/search-hashes.ts'
import { sealBookings } from '../../src/app/upkeep/seal-bookings.ts'
import { soleKey } from '../../src/domain/people/keyring.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { runHoldfast } from '../harness/processes.ts'
import { temporaryFolder } from '../harness/world.ts'
import {
  callsOf,
  clockAfter,
  digestsOf,
  olderTables,
  repeatCalls,
  selectOf,
  serve,
  unpack,
  type Values,
  whatStays,
} from './upgraded.fixture.ts'

const newest = (manifest: { restored_schema_version: number }) => manifest.restored_schema_version

/** Every row as the older version wrote it, by table; the secrets are in a separate file. */
function rowsOf(t: TestContext, file: string, isOld = false): Map<string, Values> {
  const postgres = temporaryFolder(t)
  unpack('postgres', postgres)
  const database = new BetterSqlite3(file, { readonly: true })
  const rows = olderTables(postgres).map(
    (table) =>
      [
        table.name,
        whatStays(
          table,
          database
            .prepare(selectOf(table, '', isOld))
            .raw()
            .all() as Values,
        ),
      ] as const,
  )
  database.close()
  return new Map<string, Values>(rows)
}

async function serveFrom(data: string) {
  const { madeAt, calls } = callsOf('sqlite')
  const time = clockAfter({ madeAt })
  const { store } = await openSqliteStore({
    file: join(data, 'holdfast.db'),
    thread: 'caller',
    clock: time,
    schedule: time.schedule,
  })
  const secrets = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))
  const world = await serve(store, time, soleKey(secrets.session_secret))
  try {
    await repeatCalls(world, calls)
  } finally {
    await world.app.close()
    await store.close()
  }
}

test('O28: a backup of 0.1.0 is restored whole: every run, id, booking, price, hold, key and audit chain is there, and the backup is not touched', async (t) => {
  const backup = temporaryFolder(t)
  unpack('sqlite', backup)
  const before = digestsOf(backup)
  const looked = temporaryFolder(t)
  unpack('sqlite', looked)
  const sold = rowsOf(t, join(looked, 'holdfast.db'), true)
  const data = join(temporaryFolder(t), 'data')
  const env = { HOLDFAST_DATA: data }
  const restored = await runHoldfast(['restore', backup, '--json'], env)
  assert.equal(restored.status, 0, restored.stdout + restored.stderr)
  const manifest = JSON.parse(restored.stdout)
  assert.deepEqual([manifest.holdfast_version, manifest.schema_version], ['0.1.0', 2])
  assert.deepEqual(digestsOf(backup), before)
  const found = rowsOf(t, join(data, 'holdfast.db'))
  for (const [name, rows] of sold) {
    assert.ok(rows.length > 0 || name === 'provider_events', `${name} has nothing to compare`)
    // O20: ids and the version of the timetable start again.
    if (name !== 'id_blocks') assert.deepEqual(found.get(name), rows, name)
  }
  assert.equal(found.get('bookings')?.length, 4)
  for (const command of [['audit', 'verify'], ['doctor']]) {
    const checked = await runHoldfast(command, env)
    assert.equal(checked.status, 0, checked.stdout + checked.stderr)
  }
  const again = join(temporaryFolder(t), 'again')
  const backedUp = await runHoldfast(['backup', again, '--json'], env)
  assert.equal(JSON.parse(backedUp.stdout).schema_version, newest(manifest))
})

test('O29: restored or in place, what 0.1.0 sold still works: keys replay, private links open, sessions are known, holds are paid, quotes are carried out', async (t) => {
  const backup = temporaryFolder(t)
  unpack('sqlite', backup)
  const data = join(temporaryFolder(t), 'data')
  assert.equal((await runHoldfast(['restore', backup], { HOLDFAST_DATA: data })).status, 0)
  // A restore knows the current time, but the clients of this test are in the past.
  const database = new BetterSqlite3(join(data, 'holdfast.db'))
  database.exec('UPDATE clock SET high_water = 0')
  database.close()
  await serveFrom(data)
  // A backup has the contents of a data folder, so it serves as one that the older version left.
  const sold = rowsOf(t, join(backup, 'holdfast.db'), true)
  assert.equal((await runHoldfast(['migrate'], { HOLDFAST_DATA: backup })).status, 0)
  assert.deepEqual(rowsOf(t, join(backup, 'holdfast.db')), sold)
  await serveFrom(backup)
})

test('Y4: the server seals what 0.1.0 had sold, readable for its owners as before, and the next start leaves no name of it in the file', async (t) => {
  const data = temporaryFolder(t)
  unpack('sqlite', data)
  const file = join(data, 'holdfast.db')
  const name = 'Passenger 1'
  assert.ok(readFileSync(file).includes(name))
  const { madeAt, calls } = callsOf('sqlite')
  const time = clockAfter({ madeAt })
  const secrets = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))
  const open = () => openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  const { store } = await open()
  const world = await serve(store, time, soleKey(secrets.session_secret))
  await repeatCalls(world, calls)
  const shown = async () => {
    const own = calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/bookings'))
    const answers = await Promise.all(own.map(({ path, token = '' }) => world.call('GET', path, { token })))
    return answers.map(({ text }) => text.match(/"passenger_name":"[^"]*"/g))
  }
  const before = await shown()
  assert.ok(before.flat().length > 2)
  assert.ok((await sealBookings({ ...world.deps, pause: async () => true })) > 0)
  assert.deepEqual(await store.listBookingNames({ kind: 'plain' }, 1), [])
  assert.deepEqual(await store.listBookingNames({ kind: 'unsearched' }, 1), [])
  assert.ok(
    (
      await store.listBookingNames(
        { kind: 'found', groups: searchGroups(world.deps, { name: 'passenger 1' }) },
        99,
      )
    ).length > 0,
  )
  assert.deepEqual(await shown(), before)
  await world.app.close()
  await store.close()
  const again = await open()
  await again.store.close()
  assert.equal(readFileSync(file).includes(name), false)
})

test('O28: a backup that this version makes of a 0.1.0 file keeps the old schema, is verified, and is restored like any other', async (t) => {
  const data = temporaryFolder(t)
  unpack('sqlite', data)
  const target = join(temporaryFolder(t), 'backup')
  const backedUp = await runHoldfast(['backup', target, '--json'], { HOLDFAST_DATA: data })
  assert.equal(backedUp.status, 0, backedUp.stdout + backedUp.stderr)
  const { schema_version: schema, files } = JSON.parse(backedUp.stdout)
  assert.equal(schema, 2)
  assert.deepEqual(
    files.map((file: { name: string }) => file.name),
    ['holdfast.db', 'payments-mock.db', 'secrets.json'],
  )
  const elsewhere = join(temporaryFolder(t), 'data')
  const restored = await runHoldfast(['restore', target], { HOLDFAST_DATA: elsewhere })
  assert.equal(restored.status, 0, restored.stdout + restored.stderr)
  assert.match(restored.stdout, /with \d+ audit entries/)
})
