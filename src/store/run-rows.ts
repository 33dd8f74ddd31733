import type { TrainRunId } from '../domain/ids.ts'
import type { Records } from '../domain/inventory/overlay.ts'
import { emptyRunState, type RunChanges, type RunMark, type RunState } from '../domain/inventory/run-state.ts'
import { nobody } from '../domain/records/people.ts'
import { stretchOfEntry } from './audit-chain.ts'
import type { Wanted } from './backend.ts'
import { accessCodeTable, grantTable } from './columns/access.ts'
import { cancellationTable, quoteTable } from './columns/after-sale.ts'
import { auditTable, claimTable, headTable } from './columns/inventory.ts'
import { deskEntryTable, paymentTable, refundTable } from './columns/money.ts'
import { bookingOf, holdTable } from './columns/sale.ts'
import { peopleQueries } from './people-queries.ts'
import { readable } from './readable-rows.ts'
import type { Row } from './rows.ts'

/**
 * The states of pictures, from a database's answers: heads, claims, live holds, open payments, keys. A run
 * without a head is untouched.
 */
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
          ...headTable.read(head),
          claims: (claims?.get(id) ?? []).map(claimTable.read),
          holds: (holds?.get(id) ?? []).map(holdTable.read),
          // The reader of open payments reports one that cannot be read; the run stays on sale.
          payments: readable(payments?.get(id) ?? [], paymentTable.read),
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
 * What has changed since a mark, from a database's answers: head, entries since the mark, and the holds,
 * claims, payments, and cancellations that they name. Undefined if that is unknown: the chain does not
 * continue from the mark or has a gap, or an entry is about something other than a hold.
 */
export function changesOf(mark: RunMark, answers: readonly (readonly Row[])[]): RunChanges | undefined {
  const [heads = [], entries = [], holdRows = [], claims = [], payments = [], cancellations = []] = answers
  const head = heads[0]
  const added = entries.filter((entry) => Number(entry.seq) > mark.auditSeq)
  if (!head || !goesOn(mark, head, entries)) return undefined
  const named = new Set(added.map((entry) => entry.hold_id))
  if (named.has(null) || named.size !== holdRows.length) return undefined
  const holds = holdRows.map(holdTable.read)
  const claimsOfSeat = Map.groupBy(claims.map(claimTable.read), (claim) => claim.seatId)
  const seatIds = new Set(holds.flatMap((hold) => hold.seats.map((seat) => seat.seatId)))
  const asKeys = (route: string, rows: readonly Row[]) => rows.map((row) => keyOf({ ...row, route }))
  return {
    commitSeq: head.commit_seq as number,
    auditSeq: head.audit_seq as number,
    auditHash: head.audit_head as string,
    closures: headTable.read(head).closures,
    claims: new Map([...seatIds].map((id) => [id, claimsOfSeat.get(id) ?? []])),
    holds,
    payments: payments.map(paymentTable.read),
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
 * Records by run, from a database's answers: holds, payments, bookings, their seats, quotes, cancellations,
 * refunds, entries of desks, audit entries, one-time codes, grants, people. A row of another run than its
 * scope named is not returned.
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
    deskEntries = [],
    entries = [],
    codes = [],
    grants = [],
    ...ofPeople
  ] = answers
  const seatsOf = Map.groupBy(seats, (row) => row.booking_id)
  return new Map(
    wanted.map(({ trainRunId, people }) => {
      const ofRun = (rows: readonly Row[]) => rows.filter((row) => row.train_run_id === trainRunId)
      return [
        trainRunId,
        {
          holds: ofRun(holds).map(holdTable.read),
          payments: ofRun(payments).map(paymentTable.read),
          bookings: ofRun(bookings).map((row) => bookingOf(row, seatsOf.get(row.id ?? null) ?? [])),
          quotes: ofRun(quotes).map(quoteTable.read),
          cancellations: ofRun(cancellations).map(cancellationTable.read),
          refunds: ofRun(refunds).map(refundTable.read),
          deskEntries: ofRun(deskEntries).map(deskEntryTable.read),
          accessCodes: ofRun(codes).map(accessCodeTable.read),
          grants: ofRun(grants).map(grantTable.read),
          people: people ? peopleQueries(people).read(ofPeople) : nobody,
          stretches: ofRun(entries).map((row) => stretchOfEntry(auditTable.read(row))),
        },
      ]
    }),
  )
}
