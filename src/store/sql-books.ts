import type { BookingId, PaymentId, SeatId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import {
  type Channel,
  type MoneyAction,
  type MoneyEvent,
  moneyActions,
  type SoldSeat,
} from '../domain/money/money-event.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { AuditFacts } from '../domain/records/audit.ts'
import type { LedgerLine } from '../domain/records/ledger.ts'
import type { PaymentStatus } from '../domain/records/payment.ts'
import type { Books, LinePage, MoneyPage } from './books.ts'
import type { SqlValue } from './columns/column.ts'
import { ledgerLineTable } from './columns/people.ts'
import { runsInEffect } from './columns/railway.ts'
import type { Row } from './rows.ts'

type Query = readonly [sql: string, values: readonly SqlValue[]]

interface Database {
  /** Answers several queries as of one commit. */
  ask(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  /** A condition for rows whose column is one of these ids, and whose runs are known too. */
  among(column: string, ids: readonly number[], runIds: readonly number[]): Query
  /** A condition: an id of master data is in the JSON array of its parameter. */
  readonly isListed: string
}

// In pairs and in this order, as in the index, which is used for nothing else and only if they agree.
const isOfMoney = `(${Array.from({ length: moneyActions.length / 2 }, (_, index) =>
  moneyActions.slice(2 * index, 2 * index + 2),
)
  .map(([one, other]) => `e.action IN ('${one}', '${other}')`)
  .join(' OR ')})`

const eventsSql = `SELECT e.train_run_id, e.seq, e.at, e.action, e.facts, p.id AS payment_id, p.booking_id,
    p.user_id, p.method, p.currency, p.amount_cents, p.status,
    CASE WHEN e.action = 'refunded_by_hand' THEN (SELECT b.facts FROM audit_entries b
      WHERE b.train_run_id = e.train_run_id AND b.hold_id = e.hold_id AND b.action = 'refunded_by_hand'
        AND b.seq < e.seq ORDER BY b.seq DESC LIMIT 1) END AS facts_before
  FROM audit_entries e JOIN payments p ON p.train_run_id = e.train_run_id AND p.id = e.payment_id
  WHERE ${isOfMoney} AND e.at >= ? AND e.at < ? AND (e.at, e.train_run_id, e.seq) > (?, ?, ?)
  ORDER BY e.at, e.train_run_id, e.seq LIMIT ?`

/** The books of both databases. */
export class SqlBooks implements Books {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async moneyEvents({ from, to, after, limit }: MoneyPage): Promise<readonly MoneyEvent[]> {
    const { at, trainRunId, seq } = after ?? { at: -1, trainRunId: 0, seq: 0 }
    const values = [Math.max(from, at), to, at, trainRunId, seq, limit]
    const [entries = []] = await this.#database.ask([[eventsSql, values]])
    if (entries.length === 0) return []
    const [seats = [], runs = [], ...sellers] = await this.#database.ask(this.#aboutEntries(entries))
    const seatsOf = Map.groupBy(seats, (row) => Number(row.booking_id))
    const runOf = new Map(runs.map((row) => [Number(row.id), row]))
    const [staff = [], keys = [], accounts = []] = sellers.map((rows) =>
      rows.map((row) => Number(row.user_id)),
    )
    const channelOf = channels({ staff, keys, accounts })
    return entries.map((row) => {
      const run = runOf.get(Number(row.train_run_id)) ?? {}
      const ofBooking = seatsOf.get(Number(row.booking_id)) ?? []
      return { ...eventOf(row, run, ofBooking), channel: channelOf(Number(row.user_id)) }
    })
  }

  async postedEvents(from: Instant, to: Instant) {
    const sql = `SELECT of_run_id, of_seq FROM ledger_lines
      WHERE train_run_id = ${actsRunId} AND at >= ? AND at <= ?`
    const [rows = []] = await this.#database.ask([[sql, [from, to]]])
    return rows.map((row) => ({ ofRunId: Number(row.of_run_id) as TrainRunId, ofSeq: Number(row.of_seq) }))
  }

  async ledgerLines({ from, limit }: LinePage): Promise<readonly LedgerLine[]> {
    const sql = `SELECT * FROM ledger_lines WHERE train_run_id = ${actsRunId} AND id >= ? ORDER BY id LIMIT ?`
    const [rows = []] = await this.#database.ask([[sql, [from, limit]]])
    return rows.map(ledgerLineTable.read)
  }

  /** The queries for the seats, the runs and the sellers of entries. */
  #aboutEntries(entries: readonly Row[]): readonly Query[] {
    const { among, isListed } = this.#database
    const booked = entries.filter((row) => row.booking_id !== null)
    const runIds = numbers(entries, 'train_run_id')
    const [ofBookings, ids] = among(
      'booking_id',
      numbers(booked, 'booking_id'),
      numbers(booked, 'train_run_id'),
    )
    const [ofUsers, users] = among('user_id', numbers(entries, 'user_id'), [actsRunId])
    const sellersIn = (table: string): Query => [
      `SELECT user_id FROM ${table} WHERE train_run_id = ${actsRunId} AND ${ofUsers}`,
      users,
    ]
    return [
      [
        `SELECT s.booking_id, s.seat_id, s.price_cents, c.travel_class FROM booking_seats s
         JOIN coach_seats c ON c.id = s.seat_id WHERE ${ofBookings}
         ORDER BY s.booking_id, s.seat_id`,
        ids,
      ],
      [
        `SELECT r.id, r.service_date, t.train_number AS number, f.name AS fare FROM ${runsInEffect} r
         JOIN trains t ON t.id = r.train_id JOIN fares f ON f.id = r.fare_id WHERE r.id ${isListed}`,
        [JSON.stringify(runIds)],
      ],
      ...['staff', 'api_keys', 'accounts'].map(sellersIn),
    ]
  }
}

function eventOf(row: Row, run: Row, seats: readonly Row[]): Omit<MoneyEvent, 'channel'> {
  const { total_cents: before = 0 } = JSON.parse(String(row.facts_before ?? '{}')) as AuditFacts
  return {
    trainRunId: Number(row.train_run_id) as TrainRunId,
    seq: Number(row.seq),
    at: Number(row.at) as Instant,
    action: row.action as MoneyAction,
    facts: JSON.parse(String(row.facts)) as AuditFacts,
    paymentId: Number(row.payment_id) as PaymentId,
    bookingId: row.booking_id === null ? null : (Number(row.booking_id) as BookingId),
    method: String(row.method),
    currency: String(row.currency),
    paidCents: Number(row.amount_cents),
    paymentStatus: row.status as PaymentStatus,
    byHandBeforeCents: Number(before),
    seats: seats.map(seatOf),
    trainNumber: String(run.number ?? ''),
    serviceDate: String(run.service_date ?? ''),
    fareName: String(run.fare ?? ''),
  }
}

function seatOf(row: Row): SoldSeat {
  return {
    seatId: Number(row.seat_id) as SeatId,
    travelClass: String(row.travel_class),
    priceCents: Number(row.price_cents),
  }
}

/** Tells the channel of a sale from who made it: a user is of one kind only. */
export function channels(users: {
  readonly staff: Iterable<number>
  readonly keys: Iterable<number>
  readonly accounts: Iterable<number>
}): (userId: number) => Channel {
  const [staff, keys, accounts] = [new Set(users.staff), new Set(users.keys), new Set(users.accounts)]
  return (userId) =>
    staff.has(userId) ? 'desk' : keys.has(userId) ? 'key' : accounts.has(userId) ? 'account' : 'guest'
}

/** Each once; a list in SQL has at least one item, and nothing has the id 0. */
function numbers(rows: readonly Row[], column: string): readonly number[] {
  return [...new Set([0, ...rows.map((row) => Number(row[column]))])]
}
