import { type Language, languages } from '../language.ts'
import { type BrandColors, plainColors } from './brand-colors.ts'

/** How passengers reach the railway; null if it does not say. */
interface BrandContact {
  readonly email: string | null
  readonly phone: string | null
}

/** What a railway says about itself in words. Addresses are those of the web; null if there is none. */
export interface BrandWords {
  readonly name: string
  readonly contact: BrandContact
  readonly terms: string | null
  readonly privacy: string | null
  readonly imprint: string | null
  /** The languages that it offers; the first one is used where nobody has chosen. Never empty. */
  readonly languages: readonly [Language, ...Language[]]
}

/** A picture that is safe to show: an SVG without anything that runs or loads, or a PNG. */
export interface Picture {
  readonly mediaType: 'image/svg+xml' | 'image/png'
  readonly bytes: Uint8Array
  /** In pixels, or in the units of the SVG: only their ratio matters. */
  readonly width: number
  readonly height: number
}

/** The railway's own look. Pages, mails and tickets use the same one. */
export interface Brand extends BrandWords {
  /** True if the railway has a name and a look of its own, false for those of Holdfast. */
  readonly isOwn: boolean
  /** For light and for dark backgrounds; paper is light. Null if the name stands for itself. */
  readonly logo: { readonly light: Picture; readonly dark: Picture } | null
  /** What others show beside a link to the pages. Null for the one that every railway has. */
  readonly card: Picture | null
  readonly colors: BrandColors
}

/** What a brand has where its operator says nothing. */
export const unsaid: Omit<BrandWords, 'name'> = {
  contact: { email: null, phone: null },
  terms: null,
  privacy: null,
  imprint: null,
  languages,
}

/** The look without a brand. */
export const plainBrand: Brand = {
  ...unsaid,
  name: 'Holdfast',
  isOwn: false,
  logo: null,
  card: null,
  colors: plainColors,
}
