import { plurals } from '../../../shared/i18n/plurals.ts'

const count = plurals('en-GB')
const bookings = (n: number) => count(n, { zero: 'No booking', one: '# booking', other: '# bookings' })

export const runActsEn = {
  runActs: {
    title: 'Sale and operation',
    from: 'From',
    to: 'To',
    class: 'Class',
    allClasses: 'All classes',
    close: 'Close for sale',
    closeLead:
      'Nothing more is sold there. Whoever has booked keeps the seat; a hold there can no longer be paid.',
    closeNow: 'Close it',
    open: 'Open for sale again',
    openLead: 'What is closed there is sold again. What is canceled stays canceled.',
    openNow: 'Open it',
    cancel: 'Cancel the train',
    cancelLead:
      'The train does not run there. Every booking is refunded in full and its passenger told by e-mail.',
    preview: 'Show what it will do',
    willCancel: (way: string) => `The train will not run ${way}.`,
    willRefund: (n: number, sums: string) =>
      n === 0 ? 'No booking rides there.' : `${bookings(n)} will be refunded in full: ${sums}.`,
    willSeats: (n: number) => count(n, { zero: 'No seats', one: '# seat', other: '# seats' }),
    willHolds: (n: number) =>
      count(n, {
        zero: 'Nobody is buying there now.',
        one: '# hold ends unpaid.',
        other: '# holds end unpaid.',
      }),
    forever: 'This cannot be undone.',
    cancelNow: 'Cancel the train for good',
    state: 'Closed and canceled',
    closed: (way: string, what: string) => `Closed for sale: ${way}, ${what}`,
    canceled: (way: string) => `Canceled: ${way}`,
    givenBack: (done: string, all: string) => `${done} of ${all} bookings refunded`,
    since: (moment: string) => `since ${moment}`,
    done: {
      close: 'Closed. Nothing more is sold there.',
      open: 'Open. Seats there are sold again.',
      cancel: (n: number) => `The train is canceled. ${bookings(n)} to be refunded.`,
    },
    way: (from: string, to: string) => `from ${from} to ${to}`,
  },
  move: {
    title: 'Move passengers',
    lead: 'The system looks for other seats: parties stay together, class and wishes are kept.',
    propose: 'Propose other seats',
    booking: 'Booking',
    from: 'From seat',
    to: 'To seat',
    nobody: 'Nobody has booked a seat here.',
    unplaced: (n: number) =>
      count(n, {
        one: '# passenger finds no other seat and keeps this one.',
        other: '# passengers find no other seats and keep these.',
      }),
    apart: (n: number) =>
      count(n, {
        one: '# party will sit farther apart than now.',
        other: '# parties will sit farther apart than now.',
      }),
    held: (n: number) =>
      count(n, {
        one: '# seat is held by a buyer and stays; ask again in a few minutes.',
        other: '# seats are held by buyers and stay; ask again in a few minutes.',
      }),
    block: 'Block the seats that are left',
    told: 'Each passenger with an e-mail address is told and gets a new ticket.',
    apply: (n: number) => count(n, { one: 'Move # passenger', other: 'Move # passengers' }),
    done: (n: number) =>
      count(n, { one: '# passenger has another seat.', other: '# passengers have other seats.' }),
  },
  manifest: {
    link: 'Manifest',
    title: (train: string) => `Manifest of ${train}`,
    asOf: (moment: string) => `As of ${moment}`,
    print: 'Print',
    seat: 'Seat',
    who: 'Passenger',
    boards: 'Boards',
    alights: 'Alights',
    booking: 'Booking',
    plan: 'Seat plan',
    list: 'List',
    show: 'Show as',
    none: 'No seat of this train is taken',
    noneHelp: 'Whoever books, or holds a seat, is listed here at once.',
    masked: 'Names are masked: seeing them needs the right personal_data.read.',
    boarding: (n: number) => count(n, { zero: 'nobody boards', one: '# boards', other: '# board' }),
    alighting: (n: number) => count(n, { zero: 'nobody alights', one: '# alights', other: '# alight' }),
    stops: 'By station',
  },
}
