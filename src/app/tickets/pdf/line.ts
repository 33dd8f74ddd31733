import bidiFactory from 'bidi-js'
import { fontFor, type NamedFont, type Weight } from './fonts.ts'

export type Direction = 'ltr' | 'rtl'

/** What is drawn with one font in one direction. */
interface Piece {
  readonly named: NamedFont
  readonly text: string
  /** At size 1. */
  readonly width: number
}

/** A text as it is drawn in one line: its pieces from left to right. */
export interface Line {
  readonly text: string
  readonly pieces: readonly Piece[]
  /** At size 1. */
  readonly width: number
  /** False if there is no font for some letters; a question mark stands for each. */
  readonly isWhole: boolean
}

interface Part {
  readonly level: number
  readonly named: NamedFont
  /** False for a sign that stands alone within words from right to left, so that its order is ours. */
  readonly joins: boolean
  text: string
}

// Its types describe a default export within the default that Node gives.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)()
const letters = /[\p{L}\p{M}\p{Join_Control}]/u
/** Signs that only direct others, such as the one that turns the direction of writing. */
const unseen = /\p{Default_Ignorable_Code_Point}/u

/** Sets a text in a line, by the Unicode Bidirectional Algorithm (UAX 9). */
export function setLine(text: string, weight: Weight, direction: Direction): Line {
  const { parts, isWhole } = partsOf(text.normalize('NFC'), weight, direction)
  const pieces = inOrder(parts).map(({ named, text: part }) => ({
    named,
    text: part,
    width: widthOf(named, part),
  }))
  return { text, pieces, width: pieces.reduce((sum, { width }) => sum + width, 0), isWhole }
}

/** The same in as many lines as a width needs, at size 1. */
export function setLines(text: string, weight: Weight, direction: Direction, room: number): readonly Line[] {
  const set = (part: string) => setLine(part, weight, direction)
  const whole = set(text)
  if (whole.width <= room) return [whole]
  const lines: Line[] = []
  let last: Line | undefined
  for (const word of wordsWithin(text, room, set)) {
    const longer = last ? set(`${last.text} ${word}`) : set(word)
    if (last && longer.width > room) {
      lines.push(last)
      last = set(word)
    } else last = longer
  }
  return last ? [...lines, last] : lines
}

/** The words of a text; one that is too long for a line is cut. */
function* wordsWithin(text: string, room: number, set: (part: string) => Line): Generator<string> {
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    if (set(word).width <= room) {
      yield word
      continue
    }
    let rest = ''
    for (const letter of word) {
      if (rest !== '' && set(rest + letter).width > room) {
        yield rest
        rest = ''
      }
      rest += letter
    }
    yield rest
  }
}

function partsOf(text: string, weight: Weight, direction: Direction) {
  const { levels } = bidi.getEmbeddingLevels(text, direction)
  const parts: Part[] = []
  let isWhole = true
  let index = 0
  for (const letter of text) {
    const level = levels[index] ?? 0
    index += letter.length
    const last = parts.at(-1)
    const found = fontFor(letter, weight, last?.named)
    if (!found && unseen.test(letter)) continue
    isWhole &&= found !== undefined
    const named = found ?? fontFor('?', weight)
    if (!named) throw new Error('no font has a question mark')
    const joins = level % 2 === 0 || letters.test(letter)
    const isSame = last !== undefined && last.level === level && last.named === named
    if (isSame && last.joins && joins) last.text += found ? letter : '?'
    else parts.push({ level, named, joins, text: shownAs(found ? letter : '?', level) })
  }
  return { parts, isWhole }
}

/** Brackets open toward what they enclose. */
function shownAs(letter: string, level: number): string {
  return level % 2 === 0 ? letter : (bidi.getMirroredCharacter(letter) ?? letter)
}

/** From left to right (UAX 9, rule L2): what is deeper is reversed first. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const order = [...parts]
  const deepest = Math.max(0, ...parts.map(({ level }) => level))
  for (let level = deepest; level > 0; level--) {
    for (let start = 0; start < order.length; start++) {
      let end = start
      while ((order[end]?.level ?? 0) >= level) end++
      if (end > start) order.splice(start, end - start, ...order.slice(start, end).reverse())
      start = Math.max(start, end)
    }
  }
  return order
}

function widthOf({ font }: NamedFont, text: string): number {
  return font.layout(text, []).advanceWidth / font.unitsPerEm
}
