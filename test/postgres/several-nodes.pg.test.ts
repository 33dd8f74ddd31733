import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { type Answer, type Client, createClient } from '../harness/client.ts'
import { overlappingClaims } from '../harness/database.ts'
import { assertLedgerEqualsBookings } from '../harness/ledger.ts'
import { dayAhead, findRide, type Ride, seatsOf, wishFor } from '../harness/railway.ts'
import { type SeatStream, watchSeats } from '../harness/seat-stream.ts'
import { createTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts'
import { inParallel, until } from '../harness/wait.ts'
import type { BookingBody, HoldBody } from '../harness/wire.ts'
import { createWorld } from '../harness/world.ts'
import { siteOn } from './nodes.ts'

const yearMs = 365 * 86_400_000
const leaseSeconds = 3
/** `npm run nodes:nightly` waits for ten. */
const pauseSeconds = Number(process.env.PAUSE_SECONDS ?? 4)
/** A run of its own for each test, and no more than that: three nodes load all of them. */
const horizonDays = 25

// Three nodes, each with a different fault: the wires to its database and to its payments can be cut; the
// wire that brings it news can be cut; its clock is a year ahead and it has two connections.
const server = await startServer()
after(() => server.close())
const site = await siteOn(server, {
  LEASE_SECONDS: String(leaseSeconds),
  PAYMENT_TIMEOUT_SECONDS: '4',
  HOLDFAST_HORIZON_DAYS: String(horizonDays),
})
const databaseUrl = site.environment.DATABASE_URL ?? ''
const database = await createTcpProxy({ after }, databaseUrl)
const news = await createTcpProxy({ after }, databaseUrl)
let payments: TcpProxy | undefined
const [brokenWire, deaf, wrongClock] = [0, 1, 2]
const world = await createWorld(
  { after },
  {
    site: async () => site,
    async envOf(index, { PAYMENTS_URL = '' }): Promise<Record<string, string>> {
      if (index === deaf) return { DATABASE_DIRECT_URL: news.urlOf(databaseUrl) }
      if (index === wrongClock)
        return {
          NODE_OPTIONS: `--import=${new URL('../harness/wrong-clock.mjs', import.meta.url).pathname}`,
          CLOCK_AHEAD_MS: String(yearMs),
          DATABASE_POOL: '2',
        }
      payments ??= await createTcpProxy({ after }, PAYMENTS_URL)
      const direct = { DATABASE_DIRECT_URL: databaseUrl, PAYMENTS_URL: payments.urlOf(PAYMENTS_URL) }
      // A refused act is ordinary, and only the most detailed log level names it.
      return { DATABASE_URL: database.urlOf(databaseUrl), LOG_LEVEL: 'debug', ...direct }
    },
  },
)
const clients = world.urls.map((url) => createClient(url, 64))
after(() => Promise.all(clients.map((client) => client.close())))
const at = (node: number): Client => clients[node] ?? world.client
let days = 2
/** A run that no other test has touched. */
const freshRide = (stops = 2, seats = 4): Promise<Ride> =>
  findRide(at(deaf), { stops, seats, date: dayAhead(++days) })

test('Q2: one node can finish what another has begun', async () => {
  const ride = await freshRide(2, 6)
  const token = await at(0).session()
  await inParallel([0, 1, 2, 0, 1, 2], 6, async (node, index) => {
    const next = (steps: number): Client => at((node + steps) % 3)
    const hold = await at(node).hold(token, wishFor(ride, 0, 1, [ride.seatNumbers[index] ?? '']))
    const booking = await next(1).book(token, hold.body)
    assert.equal(booking.status, 201, booking.text)
    const quote = await next(2).quote(token, booking.body.booking_id)
    const canceled = await next(3).cancel(token, booking.body.booking_id, quote.body.quote_id)
    assert.equal(canceled.body.status, 'CANCELLED', canceled.text)
  })
  await assertLedgerEqualsBookings(world)
})

test('Q21: a change at one node is visible at every other one in the next moment', async () => {
  const ride = await freshRide()
  const token = await at(0).session()
  for (let round = 0; round < 12; round++) {
    const [one, other] = [at(round % 3), at((round + 1) % 3)]
    const hold = await one.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
    assert.equal((await other.showHold(token, hold.body.hold_token)).body.status, 'ACTIVE')
    await other.release(token, hold.body.hold_token)
    assert.equal((await one.showHold(token, hold.body.hold_token)).body.status, 'RELEASED')
  }
})

test('Q3: a hold on one node is on the live maps of the others, and so is its release', async (t) => {
  const ride = await freshRide()
  const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
  const token = await at(0).session()
  const events = await watchSeats(t, world.urls[1] ?? '', wish)
  const hold = await at(0).hold(token, wish)
  assert.equal(hold.status, 201, hold.text)
  await until('the hold on the map', () => told(events, 'HELD'))
  const seen = events.text.length
  await at(2).release(token, hold.body.hold_token)
  await until('the release', () => told({ text: events.text.slice(seen) }, 'AVAILABLE'))
})

test('Q22: a node without news from the others finds out on its own, even about a map that nobody watches', async (t) => {
  const ride = await freshRide()
  const other = await freshRide()
  const [wish, unwatched] = [ride, other].map((one) => wishFor(one, 0, 1, one.seatNumbers.slice(0, 1)))
  assert.ok(wish && unwatched)
  const token = await at(0).session()
  const events = await watchSeats(t, world.urls[deaf] ?? '', wish)
  assert.equal(await statusAt(deaf, unwatched), 'AVAILABLE')
  // The connection stays open but nothing comes over it anymore, and nobody notices.
  news.rules.toClient = () => false
  t.after(news.letPass)
  assert.equal((await at(0).hold(token, wish)).status, 201)
  assert.equal((await at(0).hold(token, unwatched)).status, 201)
  await until('the hold on the watched map', () => told(events, 'HELD'))
  await until('the hold on the map that nobody watches', async () =>
    (await statusAt(deaf, unwatched)) === 'HELD' ? true : undefined,
  )
})

test('Q22: a node whose news connection was lost learns what was committed meanwhile', async (t) => {
  const ride = await freshRide()
  const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
  const token = await at(0).session()
  const events = await watchSeats(t, world.urls[deaf] ?? '', wish)
  news.rules.accepts = false
  t.after(news.letPass)
  news.cutAll()
  assert.equal((await at(0).hold(token, wish)).status, 201)
  news.letPass()
  await until('the hold on the map', () => told(events, 'HELD'))
})

test("Q20: a node whose clock is a year ahead does no harm, because the database's time counts", async () => {
  const lastDay = String(
    (await world.database.rows('SELECT max(service_date) AS day FROM train_runs'))[0]?.day,
  )
  assert.ok(lastDay <= dayAhead(horizonDays + 1), `runs are on sale until ${lastDay}`)
  const ride = await freshRide(2, 6)
  // A session made by this node is good everywhere, and another node's session is good here.
  const tokens = await Promise.all([at(wrongClock).session(), at(0).session()])
  for (const [index, token] of tokens.entries()) {
    const [seat = '', kept = ''] = ride.seatNumbers.slice(2 * index, 2 * index + 2)
    const hold = await at(wrongClock).hold(token, wishFor(ride, 0, 1, [seat]))
    assert.equal(hold.status, 201, hold.text)
    assert.ok(Math.abs(Date.parse(hold.body.expires_at) - Date.now() - 120_000) < 30_000, hold.text)
    const booking = await at(wrongClock).book(token, hold.body)
    assert.equal(booking.status, 201, booking.text)
    assert.ok(Math.abs(Date.parse(booking.body.booking_time) - Date.now()) < 30_000, booking.text)
    const other = await at(0).hold(token, wishFor(ride, 0, 1, [kept]))
    assert.equal((await at(wrongClock).showHold(token, other.body.hold_token)).body.status, 'ACTIVE')
  }
  const found = await at(wrongClock).search(wishFor(ride, 0, 1, []), ride.journeyDate)
  assert.ok(found.body.train_runs.some((run) => run.train_run_id === ride.train_run_id))
  await assertLedgerEqualsBookings(world)
})

test('Q24: without a free connection or lock in time the answer is 503 with Retry-After, and nothing was written', async () => {
  const rides = [await freshRide(), await freshRide(), await freshRide()]
  const token = await at(0).session()
  const wishes = rides.map((ride) => wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
  // Each run has a head once it was sold from.
  for (const ride of rides) await at(0).hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(1, 2)))
  const held = await world.database.number('SELECT count(*) FROM seat_holds')
  const blocker = new pg.Client({ connectionString: databaseUrl })
  await blocker.connect()
  await blocker.query('BEGIN')
  for (const { train_run_id } of rides)
    await blocker.query(`SELECT * FROM run_heads WHERE train_run_id = ${train_run_id} FOR UPDATE`)
  const answers = await Promise.all(wishes.map((wish) => holdOnce(wrongClock, token, wish)))
  await blocker.end()
  for (const { status, headers, text } of answers) {
    assert.equal(status, 503, text)
    assert.match(text, /"code":"overloaded"/)
    assert.ok(Number(headers.get('retry-after')) >= 1, 'it says when to come back')
  }
  assert.equal(await world.database.number('SELECT count(*) FROM seat_holds'), held)
  for (const wish of wishes) assert.equal((await at(wrongClock).hold(token, wish)).status, 201)
})

for (const moment of ['before', 'after'] as const)
  test(`Q25, I15: a connection lost just ${moment} COMMIT is 503 outcome_unknown, and the same key at another node tells the truth`, async (t) => {
    t.after(database.letPass)
    const ride = await freshRide()
    const token = await at(0).session()
    await at(brokenWire).hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(1, 2)))
    const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
    const hold = await askTwice('seat_holds', moment, (node, key) => at(node).hold(token, wish, key))
    const booking = await askTwice('bookings', moment, (node, key) =>
      at(node).book(token, hold.body as HoldBody, 'tok_ok', key),
    )
    const { booking_id } = booking.body as BookingBody
    const quote = (await at(1).quote(token, booking_id)).body.quote_id
    await askTwice('cancellations', moment, (node, key) => at(node).cancel(token, booking_id, quote, key))
    const ofRun = `WHERE train_run_id = ${ride.train_run_id}`
    assert.equal(await world.database.number(`SELECT count(*) FROM seat_holds ${ofRun}`), 2)
    assert.equal(await world.database.number(`SELECT count(*) FROM bookings ${ofRun}`), 1)
    assert.equal(await world.database.number(`SELECT count(*) FROM cancellations ${ofRun}`), 1)
    await assertLedgerEqualsBookings(world)
  })

test('Q25, W21: a connection lost while the booking is written, after its hold was pinned, is 503 outcome_unknown too', async (t) => {
  t.after(database.letPass)
  const ride = await freshRide()
  const token = await at(0).session()
  const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
  const hold = await at(brokenWire).hold(token, wish)
  await askTwice('bookings', 'within', (node, key) => at(node).book(token, hold.body, 'tok_ok', key))
  await assertLedgerEqualsBookings(world)
})

test(`Q23: a node that stands still for ${pauseSeconds} s in the middle of a lease finds its act refused when it wakes`, async (t) => {
  assert.ok(payments)
  const [still, ...others] = world.servers
  assert.ok(still)
  const ride = await freshRide()
  const token = await at(0).session()
  const hold = await at(brokenWire).hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
  // The others are kept from leasing it first; the capture gets as far as the wire.
  for (const other of others) process.kill(other.pid, 'SIGSTOP')
  const capture = Promise.withResolvers<() => void>()
  payments.rules.toServer = (bytes, link) => {
    if (!bytes.includes('"op":"capture"')) return true
    capture.resolve(() => link.cut())
    return false
  }
  t.after(() => payments?.letPass())
  t.after(() => {
    for (const { pid } of world.servers) process.kill(pid, 'SIGCONT')
  })
  const booking = await at(brokenWire).book(token, hold.body)
  assert.equal(booking.status, 201, booking.text)
  const cut = await capture.promise
  process.kill(still.pid, 'SIGSTOP')
  const stoppedAt = performance.now()
  for (const other of others) process.kill(other.pid, 'SIGCONT')
  const captured = `SELECT count(*) FROM payments WHERE status = 'CAPTURED'
    AND train_run_id = ${ride.train_run_id}`
  await until('the capture by another node', async () =>
    (await world.database.number(captured)) === 1 ? true : undefined,
  )
  await pause(Math.max(0, pauseSeconds * 1000 - (performance.now() - stoppedAt)))
  payments.letPass()
  cut()
  process.kill(still.pid, 'SIGCONT')
  const isRefused = () => (/has passed to another worker/.test(still.output()) ? true : undefined)
  await until('the refusal', isRefused)
  const acts =
    'SELECT count(*) FROM audit_entries WHERE action = ' +
    `'payment_captured' AND train_run_id = ${ride.train_run_id}`
  assert.equal(await world.database.number(acts), 1)
  await assertLedgerEqualsBookings(world)
})

test('Q5, I5: a node that dies loses nothing that it had answered, and the others continue', async () => {
  const ride = await freshRide(2, 12)
  const token = await at(1).session()
  const booked = await inParallel(ride.seatNumbers.slice(0, 6), 6, async (seat) => {
    const hold = await at(0).hold(token, wishFor(ride, 0, 1, [seat]))
    return (await at(0).book(token, hold.body)).body.booking_id
  })
  const left = await at(0).hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(6, 7)))
  await world.servers[0]?.end('SIGKILL')
  for (const id of booked) {
    const found = await at(1).booking(token, id)
    assert.equal(found.body.status, 'CONFIRMED', found.text)
  }
  const paid = await at(2).book(token, left.body)
  assert.equal(paid.status, 201, paid.text)
  await assertLedgerEqualsBookings(world)
})

test('I1: the database itself refuses a bad write past the product', async () => {
  const ride = await freshRide(3, 1)
  const token = await at(1).session()
  const hold = await at(1).hold(token, wishFor(ride, 0, 2, ride.seatNumbers.slice(0, 1)))
  assert.equal(hold.status, 201, hold.text)
  await assert.rejects(
    world.database.rows(`INSERT INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, updated_at)
      SELECT train_run_id, seat_id, from_leg + 1, to_leg + 1, 'BOOKED', 0 FROM seat_claims
        WHERE to_leg - from_leg > 1 LIMIT 1`),
    /seat_claims_no_overlap/,
  )
  assert.deepEqual(await overlappingClaims(world.database), [])
})

function told({ text }: SeatStream, status: string): true | undefined {
  return text.includes(`"${status}"`) || undefined
}

async function statusAt(node: number, wish: ReturnType<typeof wishFor>): Promise<string | undefined> {
  const map = await at(node).seats(wish)
  return seatsOf(map.body).find(({ seat }) => seat.seat_number === wish.seat_numbers[0])?.seat.status
}

/** Asks without the patience of the client, which retries when there is too much to do. */
async function holdOnce(node: number, token: string, wish: object) {
  const answer = await fetch(`${world.urls[node]}/api/seat_holds`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(wish),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const commit = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1')

type Moment = 'within' | 'before' | 'after'

/**
 * Cuts the wire of the transaction that adds a row to the table: at that point, at its COMMIT, or at the
 * answer to it.
 */
function cutOnce(table: string, moment: Moment): void {
  let isDone = false
  Object.assign(database.rules, {
    toServer(bytes: Buffer, link: Parameters<typeof database.rules.toServer>[1]) {
      if (isDone) return true
      if (bytes.includes(`INSERT INTO ${table} `)) link.note = 'marked'
      if (link.note !== 'marked' || (moment !== 'within' && !bytes.includes(commit))) return true
      isDone = true
      link.note = 'doomed'
      if (moment !== 'after') link.cut()
      return moment === 'after'
    },
    toClient(_: Buffer, link: Parameters<typeof database.rules.toClient>[1]) {
      if (link.note !== 'doomed') return true
      link.cut()
      return false
    },
  })
}

/**
 * The first answer must be that the outcome is unknown; then the same key goes to another node until it is
 * decided: done, once.
 */
async function askTwice<T>(
  table: string,
  moment: Moment,
  ask: (node: number, key: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const key = randomUUID()
  cutOnce(table, moment)
  const first = await ask(brokenWire, key)
  assert.equal(`${first.status} ${first.problem.code}`, '503 outcome_unknown', first.text)
  const answer = await until('a decided answer', async () => {
    const again = await ask(deaf, key)
    return again.status === 503 || again.problem.code === 'request_in_progress' ? undefined : again
  })
  assert.equal(answer.status, 201, answer.text)
  if (moment === 'after') assert.equal(answer.headers['idempotent-replayed'], 'true')
  database.letPass()
  return answer
}
