import type { MessageLanguage } from '../records/message.ts'

/** The words of a message about a one-time code. */
interface AccessCodeWords {
  readonly subject: string
  readonly lead: string
  readonly validFor: string
  readonly notYou: string
}

interface Words {
  readonly direction: 'ltr' | 'rtl'
  readonly accessCode: (booking: string, minutes: number) => AccessCodeWords
  /** The last line, before the address of the site. */
  readonly sentBy: string
}

/** Every text of messages. A language that lacks one does not compile. */
export const words: Readonly<Record<MessageLanguage, Words>> = {
  en: {
    direction: 'ltr',
    accessCode: (booking, minutes) => ({
      subject: `Your code for booking ${booking}`,
      lead: `Enter this code to open booking ${booking}:`,
      validFor: `It works for ${minutes} minutes, once, on the page where you asked for it.`,
      notYou:
        'If you did not ask for a code, you do not need to do anything. Do not give the code to anybody: ' +
        'we will never ask you for it.',
    }),
    sentBy: 'Sent by',
  },
  de: {
    direction: 'ltr',
    accessCode: (booking, minutes) => ({
      subject: `Ihr Code für die Buchung ${booking}`,
      lead: `Mit diesem Code öffnen Sie die Buchung ${booking}:`,
      validFor: `Er gilt ${minutes} Minuten lang, einmal, auf der Seite, auf der Sie ihn angefordert haben.`,
      notYou:
        'Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun. Geben Sie den Code niemandem: ' +
        'Wir werden Sie nie danach fragen.',
    }),
    sentBy: 'Gesendet von',
  },
  ar: {
    direction: 'rtl',
    accessCode: (booking, minutes) => ({
      subject: `رمز الحجز ${booking}`,
      lead: `أدخل هذا الرمز لفتح الحجز ${booking}:`,
      validFor: `الرمز صالح لمدة ${minutes} دقيقة، ولمرة واحدة، في الصفحة التي طلبته منها.`,
      notYou: 'إذا لم تطلب رمزًا فلا حاجة إلى أي إجراء. لا تعطِ الرمز لأحد: لن نطلبه منك أبدًا.',
    }),
    sentBy: 'أُرسلت من',
  },
}
