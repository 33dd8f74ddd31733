import { plurals } from '../../../shared/i18n/plurals.ts'

const count = plurals('en-GB')

export const todayEn = {
  today: {
    date: 'Date',
    before: 'Day before',
    after: 'Day after',
    search: 'Train, line or station',
    none: (day: string) => `No trains on ${day}`,
    noneHelp:
      'The timetable has no run on this date, or it is not open yet: runs are opened as far ahead as the ' +
      'server is set to. Import a timetable with “holdfast import”, or choose another date.',
    noMatch: 'No train of this day matches.',
    trains: 'Trains',
    departure: 'Dep.',
    train: 'Train',
    way: 'From – to',
    load: 'Load by leg',
    fullest: 'Fullest leg',
    booked: 'Booked',
    held: 'Held',
    blocked: 'Blocked',
    seats: 'Seats',
    state: 'State',
    offSale: 'Off sale',
    onSale: 'On sale',
    reasons: {
      WAITING: 'Waits for a decision',
      WITHDRAWN: 'Withdrawn',
      CLOSED: 'Closed',
      CANCELLED: 'Canceled',
    } as Readonly<Record<string, string>>,
    more: (n: number) => count(n, { one: 'Show # more train', other: 'Show # more trains' }),
  },
}
