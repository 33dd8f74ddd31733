import type { Right } from './rights.ts'

/** Personal data as a caller may see it. Null says that there is none, or that it was erased. */
interface ShownPersonalData {
  name(text: string | null): string | null
  email(text: string | null): string | null
  phone(text: string | null): string | null
}

const asIs: ShownPersonalData = { name: (text) => text, email: (text) => text, phone: (text) => text }

/** Of a contact nothing is left but that there is one. */
const masked: ShownPersonalData = {
  name: (text) => text && maskedName(text),
  email: (text) => text && '…@…',
  phone: (text) => text && '…',
}

/**
 * How names and contacts of passengers look to somebody with these rights: as they are with
 * `personal_data.read`, masked without it. Every operator answer takes them through this.
 */
export function personalDataFor(rights: ReadonlySet<Right>): ShownPersonalData {
  return rights.has('personal_data.read') ? asIs : masked
}

/** More words would tell more of a name than initials should. */
const mostWords = 3

/** "Ada Vlasak" is "A… V…". Scripts without capitals have no initials: one character may be a whole name. */
function maskedName(name: string): string {
  const words = name.trim().split(/\s+/u).slice(0, mostWords)
  return words.map((word) => `${initialOf(word)}…`).join(' ')
}

function initialOf(word: string): string {
  const initial = /^\p{L}\p{M}*/u.exec(word)?.[0] ?? ''
  const hasCapitals = initial.toUpperCase() !== initial.toLowerCase()
  return hasCapitals && initial.length < word.length ? initial.toUpperCase() : ''
}
