import type { Language } from '../language.ts'

/** The words of a ticket on paper, beside those of `texts.ts`. */
interface SheetWords {
  readonly title: (locator: string) => string
  readonly train: (number: string) => string
  readonly show: string
  readonly code: (locator: string) => string
  readonly coach: (number: string) => string
  readonly bicycle: string
  readonly erased: string
  readonly paid: (amount: string) => string
  readonly conditions: string
  readonly refund: (until: string, share: string) => string
  readonly noRefund: string
  readonly kept: (fee: string) => string
  readonly lettersMissing: string
}

/** A language that lacks a text does not compile. */
export const sheetWords: Readonly<Record<Language, SheetWords>> = {
  en: {
    title: (locator) => `Ticket ${locator}`,
    train: (number) => `Train ${number}`,
    show: 'Show this code when you are asked for your ticket.',
    code: (locator) => `Ticket code of booking ${locator}`,
    coach: (number) => `Your seats in coach ${number}`,
    bicycle: 'Bicycle',
    erased: 'Name erased',
    paid: (amount) => `Price: ${amount}`,
    conditions: 'If you cancel',
    refund: (until, share) => `Until ${until}, you get back ${share} of the price.`,
    noRefund: 'After that, you get nothing back.',
    kept: (fee) => `A fee of ${fee} is kept for each canceled seat.`,
    lettersMissing:
      'Some letters are not in the fonts of this file, and a question mark stands for each. To have them ' +
      'on paper, print the page of your booking.',
  },
  de: {
    title: (locator) => `Fahrkarte ${locator}`,
    train: (number) => `Zug ${number}`,
    show: 'Zeigen Sie diesen Code, wenn Sie nach Ihrer Fahrkarte gefragt werden.',
    code: (locator) => `Fahrkarten-Code der Buchung ${locator}`,
    coach: (number) => `Ihre Plätze im Wagen ${number}`,
    bicycle: 'Fahrrad',
    erased: 'Name gelöscht',
    paid: (amount) => `Preis: ${amount}`,
    conditions: 'Wenn Sie stornieren',
    refund: (until, share) => `Bis ${until} bekommen Sie ${share} des Preises zurück.`,
    noRefund: 'Danach bekommen Sie nichts zurück.',
    kept: (fee) => `Je storniertem Platz behalten wir ${fee} ein.`,
    lettersMissing:
      'Einige Buchstaben fehlen in den Schriften dieser Datei; für jeden steht ein Fragezeichen. ' +
      'Auf Papier bekommen Sie sie, wenn Sie die Seite Ihrer Buchung drucken.',
  },
  ar: {
    title: (locator) => `تذكرة ${locator}`,
    train: (number) => `القطار ${number}`,
    show: 'أظهر هذا الرمز عندما يُطلب منك إبراز تذكرتك.',
    code: (locator) => `رمز تذكرة الحجز ${locator}`,
    coach: (number) => `مقاعدك في العربة ${number}`,
    bicycle: 'دراجة',
    erased: 'حُذف الاسم',
    paid: (amount) => `السعر: ${amount}`,
    conditions: 'إذا ألغيت',
    refund: (until, share) => `حتى ${until} تسترد ${share} من السعر.`,
    noRefund: 'بعد ذلك لا تسترد شيئًا.',
    kept: (fee) => `تُخصم رسوم قدرها ${fee} عن كل مقعد ملغى.`,
    lettersMissing:
      'بعض الحروف غير موجودة في خطوط هذا الملف، ومكان كل منها علامة استفهام. ' +
      'للحصول عليها على الورق اطبع صفحة حجزك.',
  },
}
