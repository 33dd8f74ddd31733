import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
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

  const { database } = world
  for (const [table, columns] of Object.entries(foundingColumns)) {
    const found = Object.keys((await database.rows(`SELECT * FROM ${table} LIMIT 1`))[0] ?? {})
    assert.deepEqual(
      columns.filter((column) => !found.includes(column)),
      [],
      `columns missing in ${table}`,
    )
  }
  const [row] = await database.rows(
    `SELECT id, train_run_id, seat_ids, status FROM seat_holds WHERE hold_token = '${hold.hold_token}'`,
  )
  const look = async (seat: string, holdId: unknown) => {
    const statement = verifySeats
      .replace(':train_run_id', String(row?.train_run_id))
      .replace(':seat_numbers', `'${seat}'`)
      .replace(':hold_id', String(holdId))
    return (await database.rows(statement)).map(({ status }) => status)
  }
  assert.deepEqual(await look(free, row?.id), ['AVAILABLE'])
  assert.deepEqual(await look(held, row?.id), ['HELD'], 'held by this hold')
  assert.deepEqual(await look(held, -1), [], 'held by another')
  assert.deepEqual(await look(booked, row?.id), [])
  assert.equal(row?.status, 'ACTIVE')
  const seatIds: unknown = JSON.parse(String(row?.seat_ids))
  assert.ok(Array.isArray(seatIds) && seatIds.length === 1, 'seat_ids is a JSON array')

  const [booking] = await database.rows(`SELECT * FROM bookings WHERE booking_id = '${sold.booking_id}'`)
  assert.equal(booking?.status, 'CONFIRMED')
  assert.equal(Number(booking?.total_cents), sold.total_cents)
  assert.equal(booking?.journey_date, ride.journeyDate)
  const [seat] = await database.rows(
    `SELECT s.seat_number, b.passenger_name, b.price_cents FROM booking_seats b
     JOIN seats s ON s.id = b.seat_id AND s.train_run_id = ${booking?.train_run_id}
       WHERE b.booking_id = ${booking?.id}`,
  )
  assert.deepEqual([seat?.seat_number, Number(seat?.price_cents)], [booked, sold.total_cents])
  assert.match(String(seat?.passenger_name), /^s1\.[\w-]{40,}$/, 'the sealed name')
})

test('B1, P9: bookings and booking_seats are written only after the payment was confirmed, and status follows a cancellation', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const ride = await findRide(client, { stops: 2, seats: 2, date: dayAhead(3) })
  const token = await client.session()
  const hold = (await client.hold(token, wholeWay(ride, ride.seatNumbers.slice(0, 2)))).body
  assert.equal((await client.book(token, hold, 'tok_declined')).problem.code, 'payment_declined')
  for (const table of ['bookings', 'booking_seats', 'seat_claims'])
    assert.equal(await world.database.number(`SELECT count(*) FROM ${table}`), 0, table)
  const again = (await client.hold(token, wholeWay(ride, ride.seatNumbers.slice(0, 2)))).body
  const booking = (await client.book(token, again)).body
  const quote = (await client.quote(token, booking.booking_id)).body
  assert.equal((await client.cancel(token, booking.booking_id, quote.quote_id)).status, 201)
  const [row] = await world.database.rows('SELECT status, cancellation_time FROM bookings')
  assert.equal(row?.status, 'CANCELLED')
  assert.ok(row?.cancellation_time)
  assert.equal(
    await world.database.number('SELECT count(*) FROM seat_claims'),
    0,
    'the seats are on sale again',
  )
})
