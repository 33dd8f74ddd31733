import { tillForm } from '../../../domain/records/desk-ledger.ts'

const form = new RegExp(tillForm)
const place = 'holdfast.till'

export const isTill = (text: string) => form.test(text)

/** The till that was used last in this browser. */
export function lastTill(): string {
  try {
    return localStorage.getItem(place) ?? ''
  } catch {
    return ''
  }
}

export function keepTill(till: string): void {
  try {
    localStorage.setItem(place, till)
  } catch {
    // Then it is entered again.
  }
}
