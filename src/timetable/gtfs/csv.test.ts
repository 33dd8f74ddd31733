import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RowReader, RowWithoutEnd } from './csv.ts'

const chunkLength = 65_536

/** Files of about a given length that made other readers read the same text repeatedly. */
const hostile: Readonly<Record<string, (length: number) => string>> = {
  'lines that end in CR': (length) => `${'a,b,c'.repeat(4)}\r`.repeat(length / 21),
  'lines that end in CR LF': (length) => `${'a,b,c'.repeat(4)}\r\n`.repeat(length / 22),
  'blank lines': (length) => '\n'.repeat(length),
  'lines of blanks': (length) => `${' '.repeat(40)}\n`.repeat(length / 41),
  'quoted fields with line breaks': (length) => '"a\n\n\nb",c\n'.repeat(length / 10),
  'quotes within quotes': (length) => `"${'""'.repeat(200)}",x\n`.repeat(length / 405),
  'quotes out of place': (length) => 'a"b"c,"d"e,"f\n'.repeat(length / 14),
  'a field of commas': (length) => `${','.repeat(500)}\n`.repeat(length / 501),
}

/** How many characters all searches and slices of a reading covered, counted in the string methods. */
function charactersRead(text: string): number {
  let count = 0
  const proto = String.prototype
  const { indexOf, charCodeAt, slice, includes } = proto
  const restore = () => Object.assign(proto, { indexOf, charCodeAt, slice, includes })
  Object.assign(proto, {
    indexOf(this: string, wanted: string, from = 0) {
      const found = indexOf.call(this, wanted, from)
      count += (found < 0 ? this.length : found) - from + 1
      return found
    },
    charCodeAt(this: string, at: number) {
      count++
      return charCodeAt.call(this, at)
    },
    slice(this: string, from = 0, to = this.length) {
      count += Math.max(0, to - from)
      return slice.call(this, from, to)
    },
    includes(this: string, wanted: string) {
      count += this.length
      return includes.call(this, wanted)
    },
  })
  try {
    const reader = new RowReader({ onRow: () => undefined, onBadRow: () => undefined })
    for (let at = 0; at < text.length; at += chunkLength) reader.push(text.substring(at, at + chunkLength))
    reader.end()
  } catch (error) {
    if (!(error instanceof RowWithoutEnd)) throw error
  } finally {
    restore()
  }
  return count
}

for (const [name, make] of Object.entries(hostile))
  test(`T30: Each character of a file is read a bounded number of times, whatever its line ends, quotes and blanks: ${name}`, () => {
    for (const length of [200_000, 800_000, 3_200_000]) {
      const text = make(length)
      const perCharacter = charactersRead(text) / text.length
      assert.ok(perCharacter < 20, `${perCharacter} times at ${text.length} characters`)
    }
  })

test('T30: an unclosed quote ends the reading after a million characters', () => {
  const reader = new RowReader({ onRow: () => undefined, onBadRow: () => undefined })
  let pushed = 0
  assert.throws(() => {
    for (; pushed < 100_000_000; pushed += chunkLength) reader.push(`"${'x'.repeat(chunkLength - 1)}`)
  }, RowWithoutEnd)
  assert.ok(pushed < 1_200_000, `${pushed}`)
})
