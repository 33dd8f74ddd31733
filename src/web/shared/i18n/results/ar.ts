import { count, seats } from '../counts/ar.ts'
import type { ResultsMessages } from './en.ts'

export const resultsAr: ResultsMessages = {
  title: (from, to) => `القطارات من ${from} إلى ${to}`,
  change: 'غيّر البحث',
  found: (n) =>
    count(n, {
      zero: 'لا قطارات',
      one: 'قطار واحد',
      two: 'قطاران',
      few: '# قطارات',
      many: '# قطارًا',
      other: '# قطار',
    }),
  sort: 'رتّب حسب',
  sorts: { departure: 'المغادرة', arrival: 'الوصول', duration: 'المدة', price: 'السعر' },
  filterClass: 'الدرجة',
  allClasses: 'كل الدرجات',
  time: 'المغادرة',
  times: {
    any: 'أي وقت',
    night: 'ليلًا، 0–6',
    morning: 'صباحًا، 6–12',
    afternoon: 'بعد الظهر، 12–18',
    evening: 'مساءً، 18–24',
  },
  onlyEnough: (n) => `فقط القطارات التي يتوفر فيها ${seats(n)}`,
  earlier: 'أبكر: اليوم السابق',
  later: 'بعد ذلك: اليوم التالي',
  dayLater: (n) => count(n, { one: '+يوم', two: '+يومان', other: '+# أيام' }),
  seatsLeft: (n) => count(n, { zero: 'نفدت', other: 'بقي #' }),
  chooseIn: (name, train) => `اختر المقاعد: ${name} في ${train}`,
  offSale: {
    LEFT: 'انتهى البيع',
    WAITING: 'غير معروض للبيع: هذا القطار سيتغير، ولم تقرر السكك الحديدية بعد كيف سيسير.',
    WITHDRAWN: 'غير معروض للبيع: لم يعد هذا القطار في جدول المواعيد.',
    CLOSED: 'غير معروض للبيع: أغلقت السكك الحديدية هذا القطار.',
  },
  empty: {
    past: 'هذا التاريخ مضى',
    departed: 'غادر آخر قطار مباشر لهذا اليوم',
    not_yet: 'لم يبدأ البيع بعد',
    none: 'لا قطار مباشرًا في هذا اليوم',
  },
  onSaleFrom: (date) => `يبدأ بيع مقاعد هذا اليوم في ${date}.`,
  noneNext: (date) => `أقرب يوم بعده فيه قطار مباشر هو ${date}.`,
  noneAfter: (date) => `آخر يوم معروض للبيع فيه قطار مباشر هو ${date}.`,
  noneFar: (date) =>
    `لا يسير قطار مباشر بين هاتين المحطتين حتى ${date}. ` +
    'يمكنك حجز قطارات الرحلة التي فيها تبديل واحدًا بعد الآخر.',
  goTo: (date) => `اعرض ${date}`,
  turnRound: (date) => `اعرض قطارات العودة في ${date}`,
  filteredAway: 'لا قطار في هذا اليوم يطابق عوامل التصفية.',
  clearFilters: 'امسح عوامل التصفية',
  calendar: 'أرخص سعر لكل يوم',
  calendarDay: (date, price, seatCount) => `${date}: ابتداءً من ${price}، ${seats(seatCount)} بهذا السعر`,
  calendarNone: (date) => `${date}: لا قطار مباشرًا`,
  calendarFull: (date) => `${date}: لا مقاعد متاحة`,
  calendarNotYet: (date, from) => `${date}: يبدأ البيع في ${from}`,
  unknownStation: 'إحدى المحطتين ليست في الجدول. اخترهما من جديد.',
}
