import { createHash } from 'node:crypto'
import type { Language } from '../domain/language.ts'
import type { Brand, Picture } from '../domain/railway/brand.ts'
import type { AccentColors } from '../domain/railway/brand-colors.ts'
import { isWordmark, type PageBrand, pageBrandOf } from '../domain/railway/page-brand.ts'
import { type PageFile, pictureFile, textFile } from './page-files.ts'

/** What a brand adds to the pages: files by path, and what stands in their heads. */
export interface BrandPages {
  readonly files: ReadonlyMap<string, PageFile>
  readonly facts: PageBrand
  /** Tags for the end of the head: colors, and the card that others show beside a link. */
  readonly head: string
  /** In the first language of the brand. */
  readonly description: string
}

const descriptions: Readonly<Record<Language, string>> = {
  en: 'Find a train, choose your seats, travel.',
  de: 'Zug finden, Plätze wählen, reisen.',
  ar: 'ابحث عن قطار، واختر مقاعدك، وسافر.',
}

const colorsPath = '/brand/colors.css'
/** A train, without a name. */
const usualCard = '/card.png'
const cardPath = '/brand/card.png'
const iconPath = '/icon.svg'

/** `siteUrl` is the public address of the pages, which cards need; null if it is not known. */
export function brandPages(brand: Brand, siteUrl: string | null): BrandPages {
  const files = new Map<string, PageFile>()
  const show = (picture: Picture) => {
    const path = picturePath(picture)
    files.set(path, pictureFile(picture))
    return path
  }
  const facts = pageBrandOf(brand, show)
  if (brand.card) files.set(cardPath, pictureFile(brand.card))
  if (brand.isOwn) {
    files.set(colorsPath, textFile(styleSheet(brand), 'text/css; charset=utf-8'))
    files.set(iconPath, iconOf(brand))
  }
  const description = descriptions[brand.languages[0]]
  return { files, facts, head: head(brand, siteUrl ?? '', description), description }
}

/** The name changes with the content, so that a browser may keep it for good. */
function picturePath({ bytes, mediaType }: Picture): string {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
  return `/brand/assets/${hash}${mediaType === 'image/png' ? '.png' : '.svg'}`
}

/** The same names as in `tokens.css`; twice `:root` wins over them, wherever the sheet is loaded. */
function styleSheet({ colors: { light, dark } }: Brand): string {
  const line = (name: string, key: keyof AccentColors) =>
    `  --${name}: light-dark(${light[key]}, ${dark[key]});\n`
  return `:root:root {\n${[
    line('accent', 'accent'),
    line('accent-strong', 'accentStrong'),
    line('accent-ink', 'accentInk'),
    line('accent-soft', 'accentSoft'),
  ].join('')}}\n`
}

/** The logo if it fits a square, else the first letter of the name on the color of the brand. */
function iconOf({ name, logo, colors }: Brand): PageFile {
  if (logo?.light.mediaType === 'image/svg+xml' && !isWordmark(logo.light)) return pictureFile(logo.light)
  const { accent, accentInk } = colors.light
  const letter = [...name][0]?.toLocaleUpperCase() ?? ''
  return textFile(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
      `<rect width="32" height="32" rx="8" fill="${accent}"/><text x="16" y="23" font-size="20" ` +
      `font-family="system-ui,sans-serif" font-weight="700" text-anchor="middle" fill="${accentInk}">` +
      `${escapeHtml(letter)}</text></svg>`,
    'image/svg+xml',
  )
}

/** Open Graph: what messengers and other sites show beside a link. */
function head({ name, isOwn, card }: Brand, siteUrl: string, description: string): string {
  const properties = {
    'og:type': 'website',
    'og:site_name': name,
    'og:title': name,
    'og:description': description,
    'og:image': siteUrl + (card ? cardPath : usualCard),
    'og:image:width': String(card?.width ?? 1_200),
    'og:image:height': String(card?.height ?? 630),
  }
  const tags = Object.entries(properties).map(
    ([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}" />`,
  )
  const sheet = isOwn ? [`<link rel="stylesheet" href="${colorsPath}" />`] : []
  return [...sheet, ...tags, '<meta name="twitter:card" content="summary_large_image" />'].join('\n    ')
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
