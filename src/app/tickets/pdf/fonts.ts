import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { sfntOf } from './sfnt.ts'

export type Weight = 400 | 700

/** A font as a document knows it; a document holds only the glyphs that it uses. */
export interface NamedFont {
  readonly name: string
  readonly font: Font
}

/** What a ticket can be written with, in the order in which a letter is looked for. */
const parts: readonly (readonly [packageName: string, part: string])[] = [
  ['@fontsource/noto-sans', 'latin'],
  ['@fontsource/noto-sans', 'latin-ext'],
  ['@fontsource/noto-sans', 'vietnamese'],
  ['@fontsource/noto-sans', 'greek'],
  ['@fontsource/noto-sans', 'greek-ext'],
  ['@fontsource/noto-sans', 'cyrillic'],
  ['@fontsource/noto-sans', 'cyrillic-ext'],
  ['@fontsource/noto-sans-arabic', 'arabic'],
  ['@fontsource/noto-sans-hebrew', 'hebrew'],
]

const { resolve } = createRequire(import.meta.url)

/** Parsed once: a font costs more to parse than a ticket to draw. */
const parsed = new Map<string, NamedFont>()

/** The font for a letter: `last` if it has it, so that signs stay with the words around. */
export function fontFor(letter: string, weight: Weight, last?: NamedFont): NamedFont | undefined {
  const code = letter.codePointAt(0) ?? 0
  if (last?.font.hasGlyphForCodePoint(code)) return last
  for (const [packageName, part] of parts) {
    const named = fontOf(packageName, part, weight)
    if (named.font.hasGlyphForCodePoint(code)) return named
  }
  return undefined
}

function fontOf(packageName: string, part: string, weight: Weight): NamedFont {
  const name = `${packageName.slice('@fontsource/'.length)}-${part}-${weight}`
  const known = parsed.get(name)
  if (known) return known
  const file = resolve(`${packageName}/files/${name}-normal.woff`)
  const font = create(sfntOf(readFileSync(file)))
  if ('fonts' in font) throw new Error(`${file} has several fonts`)
  const named = { name, font }
  parsed.set(name, named)
  return named
}
