import { Type } from 'typebox'
import { mostReportDays } from '../../app/money/sales-report.ts'
import { dimensions } from '../../domain/money/sales-report.ts'
import { AsOf, Cents, Currency, DateText, Line, Moment, OneOf, OrNull, RefTo } from './common.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const SalesReportQuery = Type.Object({
  from: DateText('The first day.'),
  to: DateText(`The last day; a report has at most ${mostReportDays} days.`),
  by: Type.Optional(
    Line(60, {
      description:
        `What the figures are told apart by, separated by commas: ${dimensions.join(', ')}. ` +
        'Left out: by day.',
      examples: ['day,method'],
    }),
  ),
})

const figures = {
  currency: Currency,
  bookings: Count('Bookings made.'),
  seats: Count('Seats of these bookings.'),
  sales_cents: Cents('Their price.'),
  canceled_seats: Count('Seats given up.'),
  refunds_cents: Cents('What passengers get back of the price, paid out or not.'),
  fees_cents: Cents(
    'What was kept of the price of seats given up; negative if the fees of earlier cancellations were ' +
      'taken back, because the payment failed.',
  ),
  compensation_cents: Cents('What was given beyond the price.'),
  received_cents: Cents('What the methods of payment have taken in.'),
  paid_out_cents: Cents('What they have paid out.'),
}

const SalesLine = Type.Object(
  {
    day: Type.Optional(DateText('The day of the railway.')),
    train: Type.Optional(Type.String({ description: 'The number of the train.', examples: ['IC 204'] })),
    class: Type.Optional(Type.String({ description: 'The class; empty for money without a seat.' })),
    fare: Type.Optional(Type.String({ description: 'The name of the fare.' })),
    channel: Type.Optional(
      OneOf(['guest', 'account', 'desk', 'key'], {
        description: 'Who bought: a guest, an account, staff at a desk, or a machine.',
      }),
    ),
    method: Type.Optional(Type.String({ description: 'How it was paid.', examples: ['card'] })),
    ...figures,
  },
  { $id: 'SalesLine', description: 'The figures of one day, train, class, fare, channel or method.' },
)

const SalesTotal = Type.Object(figures, { $id: 'SalesTotal', description: 'The figures of a currency.' })

export const SalesReport = Type.Object(
  {
    from: DateText('The first day.'),
    to: DateText('The last day.'),
    time_zone: Type.String({ description: "Of the railway's days.", examples: ['Europe/Berlin'] }),
    as_of: AsOf,
    lines: Type.Array(RefTo(SalesLine), { description: 'In order of what they are told apart by.' }),
    totals: Type.Array(RefTo(SalesTotal), { description: 'One for each currency.' }),
  },
  { $id: 'SalesReport', description: 'What was sold and given back in a time.' },
)

const DayTotal = Type.Object(
  {
    currency: Currency,
    lines: Count('Lines in this currency.'),
    amount_cents: Cents('What they add up to, on either side.'),
  },
  { $id: 'DayTotal', description: 'The lines of a day in one currency.' },
)
const totals = Type.Array(RefTo(DayTotal), { description: 'One for each currency.' })

export const ClosedDay = Type.Object(
  {
    day: DateText('The day.'),
    from_time: Moment('When it began.'),
    to_time: Moment('When it ended.'),
    first_number: Type.Integer({ description: 'The running number of its first line.', examples: [1] }),
    lines: Count('How many lines it has.'),
    totals,
    digest: Type.String({
      description: 'SHA-256 over the digest of the day before and each line, in base64url.',
    }),
    closed_time: Moment('When it was closed.'),
  },
  { $id: 'ClosedDay', description: 'A day whose lines no longer change.' },
)

const NextDay = Type.Object(
  {
    day: DateText('The day.'),
    from_time: Moment('When it began.'),
    to_time: Moment('When it ends.'),
    is_over: Type.Boolean({ description: 'Whether it can be closed.' }),
    is_under_way: Type.Boolean({ description: 'Whether somebody has begun to close it.' }),
    lines: Count('How many lines closing it now would write.'),
    totals,
    late_lines: Count('How many of them are of days that were closed before these became known.'),
  },
  { $id: 'NextDay', description: 'What closing the next day would do.' },
)

const mostClosings = 366

export const ClosingsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostClosings, default: 30 })),
})

export const Closings = Type.Object(
  {
    time_zone: Type.String({ description: "Of the railway's days.", examples: ['Europe/Berlin'] }),
    closed: Type.Array(RefTo(ClosedDay), { description: 'Newest first.' }),
    next: RefTo(NextDay),
  },
  { $id: 'Closings', description: 'The closed days, and the one that is closed next.' },
)

export const CloseDayRequest = Type.Object({ day: DateText('The day to close.') }, { $id: 'CloseDayRequest' })

export const DayParams = Type.Object({ day: DateText('A closed day.') })

export const mostLines = 5_000
export const LinesQuery = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0, description: '`next` from the previous page.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostLines, default: mostLines })),
})

const LedgerLine = Type.Object(
  {
    number: Type.Integer({ description: 'The running number, without gaps.', examples: [1] }),
    day: DateText('The day that it was closed with.'),
    time: Moment('When it happened.'),
    event: Type.String({
      description: 'What happened, as the audit calls it.',
      examples: ['booking_confirmed'],
    }),
    debit: Type.String({ description: 'The account that the amount goes to.', examples: ['1200'] }),
    credit: Type.String({ description: 'The account that it comes from.', examples: ['4400'] }),
    amount_cents: Cents('The amount.'),
    currency: Currency,
    method: Type.String({ description: 'How it was paid.', examples: ['card'] }),
    payment: Type.String({ description: 'The key of the payment at its provider.' }),
    booking_id: OrNull(Type.String({ description: 'The booking; null if there is none.' })),
  },
  { $id: 'LedgerLine', description: 'So much moves from one account to another.' },
)

export const LedgerLines = Type.Object(
  {
    day: DateText('The day.'),
    lines: Type.Array(RefTo(LedgerLine), { description: 'In order of their numbers.' }),
    next: OrNull(Type.Integer({ description: 'Send it as `after` to get the next page; null at the end.' })),
  },
  { $id: 'LedgerLines', description: 'Lines of a closed day.' },
)

export const reportSchemas = [
  ...[SalesLine, SalesTotal, SalesReport, DayTotal, ClosedDay, NextDay, Closings, CloseDayRequest],
  ...[LedgerLine, LedgerLines],
]
