import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sqlChecks } from '../../src/store/checks.ts'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { type Client, createClient } from '../harness/client.ts'
import { untilSettled } from '../harness/ledger.ts'
import { type Finished, runHoldfast } from '../harness/processes.ts'
import { dayAhead, findRide, wishFor } from '../harness/railway.ts'
import { writeFeed } from '../harness/toy-feed.ts'
import { answered, inParallel, until } from '../harness/wait.ts'
import { createWorld, temporaryFolder } from '../harness/world.ts'
import { siteOn } from './nodes.ts'

const server = await startServer()
after(() => server.close())
const site = await siteOn(server)
const databaseUrl = site.environment.DATABASE_URL ?? ''
const world = await createWorld({ after }, { site: async () => ({ ...site, serverCount: 2 }) })
const clients = world.urls.map((url) => createClient(url, 16))
after(() => Promise.all(clients.map((client) => client.close())))
const [first, second] = clients as [Client, Client]
const elsewhere = temporaryFolder({ after })
/** The run with a sale. */
let sold: Parameters<Client['seats']>[0]

/** An operator's command on a machine that runs no node. */
function command(args: readonly string[], url = databaseUrl): Promise<Finished> {
  return runHoldfast(args, {
    HOLDFAST_DATA: elsewhere,
    DATABASE_URL: url,
    PAYMENTS_URL: world.mock.url,
  })
}

/** The same database as another user, or another database on the same server. */
function urlWith(change: (url: URL) => void): string {
  const url = new URL(databaseUrl)
  change(url)
  return url.href
}

test('Q14: doctor and audit verify check a database on which nodes sell, and find nothing wrong', async () => {
  const ride = await findRide(first, { stops: 3, seats: 40, date: dayAhead(3) })
  const token = await first.session()
  sold = wishFor(ride, 0, 2, [])
  const buy = async (seat: string) => {
    const hold = await answered((key) => first.hold(token, wishFor(ride, 0, 2, [seat]), key))
    const booking = await answered((key) => second.book(token, hold.body, 'tok_ok', key))
    assert.equal(booking.status, 201, booking.text)
  }
  await inParallel(ride.seatNumbers.slice(0, 10), 4, buy)
  const selling = inParallel(ride.seatNumbers.slice(10, 40), 4, buy)
  const [doctor, audit] = [await command(['doctor', '--json']), await command(['audit', 'verify'])]
  await selling
  const { findings } = JSON.parse(doctor.stdout)
  assert.deepEqual(
    findings.filter((one: { status: string }) => one.status !== 'ok'),
    [],
    doctor.stdout + doctor.stderr,
  )
  const names: readonly string[] = findings.map((one: { name: string }) => one.name)
  const wanted = sqlChecks({ seatCountOf: () => '', priceOf: () => '' }).map(({ name }) => name)
  assert.deepEqual(
    [...wanted, 'audit_chains', 'provider_ledger'].filter((name) => !names.includes(name)),
    [],
    names.join(),
  )
  assert.equal(doctor.status, 0)
  assert.match(audit.stdout, /^Every chain is whole: \d+ runs?, \d+ entr/)
  await untilSettled(world)
})

test("Q14: the doctor of a node also checks that node's pictures, and finds what was written past Holdfast", async () => {
  const onNode = () => world.run(['doctor', '--json'])
  const pictures = (finished: Finished) =>
    JSON.parse(finished.stdout).findings.find((one: { name: string }) => one.name === 'pictures')
  // News of another node's commits drop a picture; the next look at the run reads it again.
  const before = await until('a picture', async () => {
    await first.seats(sold)
    const found = pictures(await onNode())
    return found.checked > 0 ? found : undefined
  })
  assert.equal(before.status, 'ok', JSON.stringify(before))
  await site.database.rows(`DELETE FROM seat_claims WHERE (train_run_id, seat_id, from_leg) =
    (SELECT train_run_id, seat_id, from_leg FROM seat_claims WHERE state = 'BOOKED' LIMIT 1)`)
  const after = await onNode()
  assert.equal(after.status, 1)
  assert.equal(pictures(after).status, 'failed')
  const elsewhereToo = await command(['doctor'])
  assert.equal(elsewhereToo.status, 1)
  assert.match(elsewhereToo.stdout, /FAILED\s+I4\s+bookings_have_their_seats/)
})

test('Q15: migrate shows the schema of a PostgreSQL database, makes it, and refuses a newer one', async () => {
  const shown = JSON.parse((await command(['migrate', '--json'])).stdout)
  assert.deepEqual(shown, { from: shown.newest, to: shown.newest, newest: shown.newest })
  const fresh = await server.createDatabase()
  const none = await command(['doctor'], fresh)
  assert.match(none.stderr, /no Holdfast schema in this database/)
  for (const args of [
    ['clock'],
    ['secrets', 'show'],
    ['audit', 'verify'],
    ['backup', join(elsewhere, 'none')],
  ]) {
    const missing = await command(args, fresh)
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /There is no Holdfast schema in .*: name another one/)
  }
  assert.match((await command(['migrate'], fresh)).stdout, /from schema none to \d/)
  await withClient(fresh, (client) => client.query("INSERT INTO schema_migrations VALUES (99, 'later')"))
  for (const args of [['migrate'], ['doctor'], ['audit', 'verify']]) {
    const refused = await command(args, fresh)
    assert.equal(refused.status, 1)
    assert.match(refused.stderr, /at schema 99 and this program knows \d+: start the newer program/)
  }
})

test('O19: a server that does not answer, a wrong password, a missing database and missing rights are each said in a sentence', async () => {
  await site.database.rows("CREATE ROLE guest LOGIN PASSWORD 'guest'")
  const guest = (url: URL) => Object.assign(url, { username: 'guest', password: 'guest' })
  const empty = await server.createDatabase()
  const cases: readonly (readonly [url: string, status: number, said: RegExp])[] = [
    [urlWith((url) => Object.assign(url, { port: '1' })), 1, /does not answer \(ECONNREFUSED\)/],
    [urlWith((url) => Object.assign(url, { password: 'wrong' })), 2, /does not let user holdfast in/],
    [urlWith((url) => Object.assign(url, { pathname: '/nothing' })), 2, /has no database "nothing"/],
    [urlWith(guest), 2, /User guest may not do this/],
  ]
  for (const [url, status, said] of cases) {
    const refused = await command(['doctor'], url)
    assert.match(refused.stderr, said)
    assert.equal(refused.status, status)
    assert.doesNotMatch(refused.stderr, /^\s+at .*:\d+:\d+/m, 'a sentence, not a stack')
  }
  const byGuest = urlWith((url) => guest(Object.assign(url, { pathname: new URL(empty).pathname })))
  const refused = await command(['migrate'], byGuest)
  assert.match(refused.stderr, /guest may not do this in database holdfast_\d+ .*make this user the owner/)
  const serving = await runHoldfast(['serve'], {
    HOLDFAST_DATA: elsewhere,
    PORT: '0',
    DATABASE_URL: cases[1]?.[0] ?? '',
  })
  assert.equal(serving.status, 2)
  assert.match(serving.stderr, /does not let user holdfast in/)
})

test('O88: A command that names a database works with that one or refuses, even if the server on its data folder has a different one', async () => {
  const other = await server.createDatabase()
  assert.equal((await command(['migrate'], other)).status, 0)
  const feed = writeFeed(join(temporaryFolder({ after }), 'feed'))
  const onFolderOfNode = (args: readonly string[], url: string) =>
    runHoldfast(args, { ...world.environment, DATABASE_URL: url })
  for (const args of [['stations'], ['import', 'gtfs', feed], ['demo']]) {
    const refused = await onFolderOfNode(args, other)
    assert.equal(refused.status, 2, refused.stdout)
    assert.match(refused.stderr, /has another database than the one that was named: leave .* --data/)
  }
  const own = await onFolderOfNode(['stations', '--json'], databaseUrl)
  assert.ok(JSON.parse(own.stdout).stations.length > 20, own.stderr)
  // Who names none means the server of the folder, whatever that works with.
  const { DATABASE_URL: _named, ...unnamed } = world.environment
  assert.deepEqual(
    JSON.parse((await runHoldfast(['stations', '--json'], unnamed)).stdout),
    JSON.parse(own.stdout),
  )
})
