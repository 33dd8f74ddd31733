import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePreferences } from './preferences.ts'

test('O7: wishes are typed as words, and an unknown word is refused with a list of the known ones', () => {
  assert.deepEqual(parsePreferences('window'), { position: 'window' })
  assert.deepEqual(parsePreferences('aisle, table,quiet,lower,forward,step-free,family,coach=4'), {
    position: 'aisle',
    table: true,
    quiet: true,
    berth: 'lower',
    facing: 'forward',
    step_free: true,
    family: true,
    coach: '4',
  })
  assert.throws(() => parsePreferences('windw'), /--prefer has "windw"; it may have window, aisle/)
  assert.throws(() => parsePreferences('constructor'), /--prefer has "constructor"/)
  assert.throws(() => parsePreferences('window,aisle'), /two things at once/)
})
