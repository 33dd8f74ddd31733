import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { PaymentId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type Keyring, rotate, soleKey } from '../domain/people/keyring.ts'
import type { BookingHead } from '../store/store.ts'
import { makeDataKey, openedContact, openedText, seal, sealPeople } from './personal-data.ts'

const now = 1_000 as Instant
const owner = { trainRunId: 5 as TrainRunId, paymentId: 7 as PaymentId }
const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url')

function depsWith(keyring: Keyring) {
  return { personalKeys: () => keyring, randomBytes, store: { now: () => now } }
}

const deps = depsWith(soleKey(secret(1)))
const noContact = { email: null, phone: null }

function headOf(wrappedKey: string | null, changed: object = {}): BookingHead {
  return { booking: { ...owner, linkToken: '', contact: noContact, ...changed }, wrappedKey }
}

test('Y1: a sealed text shows nothing of what it was, is different each time, and opens with its own key alone', () => {
  const key = makeDataKey(deps, owner)
  const names = ['Ada Lindqvist', '艾达', 'أدا', 'x', 'n'.repeat(100), `s1.${'a'.repeat(50)}`]
  for (const name of names) {
    const [sealed, again] = [seal(deps, key, name), seal(deps, key, name)]
    assert.match(sealed, /^s1\.[A-Za-z0-9_-]+$/)
    assert.notEqual(sealed, again)
    // One letter is found in many a sealed text.
    assert.equal(name.length > 1 && sealed.includes(name), false)
    assert.equal(openedText(deps, headOf(key.wrapped), sealed), name)
    const other = makeDataKey(deps, owner)
    assert.throws(() => openedText(deps, headOf(other.wrapped), sealed))
  }
})

test('Y1: a text or a key with any byte changed does not open, and neither does a key in the row of another booking', () => {
  const key = makeDataKey(deps, owner)
  const sealed = seal(deps, key, 'Ada')
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.throws(() => openedText(deps, headOf(key.wrapped), `s1.${changed.toString('base64url')}`))
  }
  const moved = { paymentId: 8 as PaymentId }
  assert.throws(() => openedText(deps, headOf(key.wrapped, moved), sealed))
})

test('Y1: what an older version wrote is read as it is', () => {
  assert.equal(openedText(deps, headOf(null), 'Ada'), 'Ada')
  const contact = { email: 'ada@example.org', phone: '+49 30 1' }
  assert.deepEqual(openedContact(deps, headOf(null, { contact })), contact)
})

test('Y3: after a rotation new keys are wrapped by the new master key, and the old one opens what it wrapped', () => {
  const before = makeDataKey(deps, owner)
  const sealed = seal(deps, before, 'Ada')
  const rotation = { now, signsFrom: now, readUntil: 9_999 as Instant }
  const later = depsWith(rotate(soleKey(secret(1)), secret(2), rotation))
  const after = makeDataKey(later, owner)
  assert.notEqual(before.wrapped.slice(0, 11), after.wrapped.slice(0, 11))
  assert.equal(openedText(later, headOf(before.wrapped), sealed), 'Ada')
  const without = depsWith(soleKey(secret(2)))
  assert.throws(() => openedText(without, headOf(before.wrapped), sealed), /needs the master key/)
})

test('Y5: without its key, as in a backup restored after an erasure, a sealed text counts as erased', () => {
  const { names, contact } = sealPeople(deps, owner, ['Ada'], { email: 'ada@example.org', phone: null })
  assert.deepEqual(openedContact(deps, headOf(null, { contact })), noContact)
  assert.equal(openedText(deps, headOf(null), names[0] ?? ''), null)
})
