import { count, seats } from '../counts/en.ts'

const spaces = (n: number) => count(n, { one: '# bicycle space', other: '# bicycle spaces' })

/** Every text about what goes with a party without being anybody's seat, and about companions. */
export const additionsEn = {
  heading: 'Goes with you',
  note: 'A bicycle needs no name.',
  bicycle: 'Bicycle',
  plus: (n: number) => count(n, { one: '+ # bicycle', other: '+ # bicycles' }),
  /** A place that is not a seat, in a coach. */
  placeInCoach: (coach: string, place: string) => `Coach\u00a0${coach}, ${place}`,
  hold: (people: number, bicycles: number, kept: string | undefined) =>
    `Hold ${people > 0 ? `${seats(people)} and ` : ''}${spaces(bicycles)}${kept ? ` for ${kept}` : ''}`,
  companion: {
    offer: (seat: string, space: string) => `${seat} is kept for a companion, beside ${space}.`,
    take: (price: string) => `Add a companion: ${price}`,
    decline: 'No companion',
  },
}

export type AdditionsMessages = typeof additionsEn
