import { count, seats } from '../counts/de.ts'
import type { ResultsMessages } from './en.ts'

export const resultsDe: ResultsMessages = {
  title: (from, to) => `Züge von ${from} nach ${to}`,
  change: 'Suche ändern',
  found: (n) => count(n, { one: '# Zug', other: '# Züge' }),
  sort: 'Sortieren nach',
  sorts: { departure: 'Abfahrt', arrival: 'Ankunft', duration: 'Dauer', price: 'Preis' },
  filterClass: 'Klasse',
  allClasses: 'Alle Klassen',
  time: 'Abfahrt',
  times: {
    any: 'Jede Zeit',
    night: 'Nachts, 0–6',
    morning: 'Morgens, 6–12',
    afternoon: 'Nachmittags, 12–18',
    evening: 'Abends, 18–24',
  },
  onlyEnough: (n) => count(n, { one: 'Nur Züge mit # freien Platz', other: 'Nur Züge mit # freien Plätzen' }),
  earlier: 'Früher: am Tag davor',
  later: 'Später: am Tag danach',
  dayLater: (n) => count(n, { one: '+# Tag', other: '+# Tage' }),
  seatsLeft: (n) => count(n, { zero: 'ausverkauft', one: 'noch #', other: 'noch #' }),
  chooseIn: (name, train) => `Plätze wählen: ${name} im ${train}`,
  total: (price) => `zusammen ${price}`,
  stops: 'Halte',
  stopsOf: (train) => `Halte von ${train}`,
  offSale: {
    LEFT: 'Nicht mehr im Verkauf',
    WAITING:
      'Nicht im Verkauf: Dieser Zug ändert sich, und die Bahn hat noch nicht entschieden, wie er fährt.',
    WITHDRAWN: 'Nicht im Verkauf: Dieser Zug steht nicht mehr im Fahrplan.',
    CLOSED: 'Nicht im Verkauf: Die Bahn hat diesen Zug gesperrt.',
    CANCELLED: 'Fällt aus: Dieser Zug fährt hier nicht.',
  },
  empty: {
    past: 'Dieser Tag liegt in der Vergangenheit',
    departed: 'Der letzte direkte Zug ist heute schon abgefahren',
    not_yet: 'Noch nicht im Verkauf',
    none: 'Kein direkter Zug an diesem Tag',
  },
  onSaleFrom: (date) => `Der Verkauf für diesen Tag beginnt am ${date}.`,
  noneNext: (date) => `Der nächste Tag mit einem direkten Zug ist ${date}.`,
  noneAfter: (date) => `Der letzte Tag im Verkauf mit einem direkten Zug ist ${date}.`,
  noneFar: (date) =>
    `Zwischen diesen Bahnhöfen fährt bis ${date} kein direkter Zug. ` +
    'Die Züge einer Reise mit Umstieg können Sie einzeln nacheinander buchen.',
  goTo: (date) => `${date} anzeigen`,
  turnRound: (date) => `Rückfahrten am ${date} anzeigen`,
  filteredAway: 'An diesem Tag passt kein Zug zu Ihren Filtern.',
  clearFilters: 'Filter zurücksetzen',
  calendar: 'Günstigster Preis je Tag',
  calendarDay: (date, price, seatCount) => `${date}: ab ${price}, ${seats(seatCount)} zu diesem Preis`,
  calendarNone: (date) => `${date}: kein direkter Zug`,
  calendarFull: (date) => `${date}: kein Platz frei`,
  calendarNotYet: (date, from) => `${date}: im Verkauf ab ${from}`,
  unknownStation: 'Einer dieser Bahnhöfe steht nicht im Fahrplan. Wählen Sie beide noch einmal.',
}
