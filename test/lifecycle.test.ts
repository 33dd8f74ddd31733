import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { request } from 'undici'
import { lookInto } from './harness/database.ts'
import { assertLedgerEqualsBookings, keptCents, readLedger, untilSettled } from './harness/ledger.ts'
import { runHoldfast } from './harness/processes.ts'
import { dayAhead, findRide, type Ride, wholeWay } from './harness/railway.ts'
import { inParallel, until } from './harness/wait.ts'
import type { HoldBody } from './harness/wire.ts'
import { createWorld, temporaryFolder, type World } from './harness/world.ts'

test('O4, O16: a fresh start serves the demo railway, says one line, and keeps its secrets to itself', async (t) => {
  const world = await createWorld(t)
  assert.equal(world.server.standardOutput(), `Holdfast is ready on ${world.server.url}\n`)
  assert.ok((await world.client.stations()).body.stations.length >= 20)
  for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'])
    assert.equal(
      (await request(world.server.url + path, { maxRedirections: 0 } as object)).statusCode < 400,
      true,
      path,
    )
  for (const name of readdirSync(world.data).filter((name) => /secret|sock/.test(name)))
    assert.equal(statSync(join(world.data, name)).mode & 0o077, 0, `${name} is nobody else's business`)
  assert.equal(await world.stopServer('SIGINT'), 0)
})

test('D6: a second instance on the same data is refused and told why; the first serves on', async (t) => {
  const world = await createWorld(t)
  const second = await runHoldfast(['serve'], world.environment)
  assert.notEqual(second.status, 0)
  assert.match(second.stderr, /already|in use|another|owns/i)
  assert.doesNotMatch(second.stderr, /^\s+at .*:\d+:\d+/m, 'a sentence, not a stack')
  assert.equal((await world.client.stations()).status, 200)
})

test('O3, O7: wrong configuration ends with status 2 and one sentence that names it', async (t) => {
  const data = temporaryFolder(t)
  for (const [name, value] of Object.entries({
    PORT: '99999',
    HOLD_TTL_SECONDS: '-1',
    MOCK_FAIL_RATE: '2',
    HOLDFAST_LIMITS: 'maybe',
  })) {
    const { status, stderr } = await runHoldfast(['serve'], { HOLDFAST_DATA: data, [name]: value })
    assert.equal(status, 2, stderr)
    assert.ok(stderr.includes(name) && stderr.includes(value), stderr)
  }
  assert.equal((await runHoldfast(['sevre'], { HOLDFAST_DATA: data })).status, 2)
})

test('O10, O11: a backup under load, restored elsewhere, has every booking acknowledged before it began', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 300, date: dayAhead(3) })
  const token = await client.session()
  const acknowledged: string[] = []
  let isOver = false
  const selling = inParallel(ride.seatNumbers, 8, async (seat) => {
    if (isOver) return
    const { body } = await client.book(token, await holdSeat(world, token, ride, seat))
    acknowledged.push(body.booking_id)
  })
  await until('some sales', () => acknowledged.length >= 20 || undefined)
  const before = [...acknowledged]
  const folder = temporaryFolder(t)
  const backup = await world.run(['backup', join(folder, 'copy'), '--json'])
  isOver = true
  await selling
  assert.equal(backup.status, 0, backup.stderr)

  const restored = temporaryFolder(t)
  const restore = await runHoldfast(['restore', join(folder, 'copy'), '--json'], {
    ...world.environment,
    HOLDFAST_DATA: restored,
  })
  assert.equal(restore.status, 0, restore.stderr)
  lookInto(restored, (database) => {
    const kept = new Set(database.rows('SELECT booking_id FROM bookings').map((row) => row.booking_id))
    assert.deepEqual(
      before.filter((id) => !kept.has(id)),
      [],
    )
  })
  const elsewhere = { ...world.environment, HOLDFAST_DATA: restored }
  const audit = await runHoldfast(['audit', 'verify'], elsewhere)
  assert.equal(audit.status, 0, audit.stdout + audit.stderr)
  assert.deepEqual(wrongIn(await runHoldfast(['doctor', '--json'], elsewhere)), [])
  const refused = await world.run(['restore', join(folder, 'copy')])
  assert.notEqual(refused.status, 0, 'no restore over a database that a server owns')
  assert.equal((await client.stations()).status, 200)
})

test('O20, O21: a restored server gives back the money of sales that the restore has lost, and gives none of their ids again', async (t) => {
  const world = await createWorld(t, { mockApart: true })
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 8, date: dayAhead(3) })
  const token = await client.session()
  const sell = async (seat: string): Promise<string> => {
    const booked = await world.client.book(token, await holdSeat(world, token, ride, seat))
    assert.equal(booked.status, 201, booked.text)
    return booked.body.booking_id
  }
  const kept = await sell(ride.seatNumbers[0] ?? '')
  const folder = join(temporaryFolder(t), 'copy')
  assert.equal((await world.run(['backup', folder])).status, 0)
  // A start reserves new blocks of ids, which the backup does not know about.
  await world.stopServer()
  await world.startServer()
  const lost = [await sell(ride.seatNumbers[1] ?? ''), await sell(ride.seatNumbers[2] ?? '')]
  const guest = await world.client.session()
  await untilSettled(world)
  const paid = await readLedger(world.mock.url)
  await world.stopServer()
  const restored = await world.run(['restore', folder, '--force'])
  assert.equal(restored.status, 0, restored.stderr)
  await world.startServer()
  await until('the money of what was lost', () => assertLedgerEqualsBookings(world).then(() => true))
  assert.equal(keptCents(await readLedger(world.mock.url)) * 3, keptCents(paid))

  const next = await sell(ride.seatNumbers[3] ?? '')
  assert.ok(next !== kept && !lost.includes(next))
  // A guest from after the backup is not mistaken for one from after the restore.
  const later = await world.client.session()
  const mine = await holdSeat(world, later, ride, ride.seatNumbers[5] ?? '')
  assert.equal((await world.client.showHold(guest, mine.hold_token)).status, 404)
  assert.equal((await world.client.showHold(later, mine.hold_token)).status, 200)
  await assertLedgerEqualsBookings(world)
  assert.deepEqual(wrongIn(await world.run(['doctor', '--json'])), [])
})

/**
 * What the doctor finds wrong. The ledger is copied after the database, so it may have payments made in
 * between. The reconciliation gives those back once a server runs, and they are not a fault of the copy.
 */
function wrongIn({
  stdout,
  stderr,
}: {
  readonly stdout: string
  readonly stderr: string
}): readonly unknown[] {
  assert.notEqual(stdout, '', stderr)
  const { findings } = JSON.parse(stdout) as {
    findings: readonly { name: string; status: string; examples: readonly string[] }[]
  }
  assert.ok(findings.length > 20, 'the doctor looked at everything')
  return findings.filter(
    ({ name, status, examples }) =>
      status === 'failed' &&
      !(name === 'provider_ledger' && examples.every((one) => /the database does not know$/.test(one))),
  )
}

async function holdSeat(world: World, token: string, ride: Ride, seat: string): Promise<HoldBody> {
  const answer = await world.client.hold(token, wholeWay(ride, [seat]))
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}
