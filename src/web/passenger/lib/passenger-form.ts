import { emailProblem, phoneProblem } from '../../../domain/records/contact.ts'
import { longestPassengerName } from '../../../domain/records/payment.ts'
import { lineProblem } from '../../../domain/text.ts'
import { serverNow } from '../../shared/lib/today.ts'
import type { Contact, PassengerDetails } from './seating.ts'

/** The server's bound (api.md): an age of 0 to 125. */
const oldestAge = 125

type PassengerField = 'name' | 'age' | 'gender'
type ContactField = 'email' | 'phone'
export type FieldName = ContactField | `${PassengerField}-${number}`

/** The fields that the server would refuse, in the order of the form. */
export function wrongFields(passengers: readonly PassengerDetails[], contact: Contact): readonly FieldName[] {
  const ofPassengers = passengers.flatMap(({ name, age, gender }, index) => {
    const wrong: FieldName[] = []
    if (lineProblem(name.trim(), longestPassengerName) !== undefined) wrong.push(`name-${index}`)
    if (parseAge(age) === undefined) wrong.push(`age-${index}`)
    if (gender === '') wrong.push(`gender-${index}`)
    return wrong
  })
  const { email, phone } = contact
  const wrong: FieldName[] = []
  if (email.trim() !== '' && emailProblem(email.trim()) !== undefined) wrong.push('email')
  if (phone.trim() !== '' && phoneProblem(phone.trim()) !== undefined) wrong.push('phone')
  return [...ofPassengers, ...wrong]
}

/** Whole years, in digits of any script. Undefined for anything else. */
export function parseAge(text: string): number | undefined {
  const digits = plainDigits(text)
  if (!/^\d{1,3}$/.test(digits)) return undefined
  const age = Number(digits)
  return age <= oldestAge ? age : undefined
}

/** A year in which a passenger can have been born, in digits of any script. Undefined for anything else. */
export function parseBirthYear(text: string): number | undefined {
  const year = Number(plainDigits(text))
  return year >= 1900 && ageIn(year) >= 0 ? year : undefined
}

/** The age that somebody who was born in a year reaches in this one, by the server's clock. */
export function ageIn(birthYear: number): number {
  return new Date(serverNow()).getFullYear() - birthYear
}

/** The year in which somebody of an age was born, give or take the birthday. */
export function birthYearOf(age: number): number {
  return new Date(serverNow()).getFullYear() - age
}

function plainDigits(text: string): string {
  return text.trim().replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}
