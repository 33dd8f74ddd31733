import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createClient } from './harness/client.ts'
import { viewOf } from './harness/database.ts'
import { type Environment, runHoldfast, startHoldfast } from './harness/processes.ts'
import { dayAhead, findRide, wishFor } from './harness/railway.ts'
import { writeFeed } from './harness/toy-feed.ts'
import { answered, until } from './harness/wait.ts'
import { createWorld, temporaryFolder } from './harness/world.ts'

const dayMs = 86_400_000
const yearMs = 365 * dayMs
const wrongClock = new URL('./harness/wrong-clock.mjs', import.meta.url).pathname
const ahead = (milliseconds: number) => ({
  NODE_OPTIONS: `--import=${wrongClock}`,
  CLOCK_AHEAD_MS: String(milliseconds),
})

/** A railway of one train a day for two years, with a seat sold on the train in three days. */
async function soldRailway(t: TestContext) {
  const data = temporaryFolder(t)
  const env: Environment = {
    HOLDFAST_DATA: data,
    PORT: '0',
    LOG_LEVEL: 'warn',
    HOLDFAST_DEMO: 'off',
    HOLDFAST_HORIZON_DAYS: '10',
  }
  const command = (args: readonly string[], more: Environment = {}) => runHoldfast(args, { ...env, ...more })
  const feed = writeFeed(join(temporaryFolder(t), 'feed'), {}, 2 * 365)
  assert.equal((await command(['import', 'gtfs', feed])).status, 0)
  /** Serves with a clock this far ahead, and does something meanwhile. */
  const serve = async <T>(
    aheadMs: number,
    work: (client: ReturnType<typeof createClient>, output: () => string) => Promise<T>,
    options: readonly string[] = [],
  ): Promise<T> => {
    const server = await startHoldfast(['serve', ...options], { ...env, ...ahead(aheadMs) })
    const client = createClient(server.url, 2)
    try {
      return await work(client, server.output)
    } finally {
      await client.close()
      assert.equal(await server.end('SIGTERM'), 0)
    }
  }
  // Runs of further dates come on sale a moment after the start.
  const holdOn = async (client: ReturnType<typeof createClient>, days: number) => {
    const ride = await until('a run', () => findRide(client, { stops: 2, seats: 1, date: dayAhead(days) }))
    const token = await client.session()
    const hold = await client.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
    assert.equal(hold.status, 201, hold.text)
    return { token, hold: hold.body }
  }
  const booking = await serve(0, async (client) => {
    const { token, hold } = await holdOn(client, 3)
    const booked = await answered((key) => client.book(token, hold, 'tok_ok', key))
    assert.equal(booked.status, 201, booked.text)
    return { token, id: booked.body.booking_id }
  })
  return { database: viewOf(data), command, serve, holdOn, booking }
}

test('O24: a start by whose clock trains with bookings would have left is refused with status 2, changes nothing, and goes on with --clock-is-right', async (t) => {
  const { database, command, serve, booking } = await soldRailway(t)
  const markOf = () => database.number('SELECT high_water FROM clock')
  const before = await markOf()
  for (const args of [['serve'], ['start'], ['stations']]) {
    const refused = await command(args, ahead(yearMs))
    assert.equal(refused.status, 2, refused.stderr)
    assert.match(refused.stderr, /1 train with bookings would have left meanwhile, the first IC 1 of 20/)
    assert.match(refused.stderr, /--clock-is-right, or run "holdfast clock --yes"\./)
  }
  assert.equal(await markOf(), before)
  await serve(0, async (client, output) => {
    assert.equal((await client.booking(booking.token, booking.id)).status, 200)
    assert.doesNotMatch(output(), /clock/)
  })
  await serve(30 * dayMs, async (client) => client.stations(), ['--clock-is-right'])
  assert.ok((await markOf()) >= before + 29 * dayMs)
})

test('O25: a step of the clock within a day of the departure, one without bookings and one of the demo railway are downtime and a warning', async (t) => {
  const { serve } = await soldRailway(t)
  // The train leaves in three days.
  await serve(2 * dayMs, async (_, output) =>
    assert.match(output(), /the clock is \d+ days? ahead of the database, which is taken for downtime/),
  )

  const demo = await createWorld(t)
  const ride = await findRide(demo.client, { stops: 2, seats: 1, date: dayAhead(2) })
  const token = await demo.client.session()
  const hold = await demo.client.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
  assert.equal((await demo.client.book(token, hold.body)).status, 201)
  await demo.stopServer()
  const later = await startHoldfast(['serve'], { ...demo.environment, ...ahead(40 * dayMs) })
  t.after(() => later.end('SIGKILL'))
  assert.match(later.output(), /40 days ahead of the database, which is taken for downtime/)
})

test('O27: after a start by a clock that was a year ahead, clock --yes opens the railway again and ends what was dated by it', async (t) => {
  const { command, serve, holdOn, booking, database } = await soldRailway(t)
  const lost = await serve(yearMs, (client) => holdOn(client, 365 + 3), ['--clock-is-right'])
  const look = async (args: readonly string[] = []) => {
    const finished = await command(['clock', '--json', ...args])
    return { status: finished.status, stderr: finished.stderr, ...JSON.parse(finished.stdout || '{}') }
  }
  await serve(0, async (client, output) => {
    assert.match(output(), /the clock is 36\d days behind the database .*holdfast clock/)
    const shown = await client.booking(booking.token, booking.id)
    assert.equal(shown.status, 401, 'the railway is a year ahead, and every session over')
    assert.deepEqual([(await look()).misdated.holds, (await look()).done], [1, false])
    const refused = await look(['--yes'])
    assert.equal(refused.status, 2)
    assert.match(refused.stderr, /another process has .* open: stop it/)
  })
  const told = await command(['clock'])
  assert.match(told.stdout, /36\d days ahead of the clock/)
  assert.match(
    told.stdout,
    /run this command again with --yes. It will:\n {2}- Set the time .*\n {2}- End 1 hold /,
  )
  assert.equal((await look(['--yes'])).done, true)
  const after = await look()
  assert.deepEqual([after.misdated, after.done], [{ holds: 0, payments: 0, quotes: 0 }, false])
  assert.match((await command(['clock'])).stdout, /Nothing needs correction\.$/m)
  await serve(0, async (client, output) => {
    assert.doesNotMatch(output(), /clock/)
    assert.equal((await client.booking(booking.token, booking.id)).status, 200)
    await holdOn(client, 3)
    const ended = await database.rows(
      `SELECT status FROM seat_holds WHERE hold_token = '${lost.hold.hold_token}'`,
    )
    assert.deepEqual(ended, [{ status: 'EXPIRED' }])
    assert.equal((await command(['audit', 'verify'])).status, 0)
    const doctor = await command(['doctor', '--json'])
    assert.equal(doctor.status, 0, doctor.stdout)
  })
})
