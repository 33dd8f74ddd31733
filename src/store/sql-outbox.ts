import { after, type Instant } from '../domain/instant.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { SqlValue } from './columns/column.ts'
import { messageTable } from './columns/messages.ts'
import { messageLeaseMs } from './message-lease.ts'
import type { Row } from './rows.ts'
import type { Cleared, DueMessage, MessageOutcome, Outbox, WaitingMessages } from './store.ts'

type Query = readonly [sql: string, values: readonly SqlValue[]]

/** The statements of both databases. */
interface Statements {
  /** Whether no other process may use the database, so that leases from before are over. */
  isSole(): boolean
  readonly now: () => Instant
  ask(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]>
  /** Runs one statement as a transaction of its own. */
  tell(query: Query): Promise<readonly Row[]>
}

const ofPeople = `WHERE train_run_id = ${actsRunId}`
/**
 * Keys of run 0 that no account and no code has: those of codes that have gone. The number of a key is at a
 * fixed place in an address that is sealed under it.
 */
const unusedKeys = `DELETE FROM personal_keys ${ofPeople}
  AND payment_id NOT IN (SELECT key_id FROM accounts ${ofPeople} AND key_id IS NOT NULL)
  AND payment_id NOT IN (SELECT CAST(substr(email, 4, 16) AS bigint) FROM account_codes
    ${ofPeople} AND email LIKE 'k1.________________.s1.%')`
const isFree = 'due_at <= ? AND coalesce(lease_until, 0) <= ?'
/**
 * News of a booking is sent in the order of events, so a message waits for those before it. A one-time code
 * is no news: it waits for nothing, and nothing waits for it.
 */
const isFirst = `(kind = 'access_code' OR booking_id IS NULL OR NOT EXISTS (
  SELECT 1 FROM messages AS earlier
  WHERE earlier.train_run_id = messages.train_run_id AND earlier.booking_id = messages.booking_id
    AND earlier.due_at IS NOT NULL AND earlier.kind <> 'access_code'
    AND (earlier.created_at < messages.created_at
      OR (earlier.created_at = messages.created_at AND earlier.id < messages.id))))`

/**
 * The outbox of a database. A lease is columns of the message, taken by one statement about one row, so any
 * process may die at any time, and each statement touches one shard of a cluster.
 */
export class SqlOutbox implements Outbox {
  readonly #statements: Statements
  /** Whether the leases of an earlier process are gone. */
  #isCleared = false

  constructor(statements: Statements) {
    this.#statements = statements
  }

  async lease(limit: number): Promise<readonly DueMessage[]> {
    if (!this.#isCleared && this.#statements.isSole())
      await this.#statements.tell(['UPDATE messages SET lease_until = NULL WHERE due_at IS NOT NULL', []])
    this.#isCleared = true
    const now = this.#statements.now()
    const due = await this.#statements.ask(
      `SELECT train_run_id, id, fence FROM messages WHERE ${isFree} AND ${isFirst} ORDER BY due_at LIMIT ?`,
      ...[now, now, limit],
    )
    const leased: DueMessage[] = []
    for (const row of due) leased.push(...(await this.#take(row, now)))
    return leased
  }

  /** Nothing if somebody else has taken it meanwhile. */
  async #take({ train_run_id, id, fence }: Row, now: Instant): Promise<readonly DueMessage[]> {
    const rows = await this.#statements.tell([
      `UPDATE messages SET lease_until = ?, fence = fence + 1
       WHERE train_run_id = ? AND id = ? AND fence = ? AND ${isFree} RETURNING *`,
      [after(now, messageLeaseMs), Number(train_run_id), Number(id), Number(fence), now, now],
    ])
    return rows.map((row) => ({ message: messageTable.read(row), fence: Number(row.fence) }))
  }

  async settle({ message, fence }: DueMessage, outcome: MessageOutcome): Promise<boolean> {
    const { trainRunId, id } = message
    const isMine = 'train_run_id = ? AND id = ? AND fence = ? AND due_at IS NOT NULL RETURNING id'
    const rows = await this.#statements.tell(
      outcome.state === 'QUEUED'
        ? [
            `UPDATE messages SET due_at = ?, try_count = try_count + 1, lease_until = NULL WHERE ${isMine}`,
            [outcome.dueAt, trainRunId, id, fence],
          ]
        : [
            `UPDATE messages SET state = ?, ended_at = ?, due_at = NULL, recipient = NULL, content = 'null',
               try_count = try_count + 1, lease_until = NULL WHERE ${isMine}`,
            [outcome.state, outcome.at, trainRunId, id, fence],
          ],
    )
    return rows.length === 1
  }

  async waiting(): Promise<WaitingMessages> {
    const [row] = await this.#statements.ask(
      'SELECT count(*) AS waiting, min(created_at) AS oldest_at FROM messages WHERE due_at IS NOT NULL',
    )
    const [next] = await this.#statements.ask(
      `SELECT min(CASE WHEN coalesce(lease_until, 0) > due_at THEN lease_until ELSE due_at END) AS next_at
       FROM messages WHERE due_at IS NOT NULL AND ${isFirst}`,
    )
    const moment = (value: SqlValue | undefined) => (value == null ? null : (Number(value) as Instant))
    return {
      count: Number(row?.waiting ?? 0),
      oldestAt: moment(row?.oldest_at),
      nextAt: moment(next?.next_at),
    }
  }

  async clear({ messages, codes, sessions }: Cleared): Promise<void> {
    await this.#statements.tell(['DELETE FROM messages WHERE ended_at < ?', [messages]])
    await this.#statements.tell(['DELETE FROM access_codes WHERE created_at < ?', [codes]])
    await this.#statements.tell([`DELETE FROM account_codes ${ofPeople} AND created_at < ?`, [codes]])
    await this.#statements.tell([unusedKeys, []])
    await this.#statements.tell([
      `DELETE FROM sessions ${ofPeople} AND coalesce(ended_at, expires_at) < ?`,
      [sessions],
    ])
  }
}
