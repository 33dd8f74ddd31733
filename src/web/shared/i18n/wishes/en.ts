import type { Liking } from '../../seat-map/wishes.ts'
import { count, seats } from '../counts/en.ts'

/** Every text about what a party looks for, and what is proposed to it. */
export const wishesEn = {
  chooseForUs: 'Choose for us',
  another: 'Another proposal',
  label: 'What are you looking for?',
  together: 'Together',
  likings: {
    window: 'Window',
    aisle: 'Aisle',
    table: 'Table',
    quiet: 'Quiet',
    forward: 'Facing forward',
    accessible: 'Step-free',
    family: 'Family area',
    lower: 'Lower berth',
    middle_berth: 'Middle berth',
    upper: 'Upper berth',
  } as Readonly<Record<Liking, string>>,
  fitting: (n: number, shown: string) =>
    n === 0
      ? 'No free seat fits all of this.'
      : count(n, { one: '# seat fits', other: `${shown} seats fit` }),
  proposed: (places: string, why: string) => `${places}${why ? `: ${why}` : ''}.`,
  closenesses: {
    side: 'side by side',
    bay: 'together in one group',
    row: 'in one row',
    coach: 'near each other',
    apart: 'as near to each other as is still possible',
  },
  reasons: {
    window: (all) => (all ? 'at the window' : 'one at the window'),
    aisle: (all) => (all ? 'on the aisle' : 'one on the aisle'),
    table: (all) => (all ? 'at a table' : 'partly at a table'),
    quiet: (all) => (all ? 'in the quiet area' : 'partly in the quiet area'),
    forward: (all) => (all ? 'facing forward' : 'some facing forward'),
    accessible: (all) => (all ? 'step-free' : 'partly step-free'),
    family: (all) => (all ? 'in the family area' : 'partly in the family area'),
    lower: (all) => (all ? 'lower berths only' : 'a lower berth'),
    middle_berth: (all) => (all ? 'middle berths only' : 'a middle berth'),
    upper: (all) => (all ? 'upper berths only' : 'an upper berth'),
  } as Readonly<Record<Liking, (all: boolean) => string>>,
  unmet: (list: string) => `Not available: ${list}.`,
  tooFew: 'This class has too few free seats for all of you. Choose another class.',
  bar: (chosen: string, party: number) => `${chosen} of ${seats(party)}`,
  details: 'Seats and passengers',
}

export type WishesMessages = typeof wishesEn
