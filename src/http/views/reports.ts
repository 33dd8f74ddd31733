import type { Static } from 'typebox'
import type { listClosings } from '../../app/money/close-day.ts'
import type { SalesAnswer } from '../../app/money/sales-report.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Dimension, SalesFigures } from '../../domain/money/sales-report.ts'
import type { Closing, DayTotal, LedgerLine } from '../../domain/records/ledger.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { csvOf } from '../csv.ts'
import type { ClosedDay, Closings, LedgerLines, SalesReport } from '../schemas/reports.ts'
import { utcTime } from './local-time.ts'

type SalesView = Static<typeof SalesReport>

interface Asked {
  readonly from: string
  readonly to: string
  readonly by: readonly Dimension[]
}

export function salesView(answer: SalesAnswer, { from, to, by }: Asked, now: Instant): SalesView {
  return {
    ...{ from, to, time_zone: answer.timeZone, as_of: utcTime(now) },
    lines: answer.rows.map(({ of, currency, figures }) => ({
      ...Object.fromEntries(by.map((dimension, index) => [dimension, of[index] ?? ''])),
      ...figuresView(currency, figures),
    })),
    totals: answer.totals.map(({ currency, figures }) => figuresView(currency, figures)),
  }
}

function figuresView(currency: string, figures: SalesFigures) {
  return {
    ...{ currency, bookings: figures.bookings, seats: figures.seats, sales_cents: figures.salesCents },
    ...{ canceled_seats: figures.canceledSeats, refunds_cents: figures.refundsCents },
    ...{ fees_cents: figures.feesCents, compensation_cents: figures.compensationCents },
    ...{ received_cents: figures.receivedCents, paid_out_cents: figures.paidOutCents },
  }
}

const figureColumns = [
  ...(['currency', 'bookings', 'seats', 'sales_cents', 'canceled_seats', 'refunds_cents'] as const),
  ...(['fees_cents', 'compensation_cents', 'received_cents', 'paid_out_cents'] as const),
]

/** The lines of a report as CSV, without the totals. */
export function salesCsv({ lines }: SalesView, by: readonly Dimension[]): string {
  const columns = [...by, ...figureColumns]
  return csvOf(
    columns,
    lines.map((line) => columns.map((column) => line[column] ?? null)),
  )
}

export function closingsView(
  { closed, next }: Awaited<ReturnType<typeof listClosings>>,
  timeZone: string,
): Static<typeof Closings> {
  return {
    time_zone: timeZone,
    closed: closed.map(closedDayView),
    next: {
      ...{ day: next.day, from_time: utcTime(next.fromAt), to_time: utcTime(next.toAt) },
      ...{ is_over: next.isOver, is_under_way: next.isUnderWay, lines: next.lines },
      ...{ totals: totalsView(next.totals), late_lines: next.lateLines },
    },
  }
}

export function closedDayView(closing: Closing): Static<typeof ClosedDay> {
  const { day, fromAt, toAt, firstNumber, nextNumber, totals, digest, closedAt } = closing
  return {
    ...{ day, from_time: utcTime(fromAt), to_time: utcTime(toAt), first_number: firstNumber },
    ...{ lines: nextNumber - firstNumber, totals: totalsView(totals), digest },
    closed_time: utcTime(closedAt ?? toAt),
  }
}

function totalsView(totals: readonly DayTotal[]) {
  return totals.map(({ currency, lines, amountCents }) => ({ currency, lines, amount_cents: amountCents }))
}

interface LinePage {
  readonly day: string
  readonly lines: readonly LedgerLine[]
  readonly next: number | null
}

type LinesView = Static<typeof LedgerLines>

export function ledgerLinesView({ day, lines, next }: LinePage, locatorKey: readonly number[]): LinesView {
  return {
    ...{ day, next },
    lines: lines.map((line) => ({
      ...{ number: line.id, day: line.day, time: utcTime(line.at), event: line.event },
      ...{ debit: line.debit, credit: line.credit, amount_cents: line.amountCents },
      ...{ currency: line.currency, method: line.method },
      payment: providerKey({ trainRunId: line.ofRunId, id: line.paymentId }),
      booking_id: line.bookingId === null ? null : locatorOf(line.bookingId, locatorKey),
    })),
  }
}

const lineColumns = [
  ...(['number', 'day', 'time', 'event', 'debit', 'credit', 'amount_cents', 'currency'] as const),
  ...(['method', 'payment', 'booking_id'] as const),
]

/** Lines of the journal as CSV, for the bookkeeping of the railway. */
export function ledgerCsv({ lines }: LinesView): string {
  return csvOf(
    lineColumns,
    lines.map((line) => lineColumns.map((column) => line[column])),
  )
}
