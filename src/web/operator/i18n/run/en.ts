import { plurals } from '../../../shared/i18n/plurals.ts'

const count = plurals('en-GB')

export const runEn = {
  run: {
    picture: 'Seats and legs of the train',
    keys:
      'Drag over seats and legs to select them, or move with the arrow keys and select with Shift. ' +
      'A click or Enter on a bar opens its booking.',
    coach: (number: string) => `Coach ${number}`,
    seat: 'Seat',
    seats: (n: number) => count(n, { one: '# seat', other: '# seats' }),
    booking: 'booking',
    openBooking: 'Open',
    claims: 'Who has it, and for which part of the way',
    asTable: 'As a table',
    taken: (share: string) => `${share} of the seats taken from here on`,
    live: 'Live',
    notLive: 'Out of date: the server does not answer.',
    pointAt: 'Point at a bar to see whose it is.',
    howTo: 'Nothing is selected. Select seats and legs in the picture to block or free them.',
    selection: 'Selection',
    countedBy: 'Counted as seats times legs.',
    statuses: { FREE: 'Free', BOOKED: 'Booked', HELD: 'Held', BLOCKED: 'Blocked' },
    block: 'Block what is free',
    free: 'Free what is blocked',
    willBlock: 'Blocking takes what is free here out of sale.',
    willLeave: (n: number) =>
      count(n, {
        one: '# passenger keeps the seat.',
        other: '# passengers keep their seats.',
      }),
    more: (n: number) => count(n, { one: 'and # more', other: 'and # more' }),
    done: {
      block: (n: number) =>
        count(n, {
          zero: 'Nothing was free here.',
          one: '# stretch is blocked.',
          other: '# stretches are blocked.',
        }),
      free: (n: number) =>
        count(n, {
          zero: 'Nothing was blocked here.',
          one: '# stretch is free again.',
          other: '# stretches are free again.',
        }),
    },
    leftAlone: (n: number) =>
      count(n, {
        one: '# seat of a passenger was left alone.',
        other: '# seats of passengers were left alone.',
      }),
    undo: 'Undo',
  },
}
