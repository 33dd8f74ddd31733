import { lineProblem } from '../text.ts'

/** RFC 5321 section 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
export const longestEmail = 254
/** RFC 5321 section 4.5.3.1.1. */
const longestLocalPart = 64
/**
 * The most digits of a telephone number with its country prefix (ITU-T E.164 section 6), and the fewest that
 * any number has.
 */
const mostDigits = 15
const fewestDigits = 3
export const longestPhone = 40

// Letters of any script, since mailboxes and domains may have them (RFC 6531). Quoted local parts and address
// literals are excluded.
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+"
const localPart = new RegExp(`^${atom}(\\.${atom})*$`, 'u')
const restOfLabel = '([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])'
// The last label of a domain begins with a letter, or an IP address would pass for a domain.
const domain = new RegExp(`^([\\p{L}\\p{N}]${restOfLabel}?\\.)+\\p{L}${restOfLabel}$`, 'u')

/**
 * What is wrong with an e-mail address; undefined if nothing is. Only sending mail can show whether anyone
 * reads it.
 */
export function emailProblem(text: string): string | undefined {
  const problem = lineProblem(text, longestEmail)
  if (problem !== undefined) return problem
  const at = text.lastIndexOf('@')
  const [local, host] = [text.slice(0, at), text.slice(at + 1)]
  const isAddress = at > 0 && local.length <= longestLocalPart && localPart.test(local) && domain.test(host)
  return isAddress ? undefined : 'must be an e-mail address such as ada@example.org'
}

/** The form in which two addresses are compared: providers do not tell capitals apart. */
export function emailForm(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

const phoneCharacters = /^\+?[\p{Nd}\p{Zs}\p{Pd}()./]+$/u

/**
 * What is wrong with a telephone number; undefined if nothing is. It may be written as people write it, in
 * digits of any script.
 */
export function phoneProblem(text: string): string | undefined {
  const problem = lineProblem(text, longestPhone)
  if (problem !== undefined) return problem
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0
  const isNumber = phoneCharacters.test(text.trim()) && digits >= fewestDigits && digits <= mostDigits
  return isNumber ? undefined : 'must be a telephone number such as +41 44 123 45 67'
}

/** People leave out the prefix of the country, and write the one of the area in several ways. */
const comparedDigits = 7

/** The form in which two telephone numbers are compared: their last seven digits, in ASCII. */
export function phoneForm(text: string): string {
  const digits = text.normalize('NFKC').match(/\p{Nd}/gu) ?? []
  return digits.slice(-comparedDigits).map(digitValue).join('')
}

/** Unicode has the ten digits of each script in a row, from zero to nine. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return value
}
