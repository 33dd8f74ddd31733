import type { Brand, BrandWords, Picture } from './brand.ts'

/** The brand as a page knows it: in words, with the addresses of its pictures. */
export interface PageBrand extends BrandWords {
  readonly isOwn: boolean
  readonly logo: {
    readonly light: string
    readonly dark: string
    readonly width: number
    readonly height: number
  } | null
}

/** At this ratio of width to height, a logo is taken to contain the name of the railway. */
const wordmarkRatio = 2

/** `addressOf` gives the address at which the server shows a picture. */
export function pageBrandOf(brand: Brand, addressOf: (picture: Picture) => string): PageBrand {
  const { isOwn, name, contact, terms, privacy, imprint, languages, logo } = brand
  const words = { isOwn, name, contact, terms, privacy, imprint, languages }
  if (logo === null) return { ...words, logo: null }
  const { width, height } = logo.light
  return {
    ...words,
    logo: { light: addressOf(logo.light), dark: addressOf(logo.dark), width, height },
  }
}

export function isWordmark({ width, height }: Pick<Picture, 'width' | 'height'>): boolean {
  return width >= wordmarkRatio * height
}
