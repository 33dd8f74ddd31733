import { plurals } from '../plurals.ts'

const count = plurals('en')

/** Every text about a hold. The other languages have the same members; forgetting one does not compile. */
export const holdEn = {
  left: 'Your seats are held for',
  minuteLeft: 'One minute left. After that, others can take your seats.',
  secondsLeft: 'Fifteen seconds left.',
  extend: (time: string) => `Hold for ${time} longer`,
  extendable: 'You can hold them longer, once.',
  extended: (time: string) => `Your seats are held for ${time} longer.`,
  changeSeats: 'Change seats',
  open: 'Seats held for you',
  openList: (list: string) => `Held for you: ${list}`,
  goOn: 'Continue',
  giveUp: 'Release',
  still: 'These seats are held for you. Choose others, and they replace these when you hold them.',
  expiredTitle: 'Your time is up',
  expired: 'Your seats are available to others again. You were not charged.',
  sameFree: (n: number) =>
    count(n, { one: 'The same seat is still free.', other: 'The same seats are still free.' }),
  againSame: (n: number) => count(n, { one: 'Hold the same seat again', other: 'Hold the same seats again' }),
  nearestFree: (n: number, list: string) =>
    `${count(n, {
      one: 'Your seat is taken now. Nearest free seat',
      other: 'Some of your seats are taken now. Nearest free seats',
    })}: ${list}.`,
  againNearest: (n: number) => count(n, { one: 'Hold this seat', other: 'Hold these seats' }),
  noneFree: 'There are no longer enough free seats in this class.',
  otherSeats: 'Back to the seat map',
  otherTrains: 'Other trains',
  releasedTitle: 'These seats are no longer held',
  released: 'They are available to others again. You were not charged.',
  gone: 'This hold does not exist or is not yours',
}

export type HoldMessages = typeof holdEn
