import { count, seatsWanted } from '../counts/ar.ts'
import type { AdditionsMessages } from './en.ts'

const spaces = (n: number) =>
  count(n, {
    one: 'مكانًا واحدًا لدراجة',
    two: 'مكانين لدراجتين',
    few: '# أماكن لدراجات',
    many: '# مكانًا لدراجات',
    other: '# مكان لدراجات',
  })

export const additionsAr: AdditionsMessages = {
  heading: 'ما يرافقك',
  note: 'الدراجة لا تحتاج إلى اسم.',
  bicycle: 'دراجة',
  plus: (n) =>
    count(n, {
      one: '+ دراجة واحدة',
      two: '+ دراجتان',
      few: '+ # دراجات',
      many: '+ # دراجة',
      other: '+ # دراجة',
    }),
  placeInCoach: (coach, place) => `العربة\u00a0${coach}، ${place}`,
  hold: (people, bicycles, kept) =>
    `احجز مؤقتًا ${people > 0 ? `${seatsWanted(people)} و` : ''}${spaces(bicycles)}` +
    `${kept ? ` (${kept})` : ''}`,
  companion: {
    offer: (seat, space) => `${seat} محجوز لمرافق بجوار ${space}.`,
    take: (price) => `أضف مرافقًا: ${price}`,
    decline: 'بلا مرافق',
  },
}
