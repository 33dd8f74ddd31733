import { plurals } from '../plurals.ts'

export const count = plurals('de')
export const seats = (n: number) => count(n, { one: '# Platz', other: '# Plätze' })
export const passengers = (n: number) => count(n, { one: '# Person', other: '# Personen' })
