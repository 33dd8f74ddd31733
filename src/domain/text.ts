/**
 * The longest text allowed in an operator's files: codes and names of stations, trains, routes and agencies.
 */
export const longestOperatorText = 1_000

/**
 * Whether both databases can keep a text unchanged: PostgreSQL has no U+0000, and neither has half a
 * surrogate pair.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** C0, C1 and delete, and the two separators that end a line as a line feed does. */
const endsOrSteersLine = /[\p{Cc}\p{Zl}\p{Zp}]/u
const steersText = /[^\P{Cc}\r\n\t]|[\p{Zl}\p{Zp}]/u

/**
 * A visible character. Format characters, and those that Unicode says to ignore if a font does not know them,
 * are not visible. A private character may be a rare name, and an unassigned one a letter of a newer Unicode;
 * a noncharacter never becomes a letter.
 */
const visible =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

export const mustNotBeBlank = 'must not be blank'

/** What is wrong with a text of one line, worded to follow the name of the field; undefined if nothing is. */
export function lineProblem(text: string, longest: number): string | undefined {
  const problem = unstorable(text) ?? steering(text, endsOrSteersLine)
  if (problem !== undefined) return problem
  if (!visible.test(text)) return mustNotBeBlank
  return tooLong(text, longest)
}

/** As `lineProblem`, for a text that may be blank: a search term, or an id that is compared. */
export function maybeBlankLineProblem(text: string, longest: number): string | undefined {
  return unstorable(text) ?? steering(text, endsOrSteersLine) ?? tooLong(text, longest)
}

/** As `lineProblem`, for a text of several lines, such as a comment. It may be blank. */
export function noteProblem(text: string, longest: number): string | undefined {
  return unstorable(text) ?? steering(text, steersText) ?? tooLong(text, longest)
}

function unstorable(text: string): string | undefined {
  return text.isWellFormed() ? undefined : 'must be valid text; it has half of a surrogate pair'
}

function steering(text: string, forbidden: RegExp): string | undefined {
  const found = forbidden.exec(text)?.[0]
  return found === undefined ? undefined : `must not have control characters; it has ${codePoint(found)}`
}

/** As the Unicode standard writes it: `U+001B`. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Counts characters as people and JSON Schema do, not halves of surrogate pairs. */
function tooLong(text: string, longest: number): string | undefined {
  if (text.length <= longest) return undefined
  let count = 0
  for (const _ of text) if (++count > longest) return `must not have more than ${longest} characters`
  return undefined
}

/** Letters that Unicode does not decompose into a letter and a mark, and that other keyboards do not have. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ħ: 'h',
  ł: 'l',
  ı: 'i',
}

/**
 * The marks that readers may leave out: accents, and the points of Hebrew and Arabic. In other scripts a mark
 * is a letter in its own right, such as a vowel of Hindi or Thai, and the voicing of kana makes another one.
 */
const accents =
  /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}/gu

/**
 * The form for comparing and searching texts: lowercase letters without accents, with a space for each run of
 * other characters.
 */
export function fold(text: string): string {
  // Most names are plain, and a hundred thousand of them are folded at a time.
  if (/^[ -~]*$/.test(text))
    return text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim()
  return text
    .normalize('NFKD')
    .replaceAll(accents, '')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøðđþħłı]/g, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * The form in which names are searched and compared: folded, or, without a letter or digit, as it is on one
 * line. It is empty only for a blank text, so "%" finds names with "%" and not all names.
 */
export function searchForm(text: string): string {
  return fold(text) || text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
