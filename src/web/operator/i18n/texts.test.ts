import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consoleDe } from './de.ts'
import { consoleEn } from './en.ts'

/** Each text with its path. Functions are called with sample arguments. */
function texts(messages: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof messages === 'string') return [[path, messages]]
  if (typeof messages === 'function')
    return [1, 2].map((n) => [`${path}(${n})`, String(messages(n, n, n))] as const)
  return Object.entries(messages ?? {}).flatMap(([name, value]) => texts(value, `${path}.${name}`))
}

/** Words that are the same in English and German. */
const shared = new Set(['Name', 'System', 'Version', 'Status'])

test('X64: no text of the console stays in English in German, and none is empty', () => {
  const english = new Map(texts(consoleEn))
  const german = texts(consoleDe)
  assert.equal(german.length, english.size)
  const left = german.filter(([path, text]) => english.get(path) === text && !shared.has(text))
  assert.deepEqual(left, [])
  assert.deepEqual(
    [...english, ...german].filter(([, text]) => text.trim() === ''),
    [],
  )
})
