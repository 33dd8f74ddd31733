/**
 * The founding document's own recipe, as a competent developer would write it: Fastify with schemas,
 * better-sqlite3 with prepared statements, WAL, synchronous = FULL, one transaction per request. Holdfast is
 * measured against it.
 *
 *   node bench/founding-recipe.ts --file FILE [--runs 200] [--seats 1000] [--payments URL]
 *
 * Without `--payments` the payment is the document's "synchronous mock success", inside the process. With it,
 * the mock payment service at that URL authorizes and captures each sale. Prints `ready PORT`, then serves
 * until it is stopped.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Pay, payInProcess, payOverHttp } from './recipe-payment.ts'
import {
  type BookingBody,
  bookingAnswer,
  bookingSchema,
  type HoldBody,
  holdAnswer,
  holdMs,
  holdSchema,
  priceCents,
  seatNumber,
  userOf,
} from './recipe-wire.ts'

const schema = `
CREATE TABLE seats (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, seat_number TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'AVAILABLE',
  hold_id INTEGER, updated_at DATETIME, UNIQUE (train_run_id, seat_number));
CREATE TABLE seat_holds (
  id INTEGER PRIMARY KEY AUTOINCREMENT, hold_token TEXT UNIQUE NOT NULL, user_id INTEGER NOT NULL,
  train_run_id INTEGER NOT NULL,
  seat_ids TEXT NOT NULL, created_at DATETIME DEFAULT CURRENT_TIMESTAMP, expires_at DATETIME NOT NULL,
  status TEXT DEFAULT 'ACTIVE');
CREATE TABLE bookings (
  id INTEGER PRIMARY KEY AUTOINCREMENT, booking_id TEXT UNIQUE NOT NULL, user_id INTEGER NOT NULL,
  train_run_id INTEGER NOT NULL,
  from_station_code TEXT NOT NULL, to_station_code TEXT NOT NULL, journey_date TEXT NOT NULL,
  total_cents INTEGER NOT NULL,
  num_passengers INTEGER NOT NULL, status TEXT NOT NULL, booking_time DATETIME NOT NULL,
  cancellation_time DATETIME);
CREATE TABLE booking_seats (
  id INTEGER PRIMARY KEY AUTOINCREMENT, booking_id INTEGER NOT NULL REFERENCES bookings (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id), passenger_name TEXT NOT NULL,
  passenger_age INTEGER NOT NULL,
  passenger_gender TEXT NOT NULL, price_cents INTEGER NOT NULL);
CREATE INDEX booking_seats_by_booking ON booking_seats (booking_id);`

interface HoldRow {
  readonly id: number
  readonly user_id: number
  readonly train_run_id: number
  readonly seat_ids: string
  readonly expires_at: number
  readonly status: string
}

interface SeatRow {
  readonly id: number
  readonly seat_number: string
}

/** Opens the database with the durability that the comparison needs, and verifies the settings. */
function openDatabase(file: string, runs: number, seats: number): Database.Database {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  assert.equal(db.pragma('journal_mode', { simple: true }), 'wal')
  assert.equal(db.pragma('synchronous', { simple: true }), 2)
  db.exec(schema)
  const insert = db.prepare('INSERT INTO seats (train_run_id, seat_number) VALUES (?, ?)')
  db.transaction(() => {
    for (let run = 1; run <= runs; run++)
      for (let seat = 1; seat <= seats; seat++) insert.run(run, seatNumber(seat))
  })()
  return db
}

/** One prepared statement for each number of seats, since SQLite has no list parameter. */
function byCount(
  db: Database.Database,
  sql: (marks: string) => string,
): (count: number) => Database.Statement {
  const prepared: Database.Statement[] = []
  return (count) => {
    prepared[count] ??= db.prepare(sql(Array.from({ length: count }, () => '?').join(',')))
    return prepared[count]
  }
}

function preparePlaceHold(db: Database.Database) {
  const verify = byCount(
    db,
    (marks) => `SELECT id, seat_number FROM seats WHERE train_run_id = ? AND seat_number IN (${marks})
      AND (status = 'AVAILABLE' OR (status = 'HELD'
        AND hold_id IN (SELECT id FROM seat_holds WHERE seat_holds.id = seats.hold_id AND expires_at <= ?)))`,
  )
  const insertHold = db.prepare(
    'INSERT INTO seat_holds (hold_token, user_id, train_run_id, seat_ids, expires_at) VALUES (?, ?, ?, ?, ?)',
  )
  const markHeld = byCount(
    db,
    (marks) => `UPDATE seats SET status = 'HELD', hold_id = ?, updated_at = CURRENT_TIMESTAMP
      WHERE id IN (${marks})`,
  )
  return db.transaction((userId: number, body: HoldBody, now: number) => {
    const count = body.seat_numbers.length
    const seats = verify(count).all(body.train_run_id, ...body.seat_numbers, now) as SeatRow[]
    if (seats.length !== count) return undefined
    const ids = seats.map((seat) => seat.id)
    const token = randomUUID()
    const expiresAt = now + holdMs
    const { lastInsertRowid } = insertHold.run(
      token,
      userId,
      body.train_run_id,
      JSON.stringify(ids),
      expiresAt,
    )
    markHeld(count).run(lastInsertRowid, ...ids)
    return { token, seats, expiresAt }
  })
}

function prepareBook(db: Database.Database) {
  const verify = byCount(
    db,
    (marks) => `SELECT id, status, seat_number FROM seats WHERE train_run_id = ? AND id IN (${marks})
      AND (status = 'AVAILABLE' OR (status = 'HELD' AND hold_id = ?))`,
  )
  const markBooked = byCount(
    db,
    (marks) => `UPDATE seats SET status = 'BOOKED', updated_at = CURRENT_TIMESTAMP
      WHERE train_run_id = ? AND id IN (${marks}) AND (status = 'AVAILABLE' OR (status = 'HELD'
        AND hold_id = ?))`,
  )
  const insertBooking = db.prepare(
    `INSERT INTO bookings (booking_id, user_id, train_run_id, from_station_code, to_station_code,
      journey_date, total_cents,
      num_passengers, status, booking_time) VALUES (?, ?, ?, 'A', 'B', '2026-12-01', ?, ?, 'CONFIRMED',
        CURRENT_TIMESTAMP)`,
  )
  const insertSeat = db.prepare(
    `INSERT INTO booking_seats (booking_id, seat_id, passenger_name, passenger_age, passenger_gender,
      price_cents)
      VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const consume = db.prepare("UPDATE seat_holds SET status = 'CONSUMED' WHERE id = ?")
  return db.transaction((hold: HoldRow, body: BookingBody, bookingId: string) => {
    const ids = JSON.parse(hold.seat_ids) as number[]
    const seats = verify(ids.length).all(hold.train_run_id, ...ids, hold.id) as SeatRow[]
    if (seats.length !== ids.length) return undefined
    markBooked(ids.length).run(hold.train_run_id, ...ids, hold.id)
    const total = priceCents * ids.length
    const row = insertBooking.run(bookingId, hold.user_id, hold.train_run_id, total, ids.length)
    for (const passenger of body.passengers) {
      const seat = seats.find((one) => one.seat_number === passenger.seat_number)
      if (!seat) throw new Error(`no seat ${passenger.seat_number} in this hold`)
      const { passenger_name: name, passenger_age: age, passenger_gender: gender } = passenger
      insertSeat.run(row.lastInsertRowid, seat.id, name, age, gender, priceCents)
    }
    consume.run(hold.id)
    return { total, seats }
  })
}

function prepareRelease(db: Database.Database) {
  const free = db.prepare("UPDATE seats SET status = 'AVAILABLE', hold_id = NULL WHERE hold_id = ?")
  const end = db.prepare("UPDATE seat_holds SET status = 'RELEASED' WHERE id = ?")
  return db.transaction((holdId: number) => {
    free.run(holdId)
    end.run(holdId)
  })
}

function addHoldRoute(app: FastifyInstance, db: Database.Database): void {
  const placeHold = preparePlaceHold(db)
  const options = { schema: { body: holdSchema, response: { 201: holdAnswer } } }
  app.post<{ Body: HoldBody }>('/api/seat_holds', options, (request, reply) => {
    const userId = userOf(request.headers.authorization)
    if (!Number.isInteger(userId)) return reply.code(401).send({ code: 'unauthenticated' })
    const hold = placeHold.immediate(userId, request.body, Date.now())
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
}

function addBookingRoute(app: FastifyInstance, db: Database.Database, pay: Pay): void {
  const book = prepareBook(db)
  const release = prepareRelease(db)
  const findHold = db.prepare('SELECT * FROM seat_holds WHERE hold_token = ?')
  const options = { schema: { body: bookingSchema, response: { 201: bookingAnswer } } }
  app.post<{ Body: BookingBody }>('/api/bookings', options, async (request, reply) => {
    const hold = findHold.get(request.body.hold_token) as HoldRow | undefined
    if (!hold || hold.user_id !== userOf(request.headers.authorization))
      return reply.code(404).send({ code: 'hold_not_found' })
    if (hold.status !== 'ACTIVE' || hold.expires_at <= Date.now())
      return reply.code(410).send({ code: 'hold_expired' })
    const bookingId = randomUUID()
    const amount = priceCents * request.body.passengers.length
    if (!(await pay(bookingId, amount, request.body.payment.token))) {
      release.immediate(hold.id)
      return reply.code(402).send({ code: 'payment_declined' })
    }
    const sale = book.immediate(hold, request.body, bookingId)
    if (!sale) return reply.code(409).send({ code: 'seat_taken' })
    return reply.code(201).send({
      booking_id: bookingId,
      status: 'CONFIRMED',
      user_id: hold.user_id,
      train_run_id: hold.train_run_id,
      total_cents: sale.total,
      num_passengers: sale.seats.length,
      seat_numbers: sale.seats.map((seat) => seat.seat_number),
    })
  })
}

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    runs: { type: 'string', default: '200' },
    seats: { type: 'string', default: '1000' },
    payments: { type: 'string' },
  },
})
assert.ok(values.file, 'name the database file with --file')
const db = openDatabase(values.file, Number(values.runs), Number(values.seats))
const app = Fastify()
addHoldRoute(app, db)
addBookingRoute(app, db, values.payments ? payOverHttp(values.payments) : payInProcess)
const address = await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`ready ${new URL(address).port}`)
process.on('SIGTERM', async () => {
  await app.close()
  db.close()
})
