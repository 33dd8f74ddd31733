import type { auditEn } from './en.ts'

export const auditDe: typeof auditEn = {
  audit: {
    title: 'Protokoll aller Handlungen',
    link: 'Protokoll',
    run: 'Nummer der Fahrt',
    booking: 'Buchung',
    action: 'Was geschah',
    anyAction: 'Alles',
    staff: 'Mitarbeitende',
    staffNumber: 'Nummer der Person',
    anyStaff: 'Alle',
    show: 'Anzeigen',
    reset: 'Filter aufheben',
    ofRun: 'Was mit einem Zug geschah.',
    toRun: 'Zum Zug',
    ofBooking: 'Was mit einer Buchung geschah.',
    ofNoTrain:
      'Was zu keinem Zug gehört: Mitarbeitende, Schlüssel, Konten und abgeschlossene Tage. Für einen Zug ' +
      'oder eine Buchung geben Sie die Nummer der Fahrt oder den Buchungscode ein, oder Sie folgen auf ' +
      'der Seite eines Zuges dem Link „Protokoll“.',
    older: 'Ältere Einträge anzeigen',
    reading: 'Wird gelesen …',
    atEnd: 'Das sind alle.',
    none: 'Kein Eintrag passt',
    noneHelp:
      'Nichts dergleichen ist geschehen, oder es ist länger her, als Einträge aufbewahrt werden. Mit ' +
      'weniger Filtern sehen Sie mehr.',
    notYet: 'Unter den neuesten Einträgen ist keiner; es gibt ältere.',
    noRun: 'Eine Fahrt mit dieser Nummer gibt es nicht. Die Adresse ihrer Seite endet mit ihr.',
    noBooking: 'Eine Buchung mit diesem Code gibt es nicht, oder sie gehört nicht zu dieser Fahrt.',
  },
}
