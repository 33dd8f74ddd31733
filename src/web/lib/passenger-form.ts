import type { Contact, PassengerDetails } from './seating.ts'

/** The server's bounds (api.md): a name of 1 to 100 characters, an age of 0 to 125. */
const longestName = 100
const oldestAge = 125
const longestPhone = 40

export type PassengerField = 'name' | 'age' | 'gender'
export type ContactField = 'email' | 'phone'
export type FieldName = ContactField | `${PassengerField}-${number}`

/** The fields that cannot be sent so, in the order of the form. */
export function wrongFields(passengers: readonly PassengerDetails[], contact: Contact): readonly FieldName[] {
  const ofPassengers = passengers.flatMap(({ name, age, gender }, index) => {
    const wrong: FieldName[] = []
    const length = [...name.trim()].length
    if (length < 1 || length > longestName) wrong.push(`name-${index}`)
    if (parseAge(age) === undefined) wrong.push(`age-${index}`)
    if (gender === '') wrong.push(`gender-${index}`)
    return wrong
  })
  const { email, phone } = contact
  const wrong: FieldName[] = []
  if (email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) wrong.push('email')
  if (phone.trim() !== '' && (phone.trim().length > longestPhone || !/\d/.test(phone))) wrong.push('phone')
  return [...ofPassengers, ...wrong]
}

/** Whole years; digits of any script count. Undefined for anything else. */
export function parseAge(text: string): number | undefined {
  const digits = text.trim().replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
  if (!/^\d{1,3}$/.test(digits)) return undefined
  const age = Number(digits)
  return age <= oldestAge ? age : undefined
}
