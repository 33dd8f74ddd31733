import { seatMapDe } from '../seat-map/i18n/de.ts'
import { additionsDe } from './additions/de.ts'
import { conditionsDe } from './conditions/de.ts'
import { count, passengers, seats } from './counts/de.ts'
import type { Messages } from './en.ts'
import { holdDe } from './hold/de.ts'
import { resultsDe } from './results/de.ts'
import { wishesDe } from './wishes/de.ts'

export const de: Messages = {
  languageName: 'Deutsch',
  skipToContent: 'Zum Inhalt springen',
  nav: {
    label: 'Hauptmenü',
    search: 'Zug finden',
    bookings: 'Meine Buchungen',
    find: 'Buchung suchen',
    account: 'Konto',
  },
  settings: {
    language: 'Sprache',
    theme: 'Darstellung',
    themes: { system: 'Wie auf dem Gerät', light: 'Hell', dark: 'Dunkel' },
  },
  footer: {
    terms: 'AGB',
    privacy: 'Datenschutz',
    imprint: 'Impressum',
    line: 'Holdfast: Plätze, die nie zweimal verkauft werden.',
    demo: 'Dies ist eine Demo-Bahn. Es fließt kein Geld, und es fährt kein Zug.',
    api: 'API-Referenz',
  },
  connection: {
    offline: 'Sie sind offline. Diese Seite kann veraltet sein; Ihre Auswahl bleibt erhalten.',
    back: 'Sie sind wieder online.',
    mapStale: 'Der Sitzplan ist gerade nicht live. Er wird alle paar Sekunden aktualisiert.',
  },
  common: {
    retry: 'Noch einmal versuchen',
    loading: 'Wird geladen …',
    to: 'nach',
    toward: 'Richtung',
    total: 'Gesamt',
    close: 'Schließen',
    optional: 'optional',
    seats,
    passengers,
    seatInCoach: (coach, seat) => `Wagen\u00a0${coach}, Platz\u00a0${seat}`,
    coach: (coach) => `Wagen ${coach}`,
    demoChoice: 'Demo',
  },
  seatMap: seatMapDe,
  search: {
    title: 'Zug finden',
    heading: 'Wohin möchten Sie fahren?',
    lead: 'Wählen Sie Ihren Platz selbst auf dem Live-Sitzplan des Zuges.',
    from: 'Von',
    to: 'Nach',
    stationHint: 'Name oder Kürzel',
    noStation: 'Kein Bahnhof hat diesen Namen oder dieses Kürzel.',
    near: 'bei',
    ambiguous: 'Mehrere Bahnhöfe passen. Wählen Sie einen aus der Liste.',
    stationsFound: (n) => count(n, { one: '# Bahnhof', other: '# Bahnhöfe' }),
    swap: 'Bahnhöfe tauschen',
    date: 'Datum',
    party: 'Reisende',
    fewer: 'Eine Person weniger',
    more: 'Eine Person mehr',
    submit: 'Züge anzeigen',
    missingFrom: 'Wählen Sie den Startbahnhof aus der Liste.',
    missingTo: 'Wählen Sie den Zielbahnhof aus der Liste.',
    same: 'Wählen Sie zwei verschiedene Bahnhöfe.',
    missingDate: 'Wählen Sie ein Datum.',
    past: 'Dieser Tag liegt in der Vergangenheit. Wählen Sie heute oder einen späteren Tag.',
    oddParty: (most, shown) => `Sie können für bis zu ${most} auf einmal buchen. Diese Seite zeigt ${shown}.`,
    steps: [
      ['Sehen', 'Jeder Wagen ist gezeichnet, wie er gebaut ist: Fenster, Tische, Türen und freie Plätze.'],
      [
        'Vormerken',
        'Wir halten Ihre Plätze frei, während Sie den Rest ausfüllen. Niemand sonst bekommt sie.',
      ],
      ['Fahren', 'Ihre Fahrkarte erscheint sofort und lässt sich Platz für Platz stornieren.'],
    ],
  },
  results: resultsDe,
  seatPage: {
    title: 'Plätze wählen',
    map: 'Plan',
    list: 'Liste',
    view: 'Ansicht',
    working:
      'In diesem Zug sind gerade viele Plätze vorgemerkt. Damit nicht Automaten alle Plätze nehmen, löst ' +
      'Ihr Gerät eine kleine Rechenaufgabe. Sie müssen nichts tun; es dauert ein paar Sekunden.',
    travelClass: 'Klasse',
    passenger: (n) => `Person ${n}`,
    remove: (seat) => `${seat} entfernen`,
    pickMore: (n) => `Wählen Sie noch ${seats(n)} oder machen Sie mit weniger weiter.`,
    pickFirst: 'Wählen Sie einen Platz auf dem Plan oder lassen Sie uns wählen.',
    hold: (n, kept) => `${seats(n)} ${kept ? `für ${kept} ` : ''}vormerken`,
    early: 'Namen vor dem Vormerken eingeben',
    earlyLead:
      'Was Sie jetzt eingeben, steht beim Bezahlen schon da, und Sie haben mehr Zeit. Es bleibt in diesem ' +
      'Browser, bis Sie ihn schließen. Ihre Plätze sind noch nicht vorgemerkt.',
    holding: 'Wird vorgemerkt …',
    yourSeats: 'Ihre Plätze',
    taken: (n, list) =>
      `Jemand war schneller. ${list} ${count(n, { one: 'ist', other: 'sind' })} jetzt vergeben.`,
    nearest: (n, list) =>
      `${count(n, { one: 'Nächster freier Platz', other: 'Nächste freie Plätze' })}: ${list}.`,
    takeNearest: (n) => count(n, { one: 'Diesen Platz nehmen', other: 'Diese Plätze nehmen' }),
  },
  additions: additionsDe,
  wishes: wishesDe,
  hold: holdDe,
  conditions: conditionsDe,

  checkout: {
    title: 'Reisende und Zahlung',
    passengersHeading: 'Reisende',
    name: 'Name',
    age: 'Alter',
    gender: 'Geschlecht',
    genders: { F: 'Weiblich', M: 'Männlich', X: 'Divers' },
    saved: {
      choose: 'Gespeicherte Person eintragen',
      nobody: 'Auswählen',
      save: 'Für das nächste Mal speichern',
      done: 'In Ihrem Konto gespeichert.',
      failed: 'Das ließ sich nicht speichern. Ihr Konto merkt sich höchstens 20 Personen.',
    },
    contactHeading: 'Kontakt',
    contactNote: 'Damit wir Ihnen Änderungen an Ihrem Zug mitteilen können. Beides darf leer bleiben.',
    email: 'E-Mail',
    phone: 'Telefon',
    paymentHeading: 'Zahlung',
    mock: 'Testzahlung: Es fließt kein Geld.',
    outcome: 'Was soll der Zahlungsdienst tun?',
    outcomes: {
      tok_ok: ['Zustimmen', 'Der übliche Fall'],
      tok_slow_4000: ['Langsam sein', 'Antwortet nach vier Sekunden'],
      tok_declined: ['Ablehnen', 'Die Karte wird abgelehnt'],
      tok_insufficient_funds: ['Ablehnen: Konto nicht gedeckt', 'Nicht genug Geld auf dem Konto'],
      tok_timeout: ['Nie antworten', 'Die Zahlungszeit läuft ab'],
      tok_late_ok_60000: ['Zu spät antworten', 'Genehmigt nach dem Abbruch; wird automatisch erstattet'],
    },
    pay: (amount) => `${amount} zahlen`,
    summary: 'Ihre Reise',
    errors: {
      heading: (n) => count(n, { one: 'Bitte prüfen Sie ein Feld', other: 'Bitte prüfen Sie # Felder' }),
      name: 'Geben Sie einen Namen mit höchstens 100 sichtbaren Zeichen ein.',
      age: 'Geben Sie ein Alter von 0 bis 125 ein.',
      gender: 'Wählen Sie eine der drei Angaben.',
      email: 'Geben Sie eine vollständige E-Mail-Adresse ein, oder lassen Sie das Feld leer.',
      phone: 'Geben Sie eine Telefonnummer mit höchstens 15 Ziffern ein, oder lassen Sie das Feld leer.',
    },
    unavailable:
      'Der Zahlungsdienst ist gerade nicht erreichbar. Ihre Plätze ' +
      'bleiben vorgemerkt. Versuchen Sie es noch einmal.',
  },
  payment: {
    waitingTitle: 'Ihre Zahlung wird bearbeitet',
    waiting: 'Das dauert einen Moment. Wir halten Ihre Plätze frei; Sie müssen nichts tun.',
    slow: 'Es dauert länger als sonst. Sie können später wiederkommen; Sie zahlen nicht zweimal.',
    elsewhere:
      'Für diese Plätze läuft eine Zahlung in einem anderen Fenster. ' +
      'Diese Seite aktualisiert sich automatisch.',
    unreachable:
      'Die Verbindung ist unterbrochen. Wir fragen nach, bis ' +
      'wir das Ergebnis kennen; Sie zahlen nicht zweimal.',
    unknownTitle: 'Wir kennen das Ergebnis noch nicht',
    unknown:
      'Der Server hat nicht geantwortet. Fragen Sie nach: Es ist dieselbe Zahlung, Sie zahlen nicht zweimal.',
    askAgain: 'Nachfragen',
    declinedTitle: 'Die Zahlung wurde abgelehnt',
    declined: 'Es wurde nichts abgebucht. Ihre Plätze sind wieder für andere frei.',
    declinedFunds: 'Auf dem Konto war nicht genug Geld.',
    timedOutTitle: 'Die Zahlung hat zu lange gedauert',
    timedOut:
      'Der Zahlungsdienst hat nicht rechtzeitig geantwortet. Es wurde nichts ' +
      'gebucht, und Ihre Plätze sind wieder für andere frei.',
    timedOutLate:
      'Kommt seine Antwort doch noch, wird Ihr Geld automatisch erstattet. Sie müssen nichts tun.',
  },
  booking: {
    title: (id) => `Buchung ${id}`,
    confirmed: 'Gebucht. Gute Reise!',
    ticket: 'Fahrkarte',
    changes: {
      MOVED: (departure: string, arrival: string) =>
        `Der Zug fährt zu neuen Zeiten. Gebucht waren Abfahrt ${departure}, Ankunft ${arrival}.`,
      RECOACHED: 'Der Zug fährt mit anderen Wagen. Ihre Plätze bleiben, wo sie waren.',
      ELSEWHERE: (places: string) =>
        'Der Zug fährt mit anderen Wagen. Sie behalten Ihre Plätze, aber nicht alle liegen noch so ' +
        `wie gewählt: ${places}.`,
      WAITING: 'Dieser Zug ändert sich. Die Bahn teilt Ihnen mit, was aus Ihrer Buchung wird.',
      WITHDRAWN: 'Dieser Zug steht nicht mehr im Fahrplan. Bitte fragen Sie die Bahn nach Ihrer Buchung.',
    },
    reference: 'Buchung',
    status: { CONFIRMED: 'Bestätigt', CANCELLED: 'Storniert', PARTLY: 'Teilweise storniert' },
    departure: 'Abfahrt',
    arrival: 'Ankunft',
    passengersHeading: 'Reisende und Plätze',
    erased: 'Name gelöscht',
    age: (n) => count(n, { one: '# Jahr', other: '# Jahre' }),
    paid: 'Bezahlt',
    refunded: 'Erstattet',
    bookedAt: 'Gebucht',
    cancelledAt: 'Storniert',
    payment: 'Zahlung',
    payments: {
      REQUESTED: 'angefragt',
      AUTHORIZED: 'genehmigt',
      CAPTURED: 'eingegangen',
      VOIDED: 'aufgehoben',
      DECLINED: 'abgelehnt',
      TIMED_OUT: 'abgebrochen',
    },
    onCoach: 'So finden Sie Ihre Plätze',
    print: 'Drucken',
    linkHeading: 'Privater Link',
    linkNote:
      'Wer diesen Link hat, sieht die Buchung. Bewahren Sie ihn auf oder schicken Sie ihn sich selbst.',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    mail: 'Per E-Mail senden',
    mailSubject: (id) => `Ihre Buchung ${id}`,
    share: 'Teilen',
    byLink: 'Sie sehen diese Buchung über ihren privaten Link.',
    byLinkChange:
      'Um Plätze zu stornieren, geben Sie einen Code ein. ' +
      'Wir senden ihn an die E-Mail-Adresse der Buchung.',
    byLinkSend: 'Plätze stornieren',
    byLinkNoEmail:
      'Zu dieser Buchung gehört keine E-Mail-Adresse, daher können wir keinen Code senden. ' +
      'Bitte wenden Sie sich an die Bahn.',
    cancelHeading: 'Plätze stornieren',
    cancelLead: 'Wählen Sie, wer nicht mitfährt. Sie sehen zuerst, was Sie zurückbekommen.',
    cancelAll: 'Alle',
    askQuote: 'Meine Erstattung anzeigen',
    quoteRefund: 'Ihre Erstattung',
    quoteFee: 'Gebühr',
    quoteUntil: (time) => `Dieses Angebot gilt bis ${time} Uhr.`,
    confirmCancel: (n) => `${seats(n)} jetzt stornieren`,
    keep: 'Buchung behalten',
    quoteGone: 'Das Angebot ist abgelaufen. Fordern Sie ein neues an.',
    alreadyCancelled: 'Diese Plätze waren schon storniert. Die Buchung oben ist auf dem neuesten Stand.',
    cancelled: (amount) => `Storniert. ${amount} sind auf dem Weg zu Ihnen.`,
    cancelledFree: 'Storniert.',
    again: 'Noch eine Reise buchen',
  },
  bookings: {
    title: 'Meine Buchungen',
    empty: 'Noch keine Buchungen',
    emptyLead: 'Hier erscheinen die Buchungen, die Sie mit diesem Browser machen.',
    more: 'Mehr anzeigen',
    note: 'Diese Liste zeigt die Buchungen, die Sie mit diesem Browser gemacht oder geöffnet haben.',
    findOther: 'Eine andere Buchung suchen',
  },
  find: {
    title: 'Buchung suchen',
    lead: 'Wir senden einen Code an die E-Mail-Adresse, mit der gebucht wurde.',
    reference: 'Buchungsnummer',
    referenceHint: 'Acht Buchstaben und Ziffern, wie auf der Fahrkarte',
    email: 'E-Mail',
    send: 'Code senden',
    noEmail: 'Ohne E-Mail-Adresse gebucht? Der private Link der Buchung zeigt sie weiterhin.',
    errors: {
      reference: 'Geben Sie die acht Buchstaben und Ziffern der Buchungsnummer ein.',
      email: 'Geben Sie eine vollständige E-Mail-Adresse ein.',
    },
    codeTitle: 'Code eingeben',
    sent: (email) =>
      `Wenn diese Buchung mit ${email} gemacht wurde, ist ein Code dorthin unterwegs. Er gilt 15 Minuten.`,
    sentToContact: 'Ein Code ist unterwegs zur E-Mail-Adresse der Buchung. Er gilt 15 Minuten.',
    code: 'Code aus der E-Mail',
    codeHint: 'Zehn Ziffern. Nur der neueste Code gilt.',
    open: 'Buchung öffnen',
    wrong:
      'Dieser Code stimmt nicht oder gilt nicht mehr. Prüfen Sie die Ziffern in der neuesten E-Mail, ' +
      'oder lassen Sie sich einen neuen Code senden.',
    missing: 'Geben Sie die zehn Ziffern des Codes ein.',
    resend: 'Neuen Code senden',
    resendIn: (time) => `Neuen Code senden in ${time}`,
    resent: 'Ein neuer Code ist unterwegs. Nur der neueste gilt.',
    change: 'Buchung oder E-Mail ändern',
    demo: 'Diese Demo verschickt keine E-Mails. Lesen Sie den Code im Postausgang.',
  },
  outbox: {
    title: 'Postausgang der Demo',
    lead:
      'Eine Demo verschickt keine E-Mails. ' +
      'Das sind die Nachrichten, die sie seit ihrem Start verschickt hätte.',
    empty: 'Noch keine Nachrichten',
    to: 'An',
    refresh: 'Aktualisieren',
    none:
      'Nur die Demo hat einen Postausgang, und man kann ihn nur auf dem Rechner lesen, ' +
      'auf dem sie läuft.',
  },
  lost: {
    title: 'Seite nicht gefunden',
    lead: 'Vielleicht enthält die Adresse einen Tippfehler, oder die Seite gibt es nicht mehr.',
    booking: 'Buchung nicht gefunden',
    bookingLead:
      'Vielleicht wurde sie mit einem anderen Browser gemacht. Suchen Sie sie mit Buchungsnummer und ' +
      'E-Mail-Adresse, oder öffnen Sie ihren privaten Link, der überall funktioniert.',
    run: 'Zug nicht gefunden',
    runLead: 'Vielleicht steht er nicht mehr im Fahrplan. Suchen Sie noch einmal.',
    home: 'Zug finden',
  },
  problems: {
    heading: 'Etwas ist schiefgegangen',
    unreachable:
      'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    unauthenticated:
      'Ihr Browser speichert keine Cookies dieser Website. Erlauben Sie ' +
      'sie: Ohne Cookie wissen wir nicht, welche Plätze Ihnen gehören.',
    overloaded: 'Gerade ist sehr viel los. Warten Sie einen Moment und versuchen Sie es noch einmal.',
    rate_limited:
      'Das waren zu viele Anfragen auf einmal. Warten Sie einen Moment und versuchen Sie es noch einmal.',
    too_many_holds:
      'Sie haben in diesem Zug schon zu viele Vormerkungen. ' +
      'Buchen Sie zuerst eine davon oder geben Sie sie frei.',
    network_holds_too_many:
      'Aus Ihrem Netz sind in diesem Zug gerade viele Plätze vorgemerkt und noch nicht bezahlt. ' +
      'Warten Sie ein paar Minuten und versuchen Sie es noch einmal, oder wählen Sie einen anderen Zug.',
    seats_cooling_down:
      'Diese Plätze wurden aus Ihrem Netz zweimal vorgemerkt und nicht bezahlt; jetzt haben andere den ' +
      'Vortritt. Wählen Sie andere Plätze oder versuchen Sie es in zehn Minuten noch einmal.',
    class_under_pressure:
      'In dieser Klasse sind gerade viele Plätze vorgemerkt und noch nicht bezahlt. Warten Sie ein paar ' +
      'Minuten und versuchen Sie es noch einmal, oder wählen Sie eine andere Klasse oder einen anderen Zug.',
    run_changed:
      'Dieser Zug hat sich gerade geändert. Laden Sie die Seite neu: Zeiten, Plätze und Preise können ' +
      'andere sein.',
    sale_closed:
      'Die Bahn verkauft auf diesem Abschnitt nichts mehr. ' +
      'Wählen Sie einen anderen Zug oder eine andere Klasse.',
    run_not_on_sale: 'Dieser Zug ist nicht im Verkauf. Wählen Sie einen anderen.',
    station_not_on_run: 'Dieser Zug hält nicht an diesem Bahnhof. Wählen Sie einen anderen.',
    segment_backwards: 'Dieser Zug fährt nicht vom ersten zum zweiten Bahnhof. Wählen Sie einen anderen Zug.',
    seat_taken: 'Jemand war schneller. Diese Plätze sind jetzt vergeben.',
    not_enough_seats: 'Es sind nicht mehr genug Plätze frei.',
    hold_pinned: 'Für diese Plätze läuft eine Zahlung. Warten Sie ihr Ergebnis ab.',
    other: (detail) => `Der Server sagt (auf Englisch): ${detail}`,
    crash:
      'Auf dieser Seite ist ein Fehler aufgetreten. Laden Sie sie neu; ' +
      'Ihre Buchung und Ihre Zahlung sind auf dem Server sicher.',
    reload: 'Neu laden',
  },
}
