import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../domain/instant.ts'
import { type Keyring, rotate, soleKey } from '../domain/people/keyring.ts'
import { type SearchedPeople, searchGroups, searchHashes } from './search-hashes.ts'

const now = 1_000 as Instant
const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url')
const depsWith = (keyring: Keyring) => ({ personalKeys: () => keyring, store: { now: () => now } })
const deps = depsWith(soleKey(secret(1)))

const names = ['Łucja Müller-Große', 'أحمد علي', "O'Neill"]
const contact = { email: 'Ada@Example.org', phone: '+49 30 901820' }
const stored = searchHashes(deps, names, contact).split(' ')

function isFound(wanted: SearchedPeople, with_ = deps): boolean {
  const groups = searchGroups(with_, wanted)
  return groups.length > 0 && groups.every((group) => group.some((hash) => stored.includes(hash)))
}

test('Y2: an address is found in whatever capitals it is written, and by a master key that hashed it alone', () => {
  assert.ok(isFound({ email: ' ada@EXAMPLE.org' }))
  assert.equal(isFound({ email: 'bea@example.org' }), false)
  assert.equal(isFound({ email: 'ada@example.org' }, depsWith(soleKey(secret(2)))), false)
  const rotation = { now, signsFrom: now, readUntil: 9_999 as Instant }
  assert.ok(isFound({ email: 'ada@example.org' }, depsWith(rotate(soleKey(secret(1)), secret(2), rotation))))
})

test('Y10: a telephone number is found with the prefix of its country or without, however it is written', () => {
  for (const phone of [
    '+49 30 901820',
    '030/901820',
    '0049 (30) 90-18-20',
    '٠٣٠ ٩٠١٨٢٠',
    '０３０９０１８２０',
  ])
    assert.ok(isFound({ phone }), phone)
  for (const phone of ['+49 30 901821', '901820', '0']) assert.equal(isFound({ phone }), false, phone)
})

test('Y10: a name is found by any of its words, without their accents, and by all words that are asked for', () => {
  for (const name of ['muller', 'GROSSE Müller', 'łucja', 'lucja', 'Große ', 'أَحمد', "o'neill", 'neill'])
    assert.ok(isFound({ name }), name)
  for (const name of ['mull', 'lucja schmidt', 'ada@example.org', '901820', '', ' - '])
    assert.equal(isFound({ name }), false, name)
})

test('Y10: each thing is hashed as what it is, once, and a hash shows nothing of it', () => {
  assert.equal(stored.length, new Set(stored).size)
  // One address, one number, and seven words.
  assert.equal(stored.length, 2 + 3 + 2 + 2)
  for (const hash of stored) assert.match(hash, /^[A-Za-z0-9_-]{16}$/)
  assert.equal(searchHashes(deps, [], { email: null, phone: null }), '')
  assert.equal(searchHashes(deps, ['Ada Ada'], { email: null, phone: null }).length, 16)
})
