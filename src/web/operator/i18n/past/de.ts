import type { pastEn } from './en.ts'

export const pastDe: typeof pastEn = {
  past: {
    open: 'In die Vergangenheit sehen',
    close: 'Zurück zur Gegenwart',
    title: 'Die Fahrt, wie sie war',
    none: 'Auf dieser Fahrt ist noch nichts geschehen.',
    play: 'Abspielen',
    pause: 'Anhalten',
    moment: 'Zeitpunkt',
    before: 'Vor dem ersten Vorgang',
    present: 'Jetzt',
    actions: {
      hold_placed: 'Plätze gehalten',
      hold_extended: 'Haltefrist verlängert',
      hold_released: 'Plätze zurückgegeben',
      hold_expired: 'Haltefrist abgelaufen',
      payment_requested: 'Zahlung begonnen',
      payment_never_sent: 'Zahlung nicht abgeschickt',
      payment_declined: 'Zahlung abgelehnt',
      payment_timed_out: 'Zahlung zu spät',
      booking_confirmed: 'gebucht',
      booking_cancelled: 'Buchung storniert',
      seats_cancelled: 'Plätze einer Buchung storniert',
      seats_blocked: 'Plätze gesperrt',
      seats_unblocked: 'Plätze freigegeben',
      seats_moved: 'Fahrgäste umgesetzt',
    },
  },
}
