import type { TrainRunId } from '../domain/ids.ts'
import type { Records } from '../domain/overlay.ts'
import { emptyRunState, type RunChanges, type RunMark, type RunState } from '../domain/picture.ts'
import type { Wanted } from './backend.ts'
import {
  bookingOf,
  bookingSeatOf,
  cancellationOf,
  claimOf,
  holdOf,
  paymentOf,
  quoteOf,
  type Row,
  refundOf,
} from './rows.ts'

/** Pictures' states from the answers of a database: heads, claims, live holds, open payments, keys. A run without a head is untouched. */
export function statesOf(
  ids: readonly TrainRunId[],
  answers: readonly (readonly Row[])[],
): ReadonlyMap<TrainRunId, RunState> {
  const [heads, claims, holds, payments, keys] = answers.map((rows) =>
    Map.groupBy(rows, (row) => row.train_run_id),
  )
  return new Map(
    ids.map((id) => {
      const head = heads?.get(id)?.[0]
      if (!head) return [id, emptyRunState]
      return [
        id,
        {
          commitSeq: head.commit_seq as number,
          auditSeq: head.audit_seq as number,
          auditHash: head.audit_head as string,
          claims: (claims?.get(id) ?? []).map(claimOf),
          holds: (holds?.get(id) ?? []).map(holdOf),
          payments: (payments?.get(id) ?? []).map(paymentOf),
          keys: (keys?.get(id) ?? []).map(keyOf),
        },
      ]
    }),
  )
}

function keyOf(row: Row): RunState['keys'][number] {
  return {
    route: row.route as 'hold' | 'booking' | 'cancellation',
    userId: row.user_id as RunState['keys'][number]['userId'],
    key: row.idempotency_key as string,
    id: row.id as number,
  }
}

/**
 * What has changed since a mark, from the answers of a database: head, entries from the mark on, holds, claims, payments and
 * cancellations that they name. Undefined where it cannot be told: the chain does not go on from the mark or has a gap, or an entry is
 * of something else than a hold.
 */
export function changesOf(mark: RunMark, answers: readonly (readonly Row[])[]): RunChanges | undefined {
  const [heads = [], entries = [], holdRows = [], claims = [], payments = [], cancellations = []] = answers
  const head = heads[0]
  const added = entries.filter((entry) => Number(entry.seq) > mark.auditSeq)
  if (!head || !goesOn(mark, head, entries)) return undefined
  const named = new Set(added.map((entry) => entry.hold_id))
  if (named.has(null) || named.size !== holdRows.length) return undefined
  const holds = holdRows.map(holdOf)
  const claimsOfSeat = Map.groupBy(claims.map(claimOf), (claim) => claim.seatId)
  const seatIds = new Set(holds.flatMap((hold) => hold.seats.map((seat) => seat.seatId)))
  const asKeys = (route: string, rows: readonly Row[]) => rows.map((row) => keyOf({ ...row, route }))
  return {
    commitSeq: head.commit_seq as number,
    auditSeq: head.audit_seq as number,
    auditHash: head.audit_head as string,
    claims: new Map([...seatIds].map((id) => [id, claimsOfSeat.get(id) ?? []])),
    holds,
    payments: payments.map(paymentOf),
    keys: [
      ...asKeys('hold', holdRows),
      ...asKeys('booking', payments),
      ...asKeys('cancellation', cancellations),
    ],
  }
}

/** Whether the entries lead from the mark to the head without a gap; numbers are unique in a run. */
function goesOn(mark: RunMark, head: Row, entries: readonly Row[]): boolean {
  const isFromStart = mark.auditSeq === 0
  const count = Number(head.audit_seq) - mark.auditSeq + (isFromStart ? 0 : 1)
  return (
    Number(head.commit_seq) >= mark.commitSeq &&
    entries.length === count &&
    (isFromStart || entries[0]?.hash === mark.auditHash) &&
    (entries.at(-1)?.hash ?? '') === head.audit_head
  )
}

/**
 * Records by run from the answers of a database: holds, payments, bookings, their seats, quotes, cancellations, refunds. A row of
 * another run than its scope named is not given out.
 */
export function recordsOf(
  wanted: readonly Wanted[],
  answers: readonly (readonly Row[])[],
): ReadonlyMap<TrainRunId, Records> {
  const [
    holds = [],
    payments = [],
    bookings = [],
    seats = [],
    quotes = [],
    cancellations = [],
    refunds = [],
  ] = answers
  const seatsOf = Map.groupBy(seats, (row) => row.booking_id)
  return new Map(
    wanted.map(({ trainRunId }) => {
      const ofRun = (rows: readonly Row[]) => rows.filter((row) => row.train_run_id === trainRunId)
      return [
        trainRunId,
        {
          holds: ofRun(holds).map(holdOf),
          payments: ofRun(payments).map(paymentOf),
          bookings: ofRun(bookings).map((row) =>
            bookingOf(row, (seatsOf.get(row.id ?? null) ?? []).map(bookingSeatOf)),
          ),
          quotes: ofRun(quotes).map(quoteOf),
          cancellations: ofRun(cancellations).map(cancellationOf),
          refunds: ofRun(refunds).map(refundOf),
        },
      ]
    }),
  )
}
