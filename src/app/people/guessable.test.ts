import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeHere, wordsOf } from './guessable.ts'

const isGuessable = (password: string, ...texts: readonly string[]) =>
  judgeHere({ password, words: wordsOf(...texts) })

test('R119: common passwords, keys in a row, repeats, and the own name and address are easily guessed', async () => {
  const common = ['password1234', 'passwordpassword', 'qwertyuiop12', '123456789012', 'aaaaaaaaaaaa']
  for (const password of common) assert.equal(await isGuessable(password), true, password)
  assert.equal(await isGuessable('holdfastholdfast'), true)
  const own = ['Ada Lindqvist', 'lindqvist.ada@railway.example'] as const
  for (const password of ['lindqvist1234', 'Lindqvist2026', 'lindqvist.ada@railway.example'])
    assert.equal(await isGuessable(password, ...own), true, password)
})

test('R119: words that do not belong together, and what a program has drawn, are not', async () => {
  for (const password of [
    'correct horse battery',
    'k3RvQz9wLm2xPq',
    'löschblatt zirkel ofen',
    'كتاب قطار شجرة بحر',
  ])
    assert.equal(await isGuessable(password), false, password)
  // The same would be, if it were their own name.
  assert.equal(await isGuessable('Ondurabet Vlixomar'), false)
  assert.equal(await isGuessable('Ondurabet Vlixomar', 'Ondurabet Vlixomar'), true)
})
