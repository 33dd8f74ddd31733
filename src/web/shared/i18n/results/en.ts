import { count, seats } from '../counts/en.ts'

/**
 * Every text of the search results. The other languages have the same members; forgetting one does not
 * compile.
 */
export const resultsEn = {
  title: (from: string, to: string) => `Trains from ${from} to ${to}`,
  change: 'Change search',
  found: (n: number) => count(n, { one: '# train', other: '# trains' }),
  sort: 'Sort by',
  sorts: { departure: 'Departure', arrival: 'Arrival', duration: 'Duration', price: 'Price' },
  filterClass: 'Class',
  allClasses: 'All classes',
  time: 'Departure',
  times: {
    any: 'Any time',
    night: 'Night, 0–6',
    morning: 'Morning, 6–12',
    afternoon: 'Afternoon, 12–18',
    evening: 'Evening, 18–24',
  },
  onlyEnough: (n: number) => `Only trains with ${seats(n)} free`,
  earlier: 'Earlier: previous day',
  later: 'Later: next day',
  dayLater: (n: number) => count(n, { one: '+# day', other: '+# days' }),
  seatsLeft: (n: number) => count(n, { zero: 'sold out', one: '# left', other: '# left' }),
  chooseIn: (name: string, train: string) => `Choose seats in ${name} on ${train}`,
  total: (price: string) => `${price} in total`,
  stops: 'Stops',
  stopsOf: (train: string) => `Stops of ${train}`,
  offSale: {
    LEFT: 'No longer on sale',
    WAITING: 'Not on sale: this train changes, and the railway has not yet decided how it will run.',
    WITHDRAWN: 'Not on sale: this train is no longer in the timetable.',
    CLOSED: 'Not on sale: the railway has closed this train.',
    CANCELLED: 'Canceled: this train does not run here.',
  },
  empty: {
    past: 'This date is in the past',
    departed: 'The last direct train has left for today',
    not_yet: 'Not on sale yet',
    none: 'No direct train on this day',
  },
  onSaleFrom: (date: string) => `Seats for this day go on sale on ${date}.`,
  noneNext: (date: string) => `The next day with a direct train is ${date}.`,
  noneAfter: (date: string) => `The last day on sale with a direct train is ${date}.`,
  noneFar: (date: string) =>
    `No direct train runs between these stations through ${date}. ` +
    'You can book the trains of a journey with changes one after the other.',
  goTo: (date: string) => `Show ${date}`,
  turnRound: (date: string) => `Show return trains on ${date}`,
  filteredAway: 'No trains on this day match your filters.',
  clearFilters: 'Clear filters',
  calendar: 'Lowest price by day',
  calendarDay: (date: string, price: string, seatCount: number) =>
    `${date}: from ${price}, ${seats(seatCount)} at this price`,
  calendarNone: (date: string) => `${date}: no direct train`,
  calendarFull: (date: string) => `${date}: no seats left`,
  calendarNotYet: (date: string, from: string) => `${date}: on sale from ${from}`,
  unknownStation: 'One of these stations is not in the timetable. Choose both again.',
}

export type ResultsMessages = typeof resultsEn
