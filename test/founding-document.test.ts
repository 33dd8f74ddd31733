import assert from 'node:assert/strict'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { databaseFileIn, lookInto } from './harness/database.ts'
import { dayAhead, findRide, seatsOf, wholeWay, wishFor } from './harness/railway.ts'
import { createWorld } from './harness/world.ts'

// The statements and columns below are the founding document's own, as written there.
const verifySeats = `
SELECT id, status FROM seats
WHERE train_run_id = :train_run_id
  AND seat_number IN (:seat_numbers)
  AND (status = 'AVAILABLE' OR (status = 'HELD' AND hold_id = :hold_id));`

const foundingColumns = {
  seats: ['id', 'train_run_id', 'seat_number', 'status', 'hold_id', 'updated_at'],
  seat_holds: [
    'id',
    'hold_token',
    'user_id',
    'train_run_id',
    'seat_ids',
    'created_at',
    'expires_at',
    'status',
  ],
  bookings: [
    'id',
    'booking_id',
    'user_id',
    'train_run_id',
    'from_station_code',
    'to_station_code',
    'journey_date',
    'total_cents',
    'num_passengers',
    'status',
    'booking_time',
    'cancellation_time',
  ],
  booking_seats: [
    'booking_id',
    'seat_id',
    'passenger_name',
    'passenger_age',
    'passenger_gender',
    'price_cents',
  ],
}

test('D9: the tables of the founding document keep its columns, and its SELECT runs as written', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 3, date: dayAhead(3) })
  const [free = '', held = '', booked = ''] = ride.seatNumbers
  const token = await client.session()
  const hold = (await client.hold(token, wholeWay(ride, [held]))).body
  const sold = (await client.book(token, (await client.hold(token, wholeWay(ride, [booked]))).body)).body

  lookInto(world.data, (database) => {
    for (const [table, columns] of Object.entries(foundingColumns)) {
      const found = new Set(
        database.rows(`SELECT name FROM pragma_table_info('${table}')`).map((row) => row.name),
      )
      assert.deepEqual(
        columns.filter((column) => !found.has(column)),
        [],
        `columns missing in ${table}`,
      )
    }
    const [row] = database.rows(
      'SELECT id, train_run_id, seat_ids, status FROM seat_holds WHERE hold_token = :token',
      {
        token: hold.hold_token,
      },
    )
    const look = (seat: string, holdId: unknown) =>
      database
        .rows(verifySeats, { train_run_id: row?.train_run_id, seat_numbers: seat, hold_id: holdId })
        .map(({ status }) => status)
    assert.deepEqual(look(free, row?.id), ['AVAILABLE'])
    assert.deepEqual(look(held, row?.id), ['HELD'], 'held by this hold')
    assert.deepEqual(look(held, -1), [], 'held by another')
    assert.deepEqual(look(booked, row?.id), [])
    assert.equal(row?.status, 'ACTIVE')
    const seatIds: unknown = JSON.parse(String(row?.seat_ids))
    assert.ok(Array.isArray(seatIds) && seatIds.length === 1, 'seat_ids is a JSON array')

    const [booking] = database.rows('SELECT * FROM bookings WHERE booking_id = :id', { id: sold.booking_id })
    assert.equal(booking?.status, 'CONFIRMED')
    assert.equal(booking?.total_cents, sold.total_cents)
    assert.equal(booking?.journey_date, ride.journeyDate)
    const [seat] = database.rows(
      'SELECT s.seat_number, b.passenger_name, b.price_cents FROM booking_seats b JOIN seats s ON s.id = b.seat_id AND s.train_run_id = :run WHERE b.booking_id = :id',
      { run: booking?.train_run_id, id: booking?.id },
    )
    assert.deepEqual(
      { ...seat },
      { seat_number: booked, passenger_name: 'Passenger 1', price_cents: sold.total_cents },
    )
  })
})

test('B1, P9: bookings and booking_seats are written only after the payment was confirmed, and status follows a cancellation', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 2, date: dayAhead(3) })
  const token = await client.session()
  const hold = (await client.hold(token, wholeWay(ride, ride.seatNumbers.slice(0, 2)))).body
  assert.equal((await client.book(token, hold, 'tok_declined')).problem.code, 'payment_declined')
  lookInto(world.data, (database) => {
    assert.equal(database.number('SELECT count(*) FROM bookings'), 0)
    assert.equal(database.number('SELECT count(*) FROM booking_seats'), 0)
    assert.equal(database.number('SELECT count(*) FROM seat_claims'), 0)
  })
  const again = (await client.hold(token, wholeWay(ride, ride.seatNumbers.slice(0, 2)))).body
  const booking = (await client.book(token, again)).body
  const quote = (await client.quote(token, booking.booking_id)).body
  assert.equal((await client.cancel(token, booking.booking_id, quote.quote_id)).status, 201)
  lookInto(world.data, (database) => {
    const [row] = database.rows('SELECT status, cancellation_time FROM bookings')
    assert.equal(row?.status, 'CANCELLED')
    assert.ok(row?.cancellation_time)
    assert.equal(database.number('SELECT count(*) FROM seat_claims'), 0, 'the seats are on sale again')
  })
})

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
      `${verb} INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, updated_at) SELECT train_run_id, seat_id, ${from}, ${to}, 'BOOKED', 0 FROM seat_claims WHERE from_leg = 1`,
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
