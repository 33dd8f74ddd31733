import { plurals } from '../../../shared/i18n/plurals.ts'

const count = plurals('en-GB')

/** Texts of the screen with reports and closings. */
export const reportsEn = {
  reports: {
    title: 'Reports',
    from: 'From',
    to: 'To',
    by: 'Grouped by',
    dimensions: {
      day: 'Day',
      train: 'Train',
      class: 'Class',
      fare: 'Fare',
      channel: 'Channel',
      method: 'Method of payment',
    },
    channels: {
      guest: 'Without an account',
      account: 'With an account',
      desk: 'At a desk',
      key: 'By a machine',
    } as Readonly<Record<string, string>>,
    csv: 'Download as CSV',
    failed: 'The file could not be downloaded. Try again.',
    empty: 'Nothing was sold or given back in this time',
    emptyHelp:
      'Sales, refunds and compensation appear here as soon as there are any. Choose an earlier first day, ' +
      'or look at the trains of today.',
    wrongOrder: 'The last day is before the first.',
    bookings: 'Bookings',
    seats: 'Seats',
    sales: 'Sales',
    refunds: 'Refunds',
    fees: 'Fees',
    compensation: 'Compensation',
    received: 'Received',
    paidOut: 'Paid out',
    total: 'Total',
    zone: (zone: string) => `Days are those of ${zone}.`,
  },
  closing: {
    title: 'Closing of the day',
    lead: 'A closed day has its lines for the bookkeeping, with running numbers, and they never change.',
    next: (day: string) => `Next: ${day}`,
    lines: (n: number) => count(n, { one: '# line', other: '# lines' }),
    late: (n: number) =>
      count(n, {
        one: '# line is of a day that was closed before it became known.',
        other: '# lines are of days that were closed before they became known.',
      }),
    notOver: 'This day is not over yet.',
    underWay: 'Somebody has begun to close this day. Closing it goes on where that stopped.',
    close: 'Close this day',
    sure: 'The lines are written for good, with running numbers. This cannot be undone.',
    confirm: 'Close it for good',
    cancel: 'Not now',
    closed: 'Closed days',
    none: 'No day is closed yet. The first one that you close takes in everything before it.',
    day: 'Date',
    firstNumber: 'First number',
    count: 'Lines',
    amount: 'Amount',
    at: 'Closed at',
  },
}
