import { plurals } from '../../../shared/i18n/plurals.ts'
import type { runEn } from './en.ts'

const count = plurals('de-DE')

export const runDe: typeof runEn = {
  run: {
    picture: 'Plätze und Abschnitte des Zuges',
    keys:
      'Ziehen Sie über Plätze und Abschnitte, oder nehmen Sie die Pfeiltasten; Umschalt wählt aus. ' +
      'Ein Klick oder die Eingabetaste auf einem Balken öffnet die Buchung.',
    coach: (number) => `Wagen ${number}`,
    seat: 'Platz',
    seats: (n) => count(n, { one: '# Platz', other: '# Plätze' }),
    booking: 'Buchung',
    openBooking: 'Öffnen',
    claims: 'Wer ihn hat, und auf welchem Teil des Weges',
    asTable: 'Als Tabelle',
    taken: (share) => `${share} der Plätze ab hier belegt`,
    live: 'Aktuell',
    notLive: 'Veraltet: Der Server antwortet nicht.',
    pointAt: 'Zeigen Sie auf einen Balken, um zu sehen, wem er gehört.',
    howTo:
      'Nichts ist ausgewählt. Wählen Sie im Bild Plätze und Abschnitte, um sie zu sperren oder freizugeben.',
    selection: 'Auswahl',
    countedBy: 'Gezählt als Plätze mal Abschnitte.',
    statuses: { FREE: 'Frei', BOOKED: 'Gebucht', HELD: 'Gehalten', BLOCKED: 'Gesperrt' },
    block: 'Freies sperren',
    free: 'Gesperrtes freigeben',
    willBlock: 'Sperren nimmt aus dem Verkauf, was hier frei ist.',
    willLeave: (n) =>
      count(n, { one: '# Fahrgast behält den Platz.', other: '# Fahrgäste behalten ihre Plätze.' }),
    more: (n) => count(n, { one: 'und # weiterer', other: 'und # weitere' }),
    done: {
      block: (n) =>
        count(n, {
          zero: 'Hier war nichts frei.',
          one: '# Abschnitt ist gesperrt.',
          other: '# Abschnitte sind gesperrt.',
        }),
      free: (n) =>
        count(n, {
          zero: 'Hier war nichts gesperrt.',
          one: '# Abschnitt ist wieder frei.',
          other: '# Abschnitte sind wieder frei.',
        }),
    },
    leftAlone: (n) =>
      count(n, {
        one: '# Platz eines Fahrgasts blieb, wie er war.',
        other: '# Plätze von Fahrgästen blieben, wie sie waren.',
      }),
    undo: 'Rückgängig machen',
  },
}
