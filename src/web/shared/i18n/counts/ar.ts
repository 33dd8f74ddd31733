import { plurals } from '../plurals.ts'

export const count = plurals('ar')
export const seats = (n: number) =>
  count(n, {
    zero: 'لا مقاعد',
    one: 'مقعد واحد',
    two: 'مقعدان',
    few: '# مقاعد',
    many: '# مقعدًا',
    other: '# مقعد',
  })
/** As the object of a verb. */
export const seatsWanted = (n: number) =>
  count(n, { one: 'مقعدًا واحدًا', two: 'مقعدين', few: '# مقاعد', many: '# مقعدًا', other: '# مقعد' })
export const passengers = (n: number) =>
  count(n, { one: 'مسافر واحد', two: 'مسافران', few: '# مسافرين', many: '# مسافرًا', other: '# مسافر' })
