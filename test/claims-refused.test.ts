import assert from 'node:assert/strict'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { databaseFileIn } from './harness/database.ts'
import { dayAhead, findRide, seatsOf, wishFor } from './harness/railway.ts'
import { createWorld } from './harness/world.ts'

test('I1, D2: the database itself refuses an overlapping claim that goes round the application', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 4, seats: 1, date: dayAhead(3) })
  const token = await client.session()
  const wish = wishFor(ride, 1, 3, ride.seatNumbers.slice(0, 1))
  assert.equal((await client.book(token, (await client.hold(token, wish)).body)).status, 201)
  await world.stopServer()

  const database = new Database(databaseFileIn(world.data))
  t.after(() => database.close())
  const insert = (verb: string, from: number, to: number) => () =>
    database.exec(
      `${verb} INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, updated_at) SELECT ` +
        `train_run_id, seat_id, ${from}, ${to}, 'BOOKED', 0 FROM seat_claims WHERE from_leg = 1`,
    )
  for (const verb of ['INSERT', 'INSERT OR IGNORE', 'INSERT OR REPLACE'])
    for (const [from, to] of [
      [0, 2],
      [1, 2],
      [1, 3],
      [2, 3],
      [2, 4],
      [0, 9],
    ] as const)
      assert.throws(insert(verb, from, to), /seat_claims_no_overlap/, `${verb} ${from} to ${to}`)
  assert.throws(insert('INSERT', 5, 5), /CHECK/)
  assert.throws(insert('INSERT', -1, 1), /CHECK/)
  insert('INSERT', 0, 1)()
  assert.throws(
    () => database.exec('UPDATE seat_claims SET to_leg = 2 WHERE from_leg = 0'),
    /seat_claims_no_overlap/,
  )
  insert('INSERT', 3, 4)()
  assert.throws(
    () => database.exec('UPDATE seat_claims SET from_leg = 2 WHERE from_leg = 3'),
    /seat_claims_no_overlap/,
  )
  database.exec('DELETE FROM seat_claims WHERE from_leg IN (0, 3)')
  assert.equal(
    seatsOf((await restartedMap(world, wish)).body).filter(({ seat }) => seat.status === 'BOOKED').length,
    1,
  )
})

async function restartedMap(
  world: Awaited<ReturnType<typeof createWorld>>,
  wish: ReturnType<typeof wishFor>,
) {
  await world.startServer()
  return world.client.seats(wish)
}
