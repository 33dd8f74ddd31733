import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { createClient } from '../harness/client.ts'
import { assertLedgerEqualsBookings, untilSettled } from '../harness/ledger.ts'
import { type Environment, runHoldfast, startHoldfast } from '../harness/processes.ts'
import { dayAhead, findRide, wishFor } from '../harness/railway.ts'
import { answered, inParallel, until } from '../harness/wait.ts'
import type { BookingBody } from '../harness/wire.ts'
import { createWorld, type TestScope, temporaryFolder, type World } from '../harness/world.ts'
import { siteOn, viewOfServer } from './nodes.ts'

const server = await startServer()
after(() => server.close())

/**
 * A node on another database, with a data folder of its own unless one is given, and the same payment
 * service.
 */
async function startNode(t: TestScope, world: World, environment: Environment) {
  const node = await startHoldfast(['serve'], {
    ...world.environment,
    HOLDFAST_DATA: temporaryFolder(t),
    ...environment,
  })
  const client = createClient(node.url, 16)
  t.after(async () => {
    await client.close()
    await node.end('SIGKILL')
  })
  return client
}

test('Q19: on a copy, old holds are paid for, keys replay, links open, sessions are known, and bookings are canceled', async (t) => {
  const world = await createWorld(t, { mockApart: true, env: { HOLD_TTL_SECONDS: '3600' } })
  const { client } = world
  const ride = await findRide(client, { stops: 3, seats: 3, date: dayAhead(3) })
  const token = await client.session()
  const [held = '', sold = ''] = ride.seatNumbers
  const open = (await client.hold(token, wishFor(ride, 0, 2, [held]))).body
  const [holdKey, bookKey] = [randomUUID(), randomUUID()]
  const wish = wishFor(ride, 0, 2, [sold])
  const hold = (await client.hold(token, wish, holdKey)).body
  const booking = (await client.book(token, hold, 'tok_ok', bookKey)).body
  const url = await server.createDatabase()
  const copying = () => world.run(['copy', '--from', `sqlite:${world.data}`, '--to', url, '--json'])
  const refused = await copying()
  assert.equal(refused.status, 2, 'a server has the file open')
  assert.match(refused.stderr, /another process has .* open: stop it/)
  await untilSettled(world)
  await world.stopServer()
  const copied = await copying()
  assert.equal(copied.status, 0, copied.stdout + copied.stderr)
  assert.ok(JSON.parse(copied.stdout).rows > 1_000)

  const node = await startNode(t, world, { DATABASE_URL: url })
  const shown = await node.booking(token, booking.booking_id)
  assert.equal(shown.body.link_token, booking.link_token, shown.text)
  const byLink = await node.call<BookingBody>('GET', `/api/bookings/by_link/${booking.link_token}`)
  assert.equal(byLink.body.booking_id, booking.booking_id, byLink.text)
  const again = await node.book(token, hold, 'tok_ok', bookKey)
  assert.deepEqual([again.status, again.headers['idempotent-replayed']], [201, 'true'], again.text)
  assert.equal((await node.hold(token, wish, holdKey)).body.hold_token, hold.hold_token)
  const paid = await answered((key) => node.book(token, open, 'tok_ok', key))
  assert.equal(paid.status, 201, paid.text)
  const quote = await node.quote(token, booking.booking_id)
  const canceled = await answered((key) => node.cancel(token, booking.booking_id, quote.body.quote_id, key))
  assert.equal(canceled.body.status, 'CANCELLED', canceled.text)
  await assertLedgerEqualsBookings({ database: viewOfServer(url), mock: world.mock })
  const doctor = await runHoldfast(['doctor', '--json'], { ...world.environment, DATABASE_URL: url })
  assert.equal(doctor.status, 0, doctor.stdout)
  const twice = await copying()
  assert.match(twice.stdout, /The database is not empty/)
})

test('Q17, O20, O21: a backup while nodes sell has every booking acknowledged before it began, and a node on what was restored from it gives back the money of the others', async (t) => {
  const site = await siteOn(server)
  const world = await createWorld(t, { site: async () => ({ ...site, serverCount: 2 }) })
  const { client } = world
  const ride = await findRide(client, { stops: 3, seats: 160, date: dayAhead(3) })
  const token = await client.session()
  const acknowledged: string[] = []
  let isOver = false
  const sell = async (seat: string): Promise<void> => {
    const hold = await answered((key) => client.hold(token, wishFor(ride, 0, 2, [seat]), key))
    const booking = await answered((key) => client.book(token, hold.body, 'tok_ok', key))
    assert.equal(booking.status, 201, booking.text)
    acknowledged.push(booking.body.booking_id)
  }
  const selling = inParallel(ride.seatNumbers.slice(0, 150), 4, (seat) =>
    isOver ? Promise.resolve() : sell(seat),
  )
  await until('some sales', () => acknowledged.length >= 10 || undefined)
  const before = [...acknowledged]
  const folder = join(temporaryFolder(t), 'backup')
  const backup = await runHoldfast(['backup', folder, '--json'], {
    ...world.environment,
    HOLDFAST_DATA: temporaryFolder(t),
  })
  assert.equal(backup.status, 0, backup.stdout + backup.stderr)
  isOver = true
  await selling
  for (const seat of ride.seatNumbers.slice(150, 152)) await sell(seat)
  await untilSettled(world)
  await world.stopServer()

  const url = await server.createDatabase()
  const elsewhere = { ...world.environment, HOLDFAST_DATA: temporaryFolder(t), DATABASE_URL: url }
  const restored = await runHoldfast(['restore', folder, '--json'], elsewhere)
  assert.equal(restored.status, 0, restored.stdout + restored.stderr)
  const database = viewOfServer(url)
  const kept = new Set((await database.rows('SELECT booking_id FROM bookings')).map((row) => row.booking_id))
  assert.deepEqual(
    before.filter((id) => !kept.has(id)),
    [],
  )
  const lost = acknowledged.filter((id) => !kept.has(id))
  assert.ok(lost.length > 0, 'something was sold after the backup')
  assert.equal((await runHoldfast(['audit', 'verify'], elsewhere)).status, 0)

  const node = await startNode(t, world, { DATABASE_URL: url })
  await until('the money of what was lost', () =>
    assertLedgerEqualsBookings({ database, mock: world.mock }).then(() => true),
  )
  // Ids begin anew where none was ever given, so neither a payment nor a locator is mistaken for a lost one.
  const seat = ride.seatNumbers.at(-1) ?? ''
  const hold = await answered((key) => node.hold(token, wishFor(ride, 0, 2, [seat]), key))
  const booking = await answered((key) => node.book(token, hold.body, 'tok_ok', key))
  assert.equal(booking.status, 201, booking.text)
  assert.ok(!acknowledged.includes(booking.body.booking_id))
  await assertLedgerEqualsBookings({ database, mock: world.mock })
  const doctor = await runHoldfast(['doctor', '--json'], elsewhere)
  assert.equal(doctor.status, 0, doctor.stdout)
  t.diagnostic(
    `${before.length} acknowledged before the backup, ${kept.size} in it, ${lost.length} lost and paid back`,
  )
})
