import type { PaymentId, TrainRunId } from '../domain/ids.ts'
import { deskMethods } from '../domain/records/payment-method.ts'
import type { SqlValue } from './columns/column.ts'
import { deskEntryTable, refundTable } from './columns/money.ts'
import type { Row } from './rows.ts'
import type { DeskAccount, OpenDeskAccount } from './store.ts'

type Query = readonly [sql: string, values: readonly SqlValue[]]

/** The condition of payments at desks, as the index of them has it. */
const isAtDesk = `p.method IN (${deskMethods.map((method) => `'${method}'`).join(', ')})`

/** Sums over an account, beside the row `p` of its payment. */
const received = `coalesce((SELECT sum(e.amount_cents) FROM desk_entries e
      WHERE e.train_run_id = p.train_run_id AND e.payment_id = p.id AND e.amount_cents > 0), 0)`
const paidOut = `coalesce((SELECT -sum(e.amount_cents) FROM desk_entries e
      WHERE e.train_run_id = p.train_run_id AND e.payment_id = p.id AND e.amount_cents < 0), 0)`
const credited = `coalesce((SELECT sum(r.amount_cents) FROM refunds r
      WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.status <> 'LAPSED'), 0)`

/** What must be true of the ledger of the desk methods. */
export const deskCheck = {
  name: 'desk_accounts_add_up',
  rule: 'P40',
  about:
    'What was taken at desks is within the price, all of it for cash, and what was paid out within what ' +
    'was given back.',
  advice: 'Report this with the lines above: it is a bug, or someone changed the database without Holdfast.',
  count: `SELECT count(*) FROM payments p WHERE ${isAtDesk}`,
  wrong: `SELECT 'payment ' || id || ' of run ' || train_run_id || ' by ' || method || ' (' || status || '): '
      || received || ' of ' || amount_cents || ' taken, ' || paid_out || ' of ' || credited || ' paid out'
    FROM (SELECT p.*, ${received} AS received, ${paidOut} AS paid_out, ${credited} AS credited
      FROM payments p WHERE ${isAtDesk}) AS accounts
    WHERE status <> 'CAPTURED' OR received > amount_cents OR paid_out > credited
      OR (method = 'cash' AND received <> amount_cents)
    UNION ALL SELECT 'entry ' || e.id || ' of run ' || e.train_run_id || ' is for no payment at a desk'
      FROM desk_entries e
      LEFT JOIN payments p ON p.train_run_id = e.train_run_id AND p.id = e.payment_id AND ${isAtDesk}
      WHERE p.id IS NULL
    UNION ALL SELECT 'refund ' || r.id || ' of payment ' || r.payment_id || ' waits for a provider'
      FROM refunds r JOIN payments p ON p.train_run_id = r.train_run_id AND p.id = r.payment_id
      WHERE r.status = 'QUEUED' AND ${isAtDesk}`,
}

/** The queries for the account of one payment, and their answers as one. */
export function deskAccountQueries(trainRunId: TrainRunId, id: PaymentId) {
  const of = (table: string): Query => [
    `SELECT * FROM ${table} WHERE train_run_id = ? AND payment_id = ? ORDER BY id`,
    [trainRunId, id],
  ]
  return {
    queries: [of('refunds'), of('desk_entries')] as const,
    read: ([refunds = [], entries = []]: readonly (readonly Row[])[]): DeskAccount => ({
      refunds: refunds.map(refundTable.read),
      entries: entries.map(deskEntryTable.read),
    }),
  }
}

/** The same sum as `balanceOf` of the domain. */
export const openDeskAccountsSql = `SELECT * FROM (
    SELECT p.id, p.train_run_id, p.booking_id, p.method, p.currency, p.created_at,
      p.amount_cents - ${credited} - ${received} + ${paidOut} AS balance_cents
    FROM payments p WHERE ${isAtDesk}) AS accounts
  WHERE balance_cents <> 0 ORDER BY id DESC LIMIT ?`

export function openDeskAccountOf(row: Row): OpenDeskAccount {
  return {
    trainRunId: Number(row.train_run_id) as OpenDeskAccount['trainRunId'],
    bookingId: Number(row.booking_id) as OpenDeskAccount['bookingId'],
    method: String(row.method),
    currency: String(row.currency),
    balanceCents: Number(row.balance_cents),
    soldAt: Number(row.created_at) as OpenDeskAccount['soldAt'],
  }
}
