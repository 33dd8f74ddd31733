import type { TrainRunId } from '../domain/ids.ts'
import type { Records } from '../domain/overlay.ts'
import { emptyRunState, type RunState } from '../domain/picture.ts'
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
