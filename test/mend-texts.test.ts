import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { openCounter } from './harness/counter.ts'
import { temporaryFolder } from './harness/world.ts'

test('K9: a railway with a name that an older version took is told of by doctor and copy, mended as they say, and copied', async (t) => {
  const { world, client, token, holdOf } = await openCounter({ after }, {})
  assert.equal((await client.book(token, await holdOf())).status, 201)
  await world.stopServer()
  const database = new BetterSqlite3(join(world.data, 'holdfast.db'))
  database.exec(`UPDATE booking_seats SET passenger_name = 'Ada' || char(0) || char(27) || '[31m'`)
  database.close()

  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 1)
  assert.match(doctor.stdout, /^FAILED {2}K9 {3}texts_can_be_carried: /m)
  assert.match(doctor.stdout, /booking_seats, row .*: passenger_name has U\+0000\n +What to do: .*mend-texts/)
  const target = temporaryFolder(t)
  const copy = () =>
    world.run(['copy', '--from', `sqlite:${world.data}`, '--to', `sqlite:${join(target, 'copy')}`])
  const refused = await copy()
  assert.equal(refused.status, 1)
  assert.match(
    refused.stderr,
    /booking_seats, row .*: passenger_name has U\+0000\n.*mend-texts.*Nothing was copied/,
  )

  const backup = await world.run(['backup', join(target, 'backup')])
  assert.equal(backup.status, 0, `a backup is made all the same: ${backup.stderr}`)
  const shown = await world.run(['mend-texts'])
  assert.equal(shown.status, 1)
  assert.match(shown.stdout, /^To mend them: holdfast mend-texts --yes$/m)
  const mended = await world.run(['mend-texts', '--yes'])
  assert.equal(mended.status, 0, mended.stderr)
  assert.match(mended.stdout, /^1 of 1 texts mended\.$/m)
  const copied = await copy()
  assert.equal(copied.status, 0, copied.stderr)
  const again = await world.run(['doctor'])
  assert.equal(again.status, 0, again.stdout)

  await world.startServer()
  const beside = await world.run(['mend-texts', '--yes'])
  assert.equal(beside.status, 1)
  assert.match(beside.stderr, /A server is using this database: stop it/)
})
