import { plurals } from '../../../shared/i18n/plurals.ts'
import type { todayEn } from './en.ts'

const count = plurals('de-DE')

export const todayDe: typeof todayEn = {
  today: {
    date: 'Datum',
    before: 'Tag davor',
    after: 'Tag danach',
    search: 'Zug, Linie oder Bahnhof',
    none: (day) => `Keine Züge am ${day}`,
    noneHelp:
      'Der Fahrplan hat an diesem Tag keine Fahrt, oder sie ist noch nicht geöffnet: Fahrten werden ' +
      'so weit voraus geöffnet, wie es der Server vorsieht. Lesen Sie mit „holdfast import“ einen ' +
      'Fahrplan ein, oder wählen Sie ein anderes Datum.',
    noMatch: 'Kein Zug dieses Tages passt dazu.',
    trains: 'Züge',
    departure: 'Ab',
    train: 'Zug',
    way: 'Von – nach',
    load: 'Auslastung je Abschnitt',
    fullest: 'Höchstens',
    booked: 'Gebucht',
    held: 'Gehalten',
    blocked: 'Gesperrt',
    seats: 'Plätze',
    state: 'Stand',
    offSale: 'Nicht im Verkauf',
    onSale: 'Im Verkauf',
    reasons: {
      WAITING: 'Wartet auf Entscheidung',
      WITHDRAWN: 'Zurückgezogen',
      CLOSED: 'Geschlossen',
      CANCELLED: 'Gestrichen',
    },
    more: (n) => count(n, { one: '# weiteren Zug zeigen', other: '# weitere Züge zeigen' }),
  },
}
