import type { Language } from '../language.ts'
import type { MessageContent } from '../records/message.ts'

/** The words of a message about a one-time code. */
export interface CodeWords {
  readonly subject: string
  readonly lead: string
  readonly validFor: string
  readonly notYou: string
}

/** The words of a message that tells of something. */
interface NoticeWords {
  readonly subject: string
  readonly lead: string
  readonly notes: readonly string[]
}

interface Words {
  readonly accessCode: (booking: string, minutes: number) => CodeWords
  readonly accountCode: (minutes: number) => CodeWords
  /** Told with the train, the date, the stations, the booking and its seats. */
  readonly booked: (of: MessageContent) => NoticeWords
  /** The words of the link to the booking. */
  readonly openBooking: string
  /** Told with the same, and with the amount that goes back; undefined if nothing does. */
  readonly cancelled: (of: MessageContent, amount: string | undefined) => NoticeWords
  readonly refunded: (of: MessageContent, amount: string) => NoticeWords
  readonly accountExists: NoticeWords
  readonly emailChanged: NoticeWords
  readonly passwordChanged: NoticeWords
  readonly passkeyAdded: NoticeWords
  readonly passkeyRemoved: NoticeWords
  /** Told with the train, the date, the stations and the booking. */
  readonly trainCancelled: (of: MessageContent) => NoticeWords
  /** Told with the same, and with the seats before and after. */
  readonly seatsMoved: (of: MessageContent) => NoticeWords
  /** The last line, before the name of the railway. */
  readonly sentBy: string
  readonly terms: string
  readonly privacy: string
  readonly imprint: string
}

/** Every text of messages. A language that lacks one does not compile. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    accessCode: (booking, minutes) => ({
      subject: `Your code for booking ${booking}`,
      lead: `Enter this code to open booking ${booking}:`,
      validFor: `It works for ${minutes} minutes, once, on the page where you asked for it.`,
      notYou:
        'If you did not ask for a code, you do not need to do anything. Do not give the code to anyone: ' +
        'we will never ask you for it.',
    }),
    accountCode: (minutes) => ({
      subject: 'Your code for your account',
      lead: 'Enter this code to show that this address is yours:',
      validFor: `It works for ${minutes} minutes, once, on the page where you asked for it.`,
      notYou:
        'If you did not ask for a code, you do not need to do anything. Do not give the code to anyone: ' +
        'we will never ask you for it.',
    }),
    booked: ({ train, date, from, to, booking, seats }) => ({
      subject: `Your ticket for train ${train} on ${date}`,
      lead:
        `Booking ${booking} is confirmed: train ${train} from ${from} to ${to} on ${date}, ` +
        `seats ${seats}.`,
      notes: ['Your ticket and the journey for your calendar are attached.'],
    }),
    openBooking: 'Open your booking',
    cancelled: ({ train, date, from, to, booking, seats }, amount) => ({
      subject: `Your cancellation, booking ${booking}`,
      lead:
        `These seats on train ${train} from ${from} to ${to} on ${date}, booking ${booking}, are canceled: ` +
        `${seats}.`,
      notes: [
        amount === undefined
          ? 'Under the terms of your fare, nothing is refunded.'
          : `${amount} is on its way back to you, the way you paid. You do not need to do anything.`,
      ],
    }),
    refunded: ({ booking }, amount) => ({
      subject: `Your refund, booking ${booking}`,
      lead: `We have paid you ${amount} for booking ${booking}, the way you paid.`,
      notes: ['Depending on your bank, it may take some days until you see it.'],
    }),
    accountExists: {
      subject: 'You already have an account',
      lead: 'Someone tried to open an account with this address, but it already has one.',
      notes: [
        'If this was you, sign in. If you have forgotten your password, choose a new one.',
        'If this was not you, you do not need to do anything.',
      ],
    },
    emailChanged: {
      subject: 'The address of your account has changed',
      lead: 'Your account now has another e-mail address, and this one no longer opens it.',
      notes: ['If this was not you, please contact us at once.'],
    },
    passwordChanged: {
      subject: 'The password of your account has changed',
      lead: 'Your account has a new password, and you are signed out on all other devices.',
      notes: ['If this was not you, choose a new password at once with “Forgot your password?”.'],
    },
    passkeyAdded: {
      subject: 'A passkey was added to your account',
      lead: 'Your account has a new passkey. It signs in without your password.',
      notes: ['If this was not you, remove the passkey on your account page, and choose a new password.'],
    },
    passkeyRemoved: {
      subject: 'A passkey was removed from your account',
      lead: 'A passkey was removed from your account. You can no longer sign in with it.',
      notes: ['If this was not you, choose a new password at once with “Forgot your password?”.'],
    },
    trainCancelled: ({ train, date, from, to, booking }) => ({
      subject: `Train ${train} on ${date} is canceled`,
      lead:
        `Train ${train} from ${from} to ${to} on ${date} is not running, ` +
        `so we have canceled your booking ${booking}.`,
      notes: ['You get the full price back the way you paid. You do not need to do anything.'],
    }),
    seatsMoved: ({ train, date, from, to, booking, before, after }) => ({
      subject: `You have other seats on train ${train} on ${date}`,
      lead:
        `We had to give you other seats on train ${train} from ${from} to ${to} on ${date}, booking ` +
        `${booking}. Instead of ${before}, you now have ${after}.`,
      notes: ['Please open your booking: it has a new ticket, and the ticket of before no longer counts.'],
    }),
    sentBy: 'Sent by',
    terms: 'Terms',
    privacy: 'Privacy',
    imprint: 'Imprint',
  },
  de: {
    accessCode: (booking, minutes) => ({
      subject: `Ihr Code für die Buchung ${booking}`,
      lead: `Mit diesem Code öffnen Sie die Buchung ${booking}:`,
      validFor: `Er gilt ${minutes} Minuten lang, einmal, auf der Seite, auf der Sie ihn angefordert haben.`,
      notYou:
        'Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun. Geben Sie den Code niemandem: ' +
        'Wir werden Sie nie danach fragen.',
    }),
    accountCode: (minutes) => ({
      subject: 'Ihr Code für Ihr Konto',
      lead: 'Mit diesem Code zeigen Sie, dass diese Adresse Ihnen gehört:',
      validFor: `Er gilt ${minutes} Minuten lang, einmal, auf der Seite, auf der Sie ihn angefordert haben.`,
      notYou:
        'Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun. Geben Sie den Code niemandem: ' +
        'Wir werden Sie nie danach fragen.',
    }),
    booked: ({ train, date, from, to, booking, seats }) => ({
      subject: `Ihre Fahrkarte für Zug ${train} am ${date}`,
      lead:
        `Die Buchung ${booking} ist bestätigt: Zug ${train} von ${from} nach ${to} am ${date}, ` +
        `Plätze ${seats}.`,
      notes: ['Ihre Fahrkarte und die Reise für Ihren Kalender finden Sie im Anhang.'],
    }),
    openBooking: 'Buchung öffnen',
    cancelled: ({ train, date, from, to, booking, seats }, amount) => ({
      subject: `Ihre Stornierung, Buchung ${booking}`,
      lead:
        `Diese Plätze im Zug ${train} von ${from} nach ${to} am ${date}, Buchung ${booking}, sind ` +
        `storniert: ${seats}.`,
      notes: [
        amount === undefined
          ? 'Nach den Bedingungen Ihres Tarifs wird nichts erstattet.'
          : `${amount} sind auf dem Weg zu Ihnen, auf dem Sie bezahlt haben. Sie müssen nichts tun.`,
      ],
    }),
    refunded: ({ booking }, amount) => ({
      subject: `Ihre Erstattung, Buchung ${booking}`,
      lead:
        `Wir haben Ihnen für die Buchung ${booking} ${amount} auf dem Weg gezahlt, ` +
        'auf dem Sie bezahlt haben.',
      notes: ['Je nach Bank kann es einige Tage dauern, bis Sie den Betrag sehen.'],
    }),
    accountExists: {
      subject: 'Sie haben schon ein Konto',
      lead: 'Jemand wollte diese Adresse für ein Konto verwenden, aber es gibt schon ein Konto mit ihr.',
      notes: [
        'Waren Sie es, melden Sie sich an, oder wählen Sie ein neues Passwort, falls Sie es vergessen haben.',
        'Waren Sie es nicht, müssen Sie nichts tun.',
      ],
    },
    emailChanged: {
      subject: 'Die Adresse Ihres Kontos hat sich geändert',
      lead: 'Ihr Konto hat jetzt eine andere E-Mail-Adresse. Mit dieser öffnen Sie es nicht mehr.',
      notes: ['Waren Sie es nicht, melden Sie sich bitte sofort bei uns.'],
    },
    passwordChanged: {
      subject: 'Das Passwort Ihres Kontos hat sich geändert',
      lead: 'Ihr Konto hat ein neues Passwort, und Sie sind auf allen anderen Geräten abgemeldet.',
      notes: ['Waren Sie es nicht, wählen Sie sofort mit „Passwort vergessen?“ ein neues.'],
    },
    passkeyAdded: {
      subject: 'Ihr Konto hat einen neuen Passkey',
      lead: 'Zu Ihrem Konto wurde ein Passkey hinzugefügt, mit dem man sich ohne Passwort anmeldet.',
      notes: [
        'Waren Sie es nicht, entfernen Sie ihn auf der Seite Ihres Kontos, ' +
          'und wählen Sie ein neues Passwort.',
      ],
    },
    passkeyRemoved: {
      subject: 'Ein Passkey Ihres Kontos wurde entfernt',
      lead: 'Ein Passkey Ihres Kontos wurde entfernt. Mit ihm kann man sich nicht mehr anmelden.',
      notes: ['Waren Sie es nicht, wählen Sie sofort mit „Passwort vergessen?“ ein neues Passwort.'],
    },
    trainCancelled: ({ train, date, from, to, booking }) => ({
      subject: `Zug ${train} am ${date} fällt aus`,
      lead:
        `Der Zug ${train} von ${from} nach ${to} am ${date} fällt aus, ` +
        `deshalb haben wir Ihre Buchung ${booking} storniert.`,
      notes: [
        'Sie bekommen den vollen Preis auf dem Weg zurück, auf dem Sie bezahlt haben. Sie müssen nichts tun.',
      ],
    }),
    seatsMoved: ({ train, date, from, to, booking, before, after }) => ({
      subject: `Sie haben andere Plätze im Zug ${train} am ${date}`,
      lead:
        `Wir mussten Ihnen im Zug ${train} von ${from} nach ${to} am ${date} andere Plätze geben, Buchung ` +
        `${booking}. Statt ${before} haben Sie jetzt ${after}.`,
      notes: ['Bitte öffnen Sie Ihre Buchung: Sie hat ein neues Ticket, das frühere gilt nicht mehr.'],
    }),
    sentBy: 'Gesendet von',
    terms: 'AGB',
    privacy: 'Datenschutz',
    imprint: 'Impressum',
  },
  ar: {
    accessCode: (booking, minutes) => ({
      subject: `رمز الحجز ${booking}`,
      lead: `أدخل هذا الرمز لفتح الحجز ${booking}:`,
      validFor: `الرمز صالح لمدة ${minutes} دقيقة، ولمرة واحدة، في الصفحة التي طلبته منها.`,
      notYou: 'إذا لم تطلب رمزًا فلا حاجة إلى أي إجراء. لا تعطِ الرمز لأحد: لن نطلبه منك أبدًا.',
    }),
    accountCode: (minutes) => ({
      subject: 'رمز حسابك',
      lead: 'أدخل هذا الرمز لإثبات أن هذا العنوان لك:',
      validFor: `الرمز صالح لمدة ${minutes} دقيقة، ولمرة واحدة، في الصفحة التي طلبته منها.`,
      notYou: 'إذا لم تطلب رمزًا فلا حاجة إلى أي إجراء. لا تعطِ الرمز لأحد: لن نطلبه منك أبدًا.',
    }),
    booked: ({ train, date, from, to, booking, seats }) => ({
      subject: `تذكرتك للقطار ${train} في ${date}`,
      lead: `تم تأكيد الحجز ${booking}: القطار ${train} من ${from} إلى ${to} في ${date}، المقاعد ${seats}.`,
      notes: ['تجد تذكرتك والرحلة لتقويمك في المرفقات.'],
    }),
    openBooking: 'افتح حجزك',
    cancelled: ({ train, date, from, to, booking, seats }, amount) => ({
      subject: `إلغاؤك، الحجز ${booking}`,
      // Numbers beside each other would change places, so words stand between them.
      lead:
        `أُلغيت المقاعد ${seats} في القطار ${train} من ${from} إلى ${to} في ${date}، وهي من الحجز ` +
        `${booking}.`,
      notes: [
        amount === undefined
          ? 'وفق شروط تعرفتك لا يُسترد شيء.'
          : `يُعاد إليك ${amount} إلى وسيلة الدفع نفسها، ولا حاجة إلى أي إجراء.`,
      ],
    }),
    refunded: ({ booking }, amount) => ({
      subject: `استرداد المبلغ، الحجز ${booking}`,
      lead: `دفعنا لك ${amount} عن الحجز ${booking} إلى وسيلة الدفع نفسها.`,
      notes: ['قد يستغرق ظهور المبلغ بضعة أيام حسب مصرفك.'],
    }),
    accountExists: {
      subject: 'لديك حساب بالفعل',
      lead: 'أراد شخص ما استخدام هذا العنوان لحساب، لكن يوجد حساب بهذا العنوان بالفعل.',
      notes: [
        'إذا كنت أنت فسجّل الدخول، أو اختر كلمة مرور جديدة إن كنت قد نسيتها.',
        'إذا لم تكن أنت فلا حاجة إلى أي إجراء.',
      ],
    },
    emailChanged: {
      subject: 'تغيّر عنوان حسابك',
      lead: 'أصبح لحسابك عنوان بريد إلكتروني آخر، ولم يعد هذا العنوان يفتحه.',
      notes: ['إذا لم تكن أنت فاتصل بنا فورًا.'],
    },
    passwordChanged: {
      subject: 'تغيّرت كلمة مرور حسابك',
      lead: 'أصبح لحسابك كلمة مرور جديدة، وسُجّل خروجك من جميع الأجهزة الأخرى.',
      notes: ['إذا لم تكن أنت فاختر كلمة مرور جديدة فورًا عبر «هل نسيت كلمة المرور؟».'],
    },
    passkeyAdded: {
      subject: 'أُضيف مفتاح مرور إلى حسابك',
      lead: 'أصبح لحسابك مفتاح مرور جديد يسجّل الدخول دون كلمة المرور.',
      notes: ['إذا لم تكن أنت فأزل مفتاح المرور في صفحة حسابك، واختر كلمة مرور جديدة.'],
    },
    passkeyRemoved: {
      subject: 'أُزيل مفتاح مرور من حسابك',
      lead: 'أُزيل مفتاح مرور من حسابك ولم يعد يسجّل الدخول.',
      notes: ['إذا لم تكن أنت فاختر كلمة مرور جديدة فورًا عبر «هل نسيت كلمة المرور؟».'],
    },
    trainCancelled: ({ train, date, from, to, booking }) => ({
      subject: `أُلغي القطار ${train} في ${date}`,
      lead: `لن يسير القطار ${train} من ${from} إلى ${to} في ${date}، وقد أُلغي الحجز ${booking}.`,
      notes: ['يُعاد السعر كاملًا إلى وسيلة الدفع نفسها، ولا حاجة إلى أي إجراء.'],
    }),
    seatsMoved: ({ train, date, from, to, booking, before, after }) => ({
      subject: `تغيّرت مقاعدك في القطار ${train} في ${date}`,
      lead:
        `اضطررنا إلى منحك مقاعد أخرى في القطار ${train} من ${from} إلى ${to} في ${date}، الحجز ` +
        `${booking}. مقاعدك الآن ${after} بدلًا من ${before}.`,
      notes: ['يُرجى فتح حجزك: فيه تذكرة جديدة، ولم تعد التذكرة السابقة صالحة.'],
    }),
    sentBy: 'أُرسلت من',
    terms: 'الشروط',
    privacy: 'الخصوصية',
    imprint: 'بيانات الناشر',
  },
}
