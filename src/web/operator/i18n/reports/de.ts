import { plurals } from '../../../shared/i18n/plurals.ts'
import type { reportsEn } from './en.ts'

const count = plurals('de')

export const reportsDe: typeof reportsEn = {
  reports: {
    title: 'Berichte',
    from: 'Von',
    to: 'Bis',
    by: 'Gegliedert nach',
    dimensions: {
      day: 'Tag',
      train: 'Zug',
      class: 'Klasse',
      fare: 'Tarif',
      channel: 'Vertriebsweg',
      method: 'Zahlungsart',
    },
    channels: {
      guest: 'Ohne Konto',
      account: 'Mit Konto',
      desk: 'Am Schalter',
      key: 'Durch ein Programm',
    },
    csv: 'Als CSV herunterladen',
    failed: 'Die Datei konnte nicht geladen werden. Versuchen Sie es noch einmal.',
    empty: 'In dieser Zeit wurde nichts verkauft oder erstattet',
    emptyHelp:
      'Verkäufe, Erstattungen und Entschädigungen erscheinen hier, sobald es welche gibt. Wählen Sie einen ' +
      'früheren ersten Tag, oder sehen Sie sich die Züge von heute an.',
    wrongOrder: 'Der letzte Tag liegt vor dem ersten.',
    bookings: 'Buchungen',
    seats: 'Plätze',
    sales: 'Verkäufe',
    refunds: 'Erstattungen',
    fees: 'Gebühren',
    compensation: 'Entschädigungen',
    received: 'Eingenommen',
    paidOut: 'Ausgezahlt',
    total: 'Summe',
    zone: (zone) => `Es gelten die Tage von ${zone}.`,
  },
  closing: {
    title: 'Tagesabschluss',
    lead: 'Ein abgeschlossener Tag hat seine Buchungszeilen mit laufenden Nummern, und sie ändern sich nie.',
    next: (day) => `Als Nächstes: ${day}`,
    lines: (n) => count(n, { one: '# Zeile', other: '# Zeilen' }),
    late: (n) =>
      count(n, {
        one: '# Zeile gehört zu einem Tag, der schon abgeschlossen war, als sie bekannt wurde.',
        other: '# Zeilen gehören zu Tagen, die schon abgeschlossen waren, als sie bekannt wurden.',
      }),
    notOver: 'Dieser Tag ist noch nicht vorbei.',
    underWay: 'Jemand hat begonnen, diesen Tag abzuschließen. Der Abschluss geht dort weiter.',
    close: 'Diesen Tag abschließen',
    sure:
      'Die Zeilen werden endgültig geschrieben, mit laufenden Nummern. Das lässt sich nicht rückgängig ' +
      'machen.',
    confirm: 'Endgültig abschließen',
    cancel: 'Jetzt nicht',
    closed: 'Abgeschlossene Tage',
    none: 'Noch ist kein Tag abgeschlossen. Der erste nimmt alles auf, was vor ihm war.',
    day: 'Datum',
    firstNumber: 'Erste Nummer',
    count: 'Zeilen',
    amount: 'Betrag',
    at: 'Abgeschlossen',
  },
}
