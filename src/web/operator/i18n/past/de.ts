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
  },
}
