import { plurals } from '../plurals.ts'

export const count = plurals('en')
export const seats = (n: number) => count(n, { one: '# seat', other: '# seats' })
export const passengers = (n: number) => count(n, { one: '# passenger', other: '# passengers' })
