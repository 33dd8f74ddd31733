import { plurals } from '../../../shared/i18n/plurals.ts'
import type { whyEn } from './en.ts'

const count = plurals('de')

export const whyDe: typeof whyEn = {
  why: {
    title: 'Warum gab es keine Plätze?',
    lead: 'Eine Ablehnung hinterlässt keine Spur. Sagen Sie, was gewünscht war und wann.',
    seats: 'Gewünschte Plätze',
    at: 'Wann (leer: jetzt)',
    look: 'Nachsehen',
    answers: {
      DEPARTED: 'Der Zug hatte den ersten Bahnhof schon verlassen.',
      CANCELLED: 'Dieser Teil der Fahrt war schon ausgefallen.',
      CLOSED: 'Dieser Teil der Fahrt war damals für den Verkauf geschlossen.',
      NOT_ENOUGH_SEATS: 'Es waren nicht genug Plätze frei.',
      POSSIBLE: 'Am Zug lag es nicht, also an etwas anderem, etwa an einer Grenze für den, der gefragt hat.',
    },
    noneFree: 'Auf diesem Weg war kein Platz der Klasse frei.',
    free: (n) => count(n, { one: '# Platz war frei', other: '# Plätze waren frei' }),
    taken: (n) => count(n, { one: '# Platz war vergeben', other: '# Plätze waren vergeben' }),
  },
}
