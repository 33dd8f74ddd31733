import { count } from '../counts/en.ts'

/** Every text about price and refund before the payment. The other languages have the same members. */
export const conditionsEn = {
  price: 'Price',
  fee: 'Booking fee',
  refund: 'If you cancel',
  now: (share: string) => `If you cancel seats now, you get ${share} of their price back.`,
  nothing: 'These seats are not refunded if you cancel.',
  kept: (fee: string) => `A fee of ${fee} is kept for each canceled seat.`,
  when: 'You cancel',
  share: 'You get back',
  until: (hours: number) =>
    count(hours, { one: 'up to # hour before departure', other: 'up to # hours before departure' }),
  untilDeparture: 'up to departure',
  later: 'later',
}

export type ConditionsMessages = typeof conditionsEn
