import type { Messages } from '../i18n/en.ts'

/** The name of a travel class; one that an operator made up is shown as it is named, in words. */
export function className(t: Messages, travelClass: string): string {
  const known = t.seatMap.classes[travelClass]
  if (known) return known
  const words = travelClass.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
