import { plurals } from '../plurals.ts'
import type { HoldMessages } from './en.ts'

const count = plurals('de')

export const holdDe: HoldMessages = {
  left: 'Vorgemerkt für noch',
  minuteLeft: 'Noch eine Minute. Danach können andere Ihre Plätze nehmen.',
  secondsLeft: 'Noch fünfzehn Sekunden.',
  extend: (time) => `${time} länger vormerken`,
  extendable: 'Sie können sie einmal länger vormerken.',
  extended: (time) => `Ihre Plätze sind ${time} länger vorgemerkt.`,
  changeSeats: 'Plätze ändern',
  open: 'Für Sie vorgemerkte Plätze',
  openList: (list) => `Für Sie vorgemerkt: ${list}`,
  goOn: 'Weiter',
  giveUp: 'Freigeben',
  still:
    'Diese Plätze sind für Sie vorgemerkt. ' +
    'Wählen Sie andere, so ersetzen sie diese, sobald Sie sie vormerken.',
  expiredTitle: 'Ihre Zeit ist abgelaufen',
  expired: 'Ihre Plätze sind wieder für andere frei. Es wurde nichts abgebucht.',
  sameFree: (n) =>
    count(n, { one: 'Derselbe Platz ist noch frei.', other: 'Dieselben Plätze sind noch frei.' }),
  againSame: (n) =>
    count(n, {
      one: 'Denselben Platz noch einmal vormerken',
      other: 'Dieselben Plätze noch einmal vormerken',
    }),
  nearestFree: (n, list) =>
    `${count(n, {
      one: 'Ihr Platz ist jetzt vergeben. Nächster freier Platz',
      other: 'Einige Ihrer Plätze sind jetzt vergeben. Nächste freie Plätze',
    })}: ${list}.`,
  againNearest: (n) => count(n, { one: 'Diesen Platz vormerken', other: 'Diese Plätze vormerken' }),
  noneFree: 'In dieser Klasse sind nicht mehr genug Plätze frei.',
  otherSeats: 'Zurück zum Sitzplan',
  otherTrains: 'Andere Züge',
  releasedTitle: 'Diese Plätze sind nicht mehr vorgemerkt',
  released: 'Sie sind wieder für andere frei. Es wurde nichts abgebucht.',
  gone: 'Diese Vormerkung gibt es nicht, oder sie gehört Ihnen nicht',
}
