import { count } from '../counts/de.ts'
import type { ConditionsMessages } from './en.ts'

export const conditionsDe: ConditionsMessages = {
  price: 'Preis',
  fee: 'Buchungsgebühr',
  refund: 'Wenn Sie stornieren',
  now: (share) => `Wenn Sie jetzt Plätze stornieren, erhalten Sie ${share} des Preises zurück.`,
  nothing: 'Für diese Plätze gibt es bei einer Stornierung nichts zurück.',
  kept: (fee) => `Je storniertem Platz behalten wir ${fee} ein.`,
  when: 'Sie stornieren',
  share: 'Sie erhalten zurück',
  until: (hours) =>
    count(hours, { one: 'bis # Stunde vor der Abfahrt', other: 'bis # Stunden vor der Abfahrt' }),
  untilDeparture: 'bis zur Abfahrt',
  later: 'später',
}
