import { isLanguage, type Language, languages } from '../domain/language.ts'
import { type BrandWords, unsaid } from '../domain/railway/brand.ts'
import { type BrandColors, brandColors, leastContrast } from '../domain/railway/brand-colors.ts'
import { emailProblem, longestPhone } from '../domain/records/contact.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import { lineProblem } from '../domain/text.ts'

/** The railway's look as its operator writes it: pictures are files of the data folder, or absolute paths. */
export interface BrandSetting extends BrandWords {
  readonly logo: { readonly light: string; readonly dark: string } | null
  readonly card: string | null
  readonly colors: BrandColors | null
}

type Wrong = { readonly code: 'wrong_brand'; readonly sentence: string }

const longestName = 60
const longestPath = 1_000
const longestAddress = 1_000

/** The kind of setting that a brand is: an object in the file, the same as JSON elsewhere. */
export const brandSetting = {
  allowed: 'a JSON object with a name, such as {"name": "Halvora Railways"}',
  parse(text: string): BrandSetting | undefined {
    const parsed = parseBrand(text)
    return parsed.ok ? parsed.value : undefined
  },
  /** The sentence about the first mistake; undefined if it is not even an object. */
  mistake(text: string): string | undefined {
    const parsed = parseBrand(text)
    return parsed.ok || objectOf(text) === undefined ? undefined : parsed.refusal.sentence
  },
}

/** Members that are read, each with its parser; an unknown one is refused, since it may be a typing error. */
const known = ['name', 'logo', 'card', 'colors', 'contact', 'terms', 'privacy', 'imprint', 'languages']

function parseBrand(text: string): Reply<BrandSetting, Wrong> {
  const members = objectOf(text)
  if (!members) return wrong('it is no JSON object')
  try {
    refuseUnknown('', members, known)
    const { contact, name } = members
    return accept({
      name: line('name', name, longestName),
      logo: logoFiles(members.logo),
      card: optional(members.card, (value) => line('card', value, longestPath)),
      colors: optional(members.colors, parseColors),
      contact: optional(contact, parseContact) ?? unsaid.contact,
      terms: optional(members.terms, (value) => address('terms', value)),
      privacy: optional(members.privacy, (value) => address('privacy', value)),
      imprint: optional(members.imprint, (value) => address('imprint', value)),
      languages: optional(members.languages, parseLanguages) ?? unsaid.languages,
    })
  } catch (mistake) {
    if (mistake instanceof Mistake) return wrong(mistake.message)
    throw mistake
  }
}

/** A member that is not as it must be; never leaves this file. */
class Mistake extends Error {}

function wrong(sentence: string): Reply<never, Wrong> {
  return refuse({ code: 'wrong_brand', sentence })
}

function mustBe(member: string, value: unknown, allowed: string): never {
  if (value === undefined) throw new Mistake(`its "${member}" is missing; it must be ${allowed}`)
  throw new Mistake(`its "${member}" is ${JSON.stringify(value)}; it must be ${allowed}`)
}

function optional<T>(value: unknown, parse: (value: unknown) => T): T | null {
  return value === undefined || value === null ? null : parse(value)
}

function line(member: string, value: unknown, longest: number): string {
  if (typeof value !== 'string' || lineProblem(value, longest) !== undefined)
    return mustBe(member, value, `a text of 1 to ${longest} characters on one line`)
  return value.trim()
}

function address(member: string, value: unknown): string {
  const isOne =
    typeof value === 'string' &&
    value.length <= longestAddress &&
    URL.canParse(value) &&
    /^https?:$/.test(new URL(value).protocol)
  return isOne
    ? new URL(value).href
    : mustBe(member, value, 'an http or https address, such as https://rail.example.org/terms')
}

function logoFiles(value: unknown): BrandSetting['logo'] {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') {
    const file = line('logo', value, longestPath)
    return { light: file, dark: file }
  }
  const both = membersOf('logo', value, ['light', 'dark'], 'a file, or {"light": file, "dark": file}')
  return {
    light: line('logo.light', both.light, longestPath),
    dark: line('logo.dark', both.dark, longestPath),
  }
}

function parseColors(value: unknown): BrandColors {
  const form = 'two colors, such as {"light": "#14605a", "dark": "#63c7b9"}'
  const { light, dark } = membersOf('colors', value, ['light', 'dark'], form)
  const chosen = { light: color('colors.light', light), dark: color('colors.dark', dark) }
  const colors = brandColors(chosen)
  if (colors.ok) return colors.value
  const { theme, background, contrast } = colors.refusal
  throw new Mistake(
    `its "colors.${theme}" is "${chosen[theme]}", which has a contrast of ${contrast} to 1 ` +
      `with ${background} on ${theme} pages; letters need ${leastContrast} to 1, so choose a ` +
      `${theme === 'light' ? 'darker' : 'lighter'} color`,
  )
}

function color(member: string, value: unknown): string {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value))
    return mustBe(member, value, 'a color such as "#14605a"')
  return value.toLowerCase()
}

function parseContact(value: unknown): BrandWords['contact'] {
  const form = '{"email": "help@example.org", "phone": "+351 21 000 0000"}, or one of these'
  const { email, phone } = membersOf('contact', value, ['email', 'phone'], form)
  return {
    email: optional(email, (one) =>
      typeof one === 'string' && emailProblem(one) === undefined
        ? one
        : mustBe('contact.email', one, 'an e-mail address such as help@example.org'),
    ),
    phone: optional(phone, (one) => line('contact.phone', one, longestPhone)),
  }
}

function parseLanguages(value: unknown): readonly [Language, ...Language[]] {
  const allowed = `a list of ${languages.map((one) => `"${one}"`).join(', ')}, each at most once`
  if (!Array.isArray(value)) return mustBe('languages', value, allowed)
  const named = value.filter((one): one is Language => typeof one === 'string' && isLanguage(one))
  const [first, ...others] = named
  if (first === undefined || named.length < value.length || new Set(named).size < named.length)
    return mustBe('languages', value, allowed)
  return [first, ...others]
}

function membersOf(
  member: string,
  value: unknown,
  names: readonly string[],
  allowed: string,
): Readonly<Record<string, unknown>> {
  if (!isObject(value)) return mustBe(member, value, allowed)
  refuseUnknown(`${member}.`, value, names)
  return value
}

function refuseUnknown(prefix: string, value: object, names: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new Mistake(`it has a member "${prefix}${unknown}"; there are ${names.join(', ')}`)
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
