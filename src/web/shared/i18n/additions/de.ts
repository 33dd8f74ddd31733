import { count, seats } from '../counts/de.ts'
import type { AdditionsMessages } from './en.ts'

const spaces = (n: number) => count(n, { one: '# Fahrradplatz', other: '# Fahrradplätze' })

export const additionsDe: AdditionsMessages = {
  heading: 'Fährt mit',
  note: 'Ein Fahrrad braucht keinen Namen.',
  bicycle: 'Fahrrad',
  plus: (n) => count(n, { one: '+ # Fahrrad', other: '+ # Fahrräder' }),
  placeInCoach: (coach, place) => `Wagen\u00a0${coach}, ${place}`,
  hold: (people, bicycles, kept) =>
    `${people > 0 ? `${seats(people)} und ` : ''}${spaces(bicycles)} ${kept ? `für ${kept} ` : ''}vormerken`,
  companion: {
    offer: (seat, space) => `${seat} wird für eine Begleitperson freigehalten, neben ${space}.`,
    take: (price) => `Begleitperson hinzufügen: ${price}`,
    decline: 'Keine Begleitperson',
  },
}
