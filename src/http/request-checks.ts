import { RequestMalformed } from './validation.ts'

/** A date that the calendar has; the schema has looked at its form already. */
export function checkDate(text: string, parameter: string): string {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
  } catch {
    throw new RequestMalformed([{ pointer: `/${parameter}`, detail: 'is no date of the calendar' }])
  }
}
