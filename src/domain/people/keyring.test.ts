import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../instant.ts'
import {
  type Keyring,
  keyringText,
  nextSigningAt,
  parseKeyring,
  readableKeys,
  rotate,
  signingKey,
  soleKey,
} from './keyring.ts'

const at = (moment: number) => moment as Instant
const secretsOf = (keys: readonly { readonly secret: string }[]) => keys.map((key) => key.secret)

test('O30: a new secret is accepted at once and signs from its time on; the old one is accepted until the stated time', () => {
  const ring = rotate(soleKey('old'), 'new', { now: at(100), signsFrom: at(150), readUntil: at(500) })
  assert.deepEqual(secretsOf(readableKeys(ring, at(100))), ['new', 'old'])
  for (const [moment, signs] of [
    [100, 'old'],
    [149, 'old'],
    [150, 'new'],
    [900, 'new'],
  ] as const)
    assert.equal(signingKey(ring, at(moment)).secret, signs, `at ${moment}`)
  assert.deepEqual(secretsOf(readableKeys(ring, at(499))), ['new', 'old'])
  assert.deepEqual(secretsOf(readableKeys(ring, at(500))), ['new'])
  assert.deepEqual([nextSigningAt(ring, at(149)), nextSigningAt(ring, at(150))], [150, null])
})

test('O30: the signing secret is always among the accepted ones, however often and whenever secrets rotate', () => {
  let ring: Keyring = soleKey('s0')
  for (let turn = 1; turn <= 20; turn++) {
    const now = turn * 70
    ring = rotate(ring, `s${turn}`, { now: at(now), signsFrom: at(now + 50), readUntil: at(now + 50 + 200) })
    for (let moment = now; moment < now + 70; moment++) {
      const readable = readableKeys(ring, at(moment))
      assert.ok(readable.includes(signingKey(ring, at(moment))), `turn ${turn}, at ${moment}`)
      // Anything signed in the last 200 is accepted.
      const past = signingKey(ring, at(Math.max(0, moment - 200)))
      assert.ok(readable.includes(past), `turn ${turn}, at ${moment}: ${past.secret}`)
    }
    assert.ok(ring.length <= 6, 'what is read no longer is forgotten')
  }
})

test('O30: with no overlap the old secret is gone at once', () => {
  const ring = rotate(soleKey('old'), 'new', { now: at(100), signsFrom: at(100), readUntil: at(100) })
  assert.deepEqual(ring, [{ secret: 'new', signsFrom: 100, readUntil: null }])
})

test('O30: a keyring reads back as it was written; a secret that was never replaced is its text alone, as 0.1.0 wrote it', () => {
  assert.equal(keyringText(soleKey('a-b_c')), 'a-b_c')
  assert.deepEqual(parseKeyring('a-b_c'), soleKey('a-b_c'))
  const ring = rotate(soleKey('old'), 'new', { now: at(100), signsFrom: at(150), readUntil: at(500) })
  assert.equal(keyringText(ring), 'old@0..500,new@150..')
  assert.deepEqual(parseKeyring(keyringText(ring)), ring)
  for (const wrong of ['', ',', 'a@1', 'a@1..,', 'a@..1', 'a b', 'a@1..2,b', 'a@x..'])
    assert.equal(parseKeyring(wrong), undefined, wrong)
})
