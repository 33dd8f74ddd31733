import type { TicketTexts } from './en.ts'

export const ticketAr: TicketTexts = {
  show: 'أظهر هذا الرمز عندما يُطلب منك إبراز تذكرتك.',
  codeOf: (booking) => `رمز تذكرة الحجز ${booking}`,
  enlarge: 'تكبير الرمز',
  failed: 'لا يمكن عرض الرمز الآن.',
  pdf: 'الحفظ بصيغة PDF',
  calendar: 'إضافة إلى التقويم',
  saved: (moment) => `هذه نسخة حفظها هذا الجهاز في ${moment}. ربما تغيّر الحجز منذ ذلك الحين.`,
}
