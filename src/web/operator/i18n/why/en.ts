import { plurals } from '../../../shared/i18n/plurals.ts'

const count = plurals('en-GB')

export const whyEn = {
  why: {
    title: 'Why were seats refused?',
    lead: 'A refusal leaves no record. Enter what somebody wanted, and when; the run is looked at as it was.',
    seats: 'Seats wanted',
    at: 'When (empty: now)',
    look: 'Look',
    answers: {
      DEPARTED: 'The train had left the first station by then.',
      CANCELLED: 'This part of the way was canceled by then.',
      CLOSED: 'This part of the way was closed for sale then.',
      NOT_ENOUGH_SEATS: 'There were not enough free seats.',
      POSSIBLE:
        'Nothing of the run stood in the way, so it was something else, such as a limit of the caller.',
    },
    noneFree: 'No seat of the class was free over this way.',
    free: (n: number) => count(n, { one: '# seat was free', other: '# seats were free' }),
    taken: (n: number) => count(n, { one: '# seat was taken', other: '# seats were taken' }),
  },
}
