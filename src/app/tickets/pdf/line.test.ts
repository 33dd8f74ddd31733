import assert from 'node:assert/strict'
import test from 'node:test'
import { setLine, setLines } from './line.ts'

const shown = (text: string, direction: 'ltr' | 'rtl') =>
  setLine(text, 400, direction).pieces.map((piece) => piece.text)

test('F51: words from right to left stand in their order, with numbers from left to right', () => {
  assert.deepEqual(shown('אבג 12 דה', 'ltr').join('|'), 'דה| |12| |אבג')
  assert.deepEqual(shown('Gleis 4', 'ltr'), ['Gleis 4'])
  assert.deepEqual(shown('IC 204 קו', 'rtl').join('|'), 'קו| |IC 204')
})

test('F51: brackets open toward what they enclose', () => {
  assert.deepEqual(shown('א (ב)', 'rtl').join(''), '(ב) א')
  assert.deepEqual(shown('a (b)', 'ltr').join(''), 'a (b)')
})

test('F51: Arabic letters join, so that a word is narrower than its letters alone', () => {
  const word = 'عين'
  const alone = [...word].reduce((sum, letter) => sum + setLine(letter, 400, 'rtl').width, 0)
  assert.ok(setLine(word, 400, 'rtl').width < 0.9 * alone)
})

test('F51: a text is broken between words, and a word that is too long within', () => {
  const linesOf = (text: string, room: number) => setLines(text, 400, 'ltr', room).map((line) => line.text)
  assert.deepEqual(linesOf('one two three', 5), ['one two', 'three'])
  const [first = '', second = ''] = linesOf('abcdefghijklmnop', 5)
  assert.equal(first + second, 'abcdefghijklmnop')
  assert.deepEqual(linesOf('', 5), [''])
})
