import { plurals } from '../../../shared/i18n/plurals.ts'
import type { runActsEn } from './en.ts'

const count = plurals('de-DE')
const bookings = (n: number) => count(n, { zero: 'Keine Buchung', one: '# Buchung', other: '# Buchungen' })

export const runActsDe: typeof runActsEn = {
  runActs: {
    title: 'Verkauf und Betrieb',
    from: 'Von',
    to: 'Bis',
    class: 'Klasse',
    allClasses: 'Alle Klassen',
    close: 'Für den Verkauf schließen',
    closeLead:
      'Dort wird nichts mehr verkauft. Wer gebucht hat, behält den Platz; was dort nur gehalten ist, ' +
      'kann nicht mehr bezahlt werden.',
    closeNow: 'Schließen',
    open: 'Wieder für den Verkauf öffnen',
    openLead: 'Was dort geschlossen ist, wird wieder verkauft. Was ausfällt, fällt weiter aus.',
    openNow: 'Öffnen',
    cancel: 'Zug ausfallen lassen',
    cancelLead:
      'Der Zug fährt dort nicht. Jede Buchung wird voll erstattet, und die Fahrgäste erfahren es per E-Mail.',
    preview: 'Zeigen, was geschehen wird',
    willCancel: (way) => `Der Zug wird ${way} nicht fahren.`,
    willRefund: (n, sums) =>
      n === 0 ? 'Dort fährt keine Buchung mit.' : `${bookings(n)} werden voll erstattet: ${sums}.`,
    willSeats: (n) => count(n, { zero: 'Keine Plätze', one: '# Platz', other: '# Plätze' }),
    willHolds: (n) =>
      count(n, {
        zero: 'Niemand kauft dort gerade.',
        one: '# begonnener Kauf endet unbezahlt.',
        other: '# begonnene Käufe enden unbezahlt.',
      }),
    forever: 'Das kann nicht rückgängig gemacht werden.',
    cancelNow: 'Zug endgültig ausfallen lassen',
    state: 'Geschlossen und ausgefallen',
    closed: (way, what) => `Für den Verkauf geschlossen: ${way}, ${what}`,
    canceled: (way) => `Fällt aus: ${way}`,
    givenBack: (done, all) => `${done} von ${all} Buchungen erstattet`,
    since: (moment) => `seit ${moment}`,
    done: {
      close: 'Geschlossen. Dort wird nichts mehr verkauft.',
      open: 'Geöffnet. Dort werden wieder Plätze verkauft.',
      cancel: (n) => `Der Zug fällt aus. Zu erstatten: ${bookings(n)}.`,
    },
    way: (from, to) => `von ${from} bis ${to}`,
  },
  move: {
    title: 'Fahrgäste umsetzen',
    lead: 'Das System sucht andere Plätze: Gruppen bleiben zusammen, Klasse und Wünsche erhalten.',
    propose: 'Andere Plätze vorschlagen',
    booking: 'Buchung',
    from: 'Von Platz',
    to: 'Auf Platz',
    nobody: 'Hier hat niemand einen Platz gebucht.',
    unplaced: (n) =>
      count(n, {
        one: '# Fahrgast findet keinen anderen Platz und behält diesen.',
        other: '# Fahrgäste finden keine anderen Plätze und behalten diese.',
      }),
    apart: (n) =>
      count(n, {
        one: '# Gruppe sitzt danach weiter auseinander als jetzt.',
        other: '# Gruppen sitzen danach weiter auseinander als jetzt.',
      }),
    held: (n) =>
      count(n, {
        one: '# Platz wird gerade gekauft und bleibt; fragen Sie in einigen Minuten wieder.',
        other: '# Plätze werden gerade gekauft und bleiben; fragen Sie in einigen Minuten wieder.',
      }),
    block: 'Verlassene Plätze sperren',
    told: 'Alle Fahrgäste mit E-Mail-Adresse erfahren es und bekommen einen neuen Fahrschein.',
    apply: (n) => count(n, { one: '# Fahrgast umsetzen', other: '# Fahrgäste umsetzen' }),
    done: (n) =>
      count(n, { one: '# Fahrgast hat einen anderen Platz.', other: '# Fahrgäste haben andere Plätze.' }),
  },
  manifest: {
    link: 'Fahrgastliste',
    title: (train) => `Fahrgastliste von ${train}`,
    asOf: (moment) => `Stand: ${moment}`,
    print: 'Drucken',
    seat: 'Platz',
    who: 'Fahrgast',
    boards: 'Steigt ein',
    alights: 'Steigt aus',
    booking: 'Buchung',
    plan: 'Platzplan',
    list: 'Liste',
    show: 'Ansicht',
    none: 'Kein Platz dieses Zuges ist belegt',
    noneHelp: 'Wer bucht oder einen Platz hält, steht sofort hier.',
    masked: 'Namen sind verdeckt: Für sie braucht es das Recht personal_data.read.',
    boarding: (n) => count(n, { zero: 'niemand steigt ein', one: '# steigt ein', other: '# steigen ein' }),
    alighting: (n) => count(n, { zero: 'niemand steigt aus', one: '# steigt aus', other: '# steigen aus' }),
    stops: 'Nach Bahnhöfen',
  },
}
