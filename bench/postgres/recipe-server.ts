/**
 * The founding document's own recipe on PostgreSQL, as a competent developer would write it: Fastify with
 * schemas, a `pg` pool, prepared statements, and one transaction per request that locks its seats with
 * `SELECT ... FOR UPDATE`, in the order of their IDs. Holdfast on PostgreSQL is measured against it.
 *
 *   node bench/postgres/recipe-server.ts --url URL --connections 8 [--make]
 *
 * With `--make` it first creates its tables, with 200 runs of 1,000 seats and one of 20,000. The payment is
 * the document's "synchronous mock success". Prints `ready PORT`, then serves until it is stopped.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import pg from 'pg'
import { payInProcess } from '../recipe-payment.ts'
import {
  type BookingBody,
  bookingAnswer,
  bookingSchema,
  type HoldBody,
  holdAnswer,
  holdMs,
  holdSchema,
  priceCents,
  userOf,
} from '../recipe-wire.ts'

const schema = `
CREATE TABLE seats (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, train_run_id BIGINT NOT NULL, seat_number TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'AVAILABLE', hold_id BIGINT, updated_at TIMESTAMPTZ, UNIQUE (train_run_id,
  seat_number));
CREATE TABLE seat_holds (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hold_token TEXT UNIQUE NOT NULL,
  user_id BIGINT NOT NULL,
  train_run_id BIGINT NOT NULL, seat_ids JSONB NOT NULL, created_at TIMESTAMPTZ DEFAULT now(),
  expires_at BIGINT NOT NULL,
  status TEXT DEFAULT 'ACTIVE');
CREATE TABLE bookings (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, booking_id TEXT UNIQUE NOT NULL,
  user_id BIGINT NOT NULL,
  train_run_id BIGINT NOT NULL, from_station_code TEXT NOT NULL, to_station_code TEXT NOT NULL,
  journey_date TEXT NOT NULL,
  total_cents BIGINT NOT NULL, num_passengers INTEGER NOT NULL, status TEXT NOT NULL,
  booking_time TIMESTAMPTZ NOT NULL,
  cancellation_time TIMESTAMPTZ);
CREATE TABLE booking_seats (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, booking_id BIGINT NOT NULL REFERENCES bookings (id),
  seat_id BIGINT NOT NULL REFERENCES seats (id), passenger_name TEXT NOT NULL, passenger_age INTEGER NOT NULL,
  passenger_gender TEXT NOT NULL, price_cents BIGINT NOT NULL);
CREATE INDEX booking_seats_by_booking ON booking_seats (booking_id);
INSERT INTO seats (train_run_id, seat_number)
  SELECT run, ceil(seat / 80.0)::int || '-' || (seat - 1) % 80 + 1
    FROM generate_series(1, 200) run, generate_series(1, 1000) seat
  UNION ALL SELECT 201, ceil(seat / 80.0)::int || '-' || (seat - 1) % 80 + 1
    FROM generate_series(1, 20000) seat;
ANALYZE seats`

const lockForHold = `SELECT id::int, seat_number FROM seats WHERE train_run_id = $1 AND seat_number = ANY ($2)
  AND (status = 'AVAILABLE' OR (status = 'HELD'
    AND hold_id IN (SELECT id FROM seat_holds WHERE seat_holds.id = seats.hold_id AND expires_at <= $3)))
  ORDER BY id FOR UPDATE`
const insertHold = `INSERT INTO seat_holds (hold_token, user_id, train_run_id, seat_ids, expires_at)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`
const markHeld = `UPDATE seats SET status = 'HELD', hold_id = $1, updated_at = now() WHERE id = ANY ($2)`
const findHold = 'SELECT * FROM seat_holds WHERE hold_token = $1'
const lockForBooking = `SELECT id::int, seat_number FROM seats WHERE train_run_id = $1 AND id = ANY ($2)
  AND (status = 'AVAILABLE' OR (status = 'HELD' AND hold_id = $3)) ORDER BY id FOR UPDATE`
const markBooked = `UPDATE seats SET status = 'BOOKED', updated_at = now() WHERE id = ANY ($1)`
const insertBooking = `INSERT INTO bookings (booking_id, user_id, train_run_id, from_station_code,
  to_station_code, journey_date,
  total_cents, num_passengers, status, booking_time)
  VALUES ($1, $2, $3, 'A', 'B', '2026-12-01', $4, $5, 'CONFIRMED', now()) RETURNING id`
const insertSeats = `INSERT INTO booking_seats (booking_id, seat_id, passenger_name, passenger_age,
  passenger_gender, price_cents)
  SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::int[], $5::text[], $6::bigint[])`
const consume = "UPDATE seat_holds SET status = 'CONSUMED' WHERE id = $1"
const free = "UPDATE seats SET status = 'AVAILABLE', hold_id = NULL WHERE hold_id = $1"
const release = "UPDATE seat_holds SET status = 'RELEASED' WHERE id = $1"

interface HoldRow {
  readonly id: string
  readonly user_id: string
  readonly train_run_id: string
  readonly seat_ids: readonly number[]
  readonly expires_at: string
  readonly status: string
}

interface SeatRow {
  readonly id: number
  readonly seat_number: string
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    connections: { type: 'string', default: '8' },
    make: { type: 'boolean', default: false },
  },
})
assert.ok(values.url, 'name the database with --url')
const pool = new pg.Pool({ connectionString: values.url, max: Number(values.connections) })
if (values.make) await pool.query(schema)

type Ask = <Row extends object>(text: string, parameters: readonly unknown[]) => Promise<readonly Row[]>

/** Each statement is prepared once per connection, under its own text. */
function asking(client: pg.PoolClient | pg.Pool): Ask {
  return async <Row extends object>(text: string, parameters: readonly unknown[]) => {
    const name = text.slice(0, 40) + text.length
    return (await client.query<Row & pg.QueryResultRow>({ name, text, values: [...parameters] })).rows
  }
}

async function transaction<T>(work: (ask: Ask) => Promise<T | undefined>): Promise<T | undefined> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(asking(client))
    await client.query(result === undefined ? 'ROLLBACK' : 'COMMIT')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

function placeHold(userId: number, body: HoldBody, now: number) {
  return transaction(async (ask) => {
    const seats = await ask<SeatRow>(lockForHold, [body.train_run_id, body.seat_numbers, now])
    if (seats.length !== body.seat_numbers.length) return undefined
    const ids = seats.map((seat) => seat.id)
    const [token, expiresAt] = [randomUUID(), now + holdMs]
    const given = [token, userId, body.train_run_id, JSON.stringify(ids), expiresAt]
    const [hold] = await ask<{ id: string }>(insertHold, given)
    await ask(markHeld, [hold?.id, ids])
    return { token, seats, expiresAt }
  })
}

function book(hold: HoldRow, body: BookingBody, bookingId: string) {
  return transaction(async (ask) => {
    const seats = await ask<SeatRow>(lockForBooking, [hold.train_run_id, hold.seat_ids, hold.id])
    if (seats.length !== hold.seat_ids.length) return undefined
    await ask(markBooked, [hold.seat_ids])
    const total = priceCents * seats.length
    const sale = [bookingId, hold.user_id, hold.train_run_id, total, seats.length]
    const [row] = await ask<{ id: string }>(insertBooking, sale)
    const people = body.passengers
    const seatIds = people.map((one) => seats.find((seat) => seat.seat_number === one.seat_number)?.id)
    await ask(insertSeats, [
      ...[row?.id, seatIds, people.map((one) => one.passenger_name), people.map((one) => one.passenger_age)],
      ...[people.map((one) => one.passenger_gender), people.map(() => priceCents)],
    ])
    await ask(consume, [hold.id])
    return { total, seats }
  })
}

const app = Fastify()
const holdOptions = { schema: { body: holdSchema, response: { 201: holdAnswer } } }
app.post<{ Body: HoldBody }>('/api/seat_holds', holdOptions, async (request, reply) => {
  const userId = userOf(request.headers.authorization)
  if (!Number.isInteger(userId)) return reply.code(401).send({ code: 'unauthenticated' })
  const hold = await placeHold(userId, request.body, Date.now())
  if (!hold) return reply.code(409).send({ code: 'seat_taken' })
  return reply.code(201).send({
    hold_token: hold.token,
    status: 'ACTIVE',
    train_run_id: request.body.train_run_id,
    seat_numbers: hold.seats.map((seat) => seat.seat_number),
    total_cents: priceCents * hold.seats.length,
    expires_at: hold.expiresAt,
  })
})
const bookingOptions = { schema: { body: bookingSchema, response: { 201: bookingAnswer } } }
app.post<{ Body: BookingBody }>('/api/bookings', bookingOptions, async (request, reply) => {
  const [hold] = await asking(pool)<HoldRow>(findHold, [request.body.hold_token])
  if (!hold || Number(hold.user_id) !== userOf(request.headers.authorization))
    return reply.code(404).send({ code: 'hold_not_found' })
  if (hold.status !== 'ACTIVE' || Number(hold.expires_at) <= Date.now())
    return reply.code(410).send({ code: 'hold_expired' })
  const bookingId = randomUUID()
  const amount = priceCents * request.body.passengers.length
  if (!(await payInProcess(bookingId, amount, request.body.payment.token))) {
    await transaction(async (ask) => [await ask(free, [hold.id]), await ask(release, [hold.id])])
    return reply.code(402).send({ code: 'payment_declined' })
  }
  const sale = await book(hold, request.body, bookingId)
  if (!sale) return reply.code(409).send({ code: 'seat_taken' })
  return reply.code(201).send({
    booking_id: bookingId,
    status: 'CONFIRMED',
    user_id: Number(hold.user_id),
    train_run_id: Number(hold.train_run_id),
    total_cents: sale.total,
    num_passengers: sale.seats.length,
    seat_numbers: sale.seats.map((seat) => seat.seat_number),
  })
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`ready ${new URL(address).port}`)
process.on('SIGTERM', async () => {
  await app.close()
  await pool.end()
})
