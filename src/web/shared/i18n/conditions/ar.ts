import { count } from '../counts/ar.ts'
import type { ConditionsMessages } from './en.ts'

export const conditionsAr: ConditionsMessages = {
  price: 'السعر',
  fee: 'رسوم الحجز',
  refund: 'إذا ألغيت',
  now: (share) => `إذا ألغيت مقاعد الآن، تسترد ${share} من سعرها.`,
  nothing: 'لا يُسترد شيء من سعر هذه المقاعد إذا ألغيتها.',
  kept: (fee) => `تُخصم رسوم قدرها ${fee} عن كل مقعد ملغى.`,
  when: 'وقت الإلغاء',
  share: 'تسترد',
  until: (hours) =>
    count(hours, {
      one: 'حتى ساعة واحدة قبل المغادرة',
      two: 'حتى ساعتين قبل المغادرة',
      few: 'حتى # ساعات قبل المغادرة',
      other: 'حتى # ساعة قبل المغادرة',
    }),
  untilDeparture: 'حتى المغادرة',
  later: 'بعد ذلك',
}
